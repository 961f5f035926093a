import type { RequestHandler } from 'express';
import type { Log } from '../../core/log.js';
import { requestIdOf } from './client-info.js';
import { whenEnded } from './when-ended.js';

/**
 * One line a request, cut connections included: its id, method, route pattern, status, milliseconds. Never the path, the query,
 * headers or body: people's secrets are in them, and a caller could write into the log.
 */
export function requestLog(log: Log): RequestHandler {
  return (req, res, next) => {
    whenEnded(req, res, ({ method, route, status, milliseconds }) => {
      log.info(
        {
          requestId: requestIdOf(req),
          ...(method !== null && { method }),
          route: route ?? 'unknown',
          status,
          milliseconds: Math.round(milliseconds),
        },
        'request',
      );
    });
    next();
  };
}
