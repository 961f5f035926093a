import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { requireFunction, requireOptions } from '../../core/require-options.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';
import { createExchange, type MountOptions } from '../http/exchange.js';
import { findRoute } from '../http/routes.js';
import { sendAnswer, toHttpRequest } from '../node/node-request.js';
import { clientOf } from './client-info.js';

/** What the methods of a host get of a request on Express. */
export interface ExpressContext {
  req: Request;
  res: Response;
}

export interface TwoFactorRouterOptions extends MountOptions<ExpressContext> {
  /** Runs before the calls that check an answer or hash codes: a limit by network, for example. */
  limiter?: RequestHandler;
}

/**
 * The contract over HTTP, for an app on Express 4 or 5. It answers every request below its path, also with errors; the app's later
 * handlers do not see these requests.
 *
 * It is a plain request handler: the app's own Express routes to it, so this package needs no Express of its own.
 *
 * @example
 * app.use('/api/2fa', twoFactorRouter(twoFactor, { host, origins: ['https://app.example.com'] }));
 *
 * @throws {TypeError} at once when a method of the host is missing, or when an option has a wrong type
 */
export function twoFactorRouter(twoFactor: TwoFactor, options: TwoFactorRouterOptions): RequestHandler {
  requireOptions(options, 'twoFactorRouter');
  const { limiter, ...mount } = options;
  requireFunction(limiter, 'limiter');
  const exchange = createExchange(twoFactor, { ...mount, limiter: limiter && runHandler(limiter) });
  return (req, res, next) => {
    // Express names a request by its route, and logs and metrics read it there.
    const route = findRoute(req.path);
    if (route !== null) req.route = { path: route.pattern.replace('{id}', ':id') };
    exchange(
      toHttpRequest(req, req.path, () => clientOf(req)),
      { req, res },
    )
      .then((answer) => sendAnswer(res, answer))
      .catch(next);
  };
}

/** Resolves when the handler calls on. A handler that answers the request itself never calls on, and then nothing follows. */
function runHandler(handler: RequestHandler): (context: ExpressContext) => Promise<void> {
  return ({ req, res }) =>
    new Promise((resolve, reject) => {
      const next: NextFunction = (error?: unknown): void => {
        if (error === undefined || error === null) resolve();
        else reject(error instanceof Error ? error : new Error('the limiter refused the request without an Error'));
      };
      // Express 4 ignores the promise of a handler, and Node would end the process because of its rejection.
      Promise.resolve(handler(req, res, next)).catch(reject);
    });
}
