import type { RequestHandler } from 'express';
import type { Log } from '../../core/log.js';
import { requestIdOf } from '../node/node-request.js';
import { whenEnded } from './when-ended.js';

/**
 * Logs one line per request, also for a cut connection: id, method, route pattern, status and milliseconds. Path, query, headers
 * and body are never logged: they may contain secrets, and a client could write any text into the log.
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
