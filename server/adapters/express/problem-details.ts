import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { TwoFactorError } from '../../core/errors.js';
import type { Log } from '../../core/log.js';
import { answerError, problem, toProblem, type ProblemFields } from '../http/problem.js';
import { sendAnswer } from '../node/node-request.js';

/** Sends an error answer of the app's own routes, in the form of the contract. */
export function sendProblem(res: Response, refusal: ProblemFields): void {
  sendAnswer(res, problem(refusal));
}

/**
 * An error handler for an app's own routes: answers a `TwoFactorError` by its code, and hands every other error on.
 *
 * @example
 * app.post('/login', async (req, res) => res.json({ next: await signIn.begin(req, await checkedAccountId(req)) }));
 * app.use(twoFactorErrors());
 */
export function twoFactorErrors(): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent || !(error instanceof TwoFactorError)) return next(error);
    sendAnswer(res, toProblem(error));
  };
}

/**
 * The last error handler of the reference server. A `TwoFactorError` is answered by its code, and a refusal of Express as `request_invalid`.
 * Every other exception is `unavailable`.
 */
export function problemDetails(log: Log): ErrorRequestHandler {
  // Express recognises an error handler by its four parameters.
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error);
    sendAnswer(res, answerError(isRefusedByExpress(error) ? new TwoFactorError('request_invalid') : error, log));
  };
}

function isRefusedByExpress(error: unknown): boolean {
  if (error instanceof TwoFactorError || typeof error !== 'object' || error === null || !('status' in error))
    return false;
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500;
}

export const notFound: RequestHandler = () => {
  throw new TwoFactorError('not_found');
};

/** For a path that exists: the answer lists its methods. */
export function methodNotAllowed(...allowed: string[]): RequestHandler {
  return (_req, res) => {
    res.set('Allow', allowed.join(', '));
    throw new TwoFactorError('method_not_allowed');
  };
}

/** Forbids browsers and proxies to store the answer. */
export const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};
