import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import type { ClientInfo } from '../../core/audit/events.js';
import { addressOf } from './address.js';

const maxUserAgentLength = 200;
const ids = new WeakMap<Request, string>();

/** An id that connects a request's log line with its audit entries. The server makes it: a client must not choose it. */
export function requestIdOf(req: Request): string {
  const id = ids.get(req) ?? randomUUID();
  ids.set(req, id);
  return id;
}

/** The user agent is the client's own text, so it is shortened and reduced to printable characters. */
export function clientOf(req: Request): ClientInfo {
  const userAgent = req.headers['user-agent']?.replace(/[^\x20-\x7e]/g, '?').slice(0, maxUserAgentLength);
  return { address: addressOf(req), userAgent: userAgent ?? null, requestId: requestIdOf(req) };
}
