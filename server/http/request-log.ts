import type { RequestHandler } from 'express';
import type { Log } from '../log.js';
import { requestIdOf } from './visit.js';

/**
 * One line a request: its id, method, path, status, milliseconds. Never the query, headers or body, where people's secrets are;
 * paths that the server does not serve are left out for the same reason.
 */
export function requestLog(log: Log): RequestHandler {
  return (req, res, next) => {
    const { method, path } = req;
    const started = performance.now();
    res.on('finish', () => {
      const known = res.statusCode !== 404 && res.statusCode !== 400;
      const milliseconds = Math.round(performance.now() - started);
      log.info(
        { requestId: requestIdOf(req), method, ...(known && { path }), status: res.statusCode, milliseconds },
        'request',
      );
    });
    next();
  };
}
