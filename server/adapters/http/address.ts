import { isIP } from 'node:net';
import type { Request } from 'express';

/**
 * The IP address of the client. A trusted proxy may write any text into `X-Forwarded-For`. A port is removed; if the rest is not an
 * address, the address of the connection is used. Null for a connection without an address.
 */
export function addressOf(req: Request): string | null {
  return readAddress(req.ip) ?? readAddress(req.socket.remoteAddress);
}

/** `203.0.113.7`, `203.0.113.7:4711`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:4711`, `fe80::1%eth0`; otherwise null. */
function readAddress(text: string | undefined): string | null {
  if (text === undefined || text.length > 64) return null;
  const [, bracketed, bare] = /^\[([^\]]*)\](?::\d{1,5})?$|^([^:]*):\d{1,5}$/.exec(text) ?? [];
  const address = bracketed ?? (bare !== undefined && isIP(bare) === 4 ? bare : text);
  const [withoutZone = '', zone = ''] = address.split('%', 2);
  return isIP(withoutZone) !== 0 && /^[\w.-]*$/.test(zone) ? address : null;
}
