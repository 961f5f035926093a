import { isIP } from 'node:net';

/** The host of a URL without the brackets of an IPv6 address: `[2001:db8::1]` becomes `2001:db8::1`. */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

/**
 * The IP address in a text that a proxy or a socket gives. A trusted proxy may write any text into `X-Forwarded-For`: a port is
 * removed, and a text that is no address is null.
 *
 * @param text `203.0.113.7`, `203.0.113.7:4711`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:4711`, `fe80::1%eth0`
 */
export function readAddress(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 64) return null;
  const [, bracketed, bare] = /^\[([^\]]*)\](?::\d{1,5})?$|^([^:]*):\d{1,5}$/.exec(text) ?? [];
  const address = bracketed ?? (bare !== undefined && isIP(bare) === 4 ? bare : text);
  const [withoutZone = '', zone = ''] = address.split('%', 2);
  return isIP(withoutZone) !== 0 && /^[\w.-]*$/.test(zone) ? address : null;
}
