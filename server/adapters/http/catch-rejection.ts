import type { RequestHandler } from 'express';

/**
 * Passes the rejection of a handler to the error handler. Express 5 does that itself. Express 4 ignores the promise: the request
 * hangs, and Node ends the process because of the unhandled rejection.
 */
export function catchRejection(handler: RequestHandler): RequestHandler {
  return (req, res, next) => {
    new Promise((resolve) => resolve(handler(req, res, next))).catch(next);
  };
}
