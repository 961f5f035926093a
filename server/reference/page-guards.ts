import type { Request, RequestHandler } from 'express';
import { TwoFactorError } from '../core/errors.js';
import { findSession, type HostParts } from './account/session-host.js';

/** For pages: redirects a person without a full session to the sign-in page. */
export function fullSessionOnly(host: HostParts): RequestHandler {
  return async (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') throw new TwoFactorError('not_found');
    const session = await findSession(req, host);
    if (session?.stage === 'full') return next();
    res.set('Cache-Control', 'no-store').redirect(302, '/sign-in');
  };
}

/** For pages: everybody but an administrator gets what a path without a page gets. */
export function administratorsOnly(find: (req: Request) => Promise<unknown>): RequestHandler {
  return async (req, _res, next) => next((await find(req)) === null ? 'router' : undefined);
}
