import { isIP } from 'node:net';
import type { Request } from 'express';

/**
 * The IP address that a request comes from. A proxy that the app trusts may write anything into `X-Forwarded-For`: a port
 * is dropped, and in place of what is no address the connection's own counts. Null for a connection that has none.
 */
export function addressOf(req: Request): string | null {
  return readAddress(req.ip) ?? readAddress(req.socket.remoteAddress);
}

/** `203.0.113.7`, `203.0.113.7:4711`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:4711`, `fe80::1%eth0`; else null. */
function readAddress(text: string | undefined): string | null {
  if (text === undefined || text.length > 64) return null;
  const [, bracketed, bare] = /^\[([^\]]*)\](?::\d{1,5})?$|^([^:]*):\d{1,5}$/.exec(text) ?? [];
  const address = bracketed ?? (bare !== undefined && isIP(bare) === 4 ? bare : text);
  const [withoutZone = '', zone = ''] = address.split('%', 2);
  return isIP(withoutZone) !== 0 && /^[\w.-]*$/.test(zone) ? address : null;
}
