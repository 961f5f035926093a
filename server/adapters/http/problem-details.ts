import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { TwoFactorError } from '../../core/errors.js';
import { describeError, type Log } from '../../core/log.js';
import { sendJson } from './send-json.js';
import {
  errorStatus,
  type CodedError,
  type ErrorCode,
  type ErrorDetails,
} from '../../../widget/protocol/error-codes.js';

const titles: Record<ErrorCode, string> = {
  request_invalid: 'The request is not of a known shape',
  not_signed_in: 'Not signed in',
  challenge_expired: 'There is no challenge to answer',
  reauthentication_required: 'A recent proof is required',
  origin_refused: 'Calls from this origin are refused',
  authenticator_blocked: 'The authenticator is blocked',
  not_found: 'There is no such operation',
  method_not_allowed: 'The method is not allowed here',
  not_enabled: 'Two-factor authentication is off',
  setup_expired: 'Nothing is pending',
  body_too_large: 'The body is too large',
  unsupported_media_type: 'The body has to be JSON',
  code_invalid: 'The code is not right',
  clock_out_of_sync: "The authenticator's clock is off",
  too_many_attempts: 'Too many attempts',
  unavailable: 'Unavailable for now',
};

/** Seconds after which a client may try again after an unexpected fault. */
const retryAfterFault = 5;

export interface Refusal extends ErrorDetails {
  status: number;
  title: string;
  /** A code of the contract, or one of the host's own routes. */
  code: string;
}

/** Sends an error answer (RFC 9457). Its texts are fixed: it must repeat nothing of the request. */
export function sendProblem(res: Response, { status, title, code, ...details }: Refusal): void {
  if (details.retryAfter !== undefined) res.set('Retry-After', String(details.retryAfter));
  res.set('Cache-Control', 'no-store');
  sendJson(res, status, { type: 'about:blank', title, status, code, ...details }, 'application/problem+json');
}

/**
 * The last error handler. A `TwoFactorError` is answered by its code, and a refusal of Express as `request_invalid`. Every other
 * exception is `unavailable`, since the contract has no 500.
 */
export function problemDetails(log: Log): ErrorRequestHandler {
  // Express recognises an error handler by its four parameters.
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error);
    const refusal = toRefusal(error);
    if (refusal.code === 'unavailable') log.error(describeError(error), 'a request could not be served');
    sendProblem(res, { status: errorStatus[refusal.code], title: titles[refusal.code], ...refusal });
  };
}

function toRefusal(error: unknown): CodedError {
  // `instanceof` cannot know the code: `TwoFactorError<any>`.
  if (error instanceof TwoFactorError) return (error as TwoFactorError).coded;
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  if (typeof status === 'number' && status >= 400 && status < 500) return { code: 'request_invalid' };
  return { code: 'unavailable', retryAfter: retryAfterFault };
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
