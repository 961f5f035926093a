import type { RequestHandler } from 'express';

/**
 * Passes what a handler rejects with to the error handler. Express 5 does that by itself; Express 4 drops the promise, the
 * request hangs, and Node ends the process for the unhandled rejection.
 */
export function catchRejection(handler: RequestHandler): RequestHandler {
  return (req, res, next) => {
    new Promise((resolve) => resolve(handler(req, res, next))).catch(next);
  };
}
