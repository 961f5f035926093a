import type { Request, RequestHandler } from 'express';
import { TwoFactorError } from '../../core/errors.js';
import type { JsonObject } from '../http/json-body.js';
import { readNodeBody } from '../node/node-body.js';

/** Reads the JSON object of a request into `req.body`, or `undefined` for a request without a body, by the rules of the contract. */
export const jsonBody: RequestHandler = async (req, _res, next) => {
  req.body = await readNodeBody(req);
  next();
};

/** The body that `jsonBody` has read. @throws `request_invalid` without a body */
export function requireBody(req: Request): JsonObject {
  const body = req.body as JsonObject | undefined;
  if (body === undefined) throw new TwoFactorError('request_invalid');
  return body;
}
