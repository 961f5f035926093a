import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import type { ClientInfo } from '../../core/audit/events.js';
import { addressOf } from './address.js';

const longestUserAgent = 200;
const ids = new WeakMap<Request, string>();

/** A name for a request, so that its log line and its audit entries can be found together. Not the client's to choose. */
export function requestIdOf(req: Request): string {
  const id = ids.get(req) ?? randomUUID();
  ids.set(req, id);
  return id;
}

/** From where a request comes. What a client says of itself is cut short and kept to printable characters. */
export function clientOf(req: Request): ClientInfo {
  const userAgent = req.headers['user-agent']?.replace(/[^\x20-\x7e]/g, '?').slice(0, longestUserAgent);
  return { address: addressOf(req), userAgent: userAgent ?? null, requestId: requestIdOf(req) };
}
