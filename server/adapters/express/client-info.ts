import type { Request } from 'express';
import type { ClientInfo } from '../../core/audit/events.js';
import { clientOf as nodeClientOf } from '../node/node-request.js';

/** The client of a request, with the address that Express has found by its setting `trust proxy`. */
export function clientOf(req: Request): ClientInfo {
  return nodeClientOf(req, req.ip);
}
