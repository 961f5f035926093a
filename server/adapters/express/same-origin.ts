import type { RequestHandler } from 'express';
import { originCheck } from '../http/origin-check.js';
import { headersOf } from '../node/node-request.js';

/** The check of the origin for routes of the app's own. @throws {TypeError} for a list of origins that no browser sends */
export function sameOrigin(origins: readonly string[]): RequestHandler {
  const check = originCheck(origins);
  return (req, _res, next) => {
    check({ header: headersOf(req) });
    next();
  };
}
