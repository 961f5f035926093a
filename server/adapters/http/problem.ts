import { DamagedAccountError, TwoFactorError } from '../../core/errors.js';
import { proofSeconds } from '../../core/two-factor/rules.js';
import {
  errorStatus,
  type CodedError,
  type ErrorCode,
  type ErrorDetails,
} from '../../../widget/protocol/error-codes.js';
import { describeError, unfailing, type Log } from '../../core/log.js';
import type { HttpAnswer } from './http-message.js';
import { json } from './json-answer.js';

export const titles: Record<ErrorCode, string> = {
  request_invalid: 'The request is not of a known shape',
  not_signed_in: 'Not signed in',
  challenge_expired: 'There is no challenge to answer',
  reauthentication_required: 'A recent proof is required',
  origin_refused: 'The Origin header is missing or not allowed',
  authenticator_blocked: 'The authenticator is blocked',
  required_by_policy: 'Two-factor authentication is required',
  not_found: 'Not found',
  method_not_allowed: 'The method is not allowed here',
  not_enabled: 'Two-factor authentication is off',
  last_authenticator: 'This is the only authenticator',
  too_many_authenticators: 'The account has the maximum number of authenticators',
  setup_expired: 'Nothing is pending',
  body_too_large: 'The body is too large',
  unsupported_media_type: 'The body has to be JSON',
  code_invalid: 'The code is not right',
  clock_out_of_sync: "The authenticator's clock is wrong",
  too_many_attempts: 'Too many attempts',
  unavailable: 'Unavailable for now',
};

/** Seconds after which a client may try again after an unexpected fault. */
const retryAfterFault = 5;

export interface ProblemFields extends ErrorDetails {
  status: number;
  title: string;
  /** A code of the contract, or one of the host's own routes. */
  code: string;
}

/** An error answer (RFC 9457). Its texts are fixed: it must repeat nothing of the request. */
export function problem({ status, title, code, ...details }: ProblemFields): HttpAnswer {
  return json(
    status,
    { type: 'about:blank', title, status, code, ...details },
    {
      type: 'application/problem+json',
      ...(details.retryAfter !== undefined && { 'Retry-After': String(details.retryAfter) }),
    },
  );
}

/**
 * The answer to an error. A `TwoFactorError` is answered by its code; every other exception is `unavailable`, since the contract
 * has no 500.
 */
export function toProblem(error: unknown): HttpAnswer {
  // `instanceof` cannot know the code: `TwoFactorError<any>`.
  const refusal: CodedError =
    error instanceof TwoFactorError
      ? (error as TwoFactorError).coded
      : { code: 'unavailable', retryAfter: retryAfterFault };
  const answer = problem({ status: errorStatus[refusal.code], title: titles[refusal.code], ...refusal });
  if (refusal.code !== 'reauthentication_required') return answer;
  const { maxAge = proofSeconds } = error as TwoFactorError;
  return { ...answer, headers: { ...answer.headers, 'WWW-Authenticate': stepUpChallenge(maxAge) } };
}

/**
 * The challenge of RFC 9470 §3, for clients that know it. RFC 9110 §11.6.1 allows it beside a 403. Browsers show no dialog for this
 * scheme.
 */
function stepUpChallenge(maxAge: number): string {
  const parameters = {
    error: 'insufficient_user_authentication',
    error_description: titles.reauthentication_required,
    max_age: maxAge,
  };
  return `Bearer ${Object.entries(parameters)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}`;
}

/** The answer to an error. The log gets the faults, which are 503, and neither the refusals nor a fault that it has already. */
export function answerError(error: unknown, log: Pick<Log, 'error'>): HttpAnswer {
  const answer = toProblem(error);
  if (answer.status === 503 && !(error instanceof DamagedAccountError)) {
    unfailing(log).error(describeError(error), 'a request could not be served');
  }
  return answer;
}
