import type { ProofMethod } from './messages.js';

/**
 * Every error code of the contract with its HTTP status. Programs compare the code, never the title. An error answer is
 * problem details (RFC 9457), and it never repeats the request.
 */
export const errorStatus = {
  request_invalid: 400,
  not_signed_in: 401,
  challenge_expired: 401,
  reauthentication_required: 403,
  origin_refused: 403,
  authenticator_blocked: 403,
  required_by_policy: 403,
  not_found: 404,
  method_not_allowed: 405,
  not_enabled: 409,
  last_authenticator: 409,
  too_many_authenticators: 409,
  setup_expired: 410,
  body_too_large: 413,
  unsupported_media_type: 415,
  code_invalid: 422,
  clock_out_of_sync: 422,
  too_many_attempts: 429,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** Every detail of every error. `DetailsOf` names the details of one code. */
export interface ErrorDetails {
  /** `too_many_attempts`, `unavailable`: seconds until the next attempt; also the `Retry-After` header. */
  retryAfter?: number;
  /** `code_invalid`: attempts left before the account has to wait. */
  attemptsRemaining?: number;
  /** `reauthentication_required`, `authenticator_blocked`: the methods that are accepted. */
  methods?: ProofMethod[];
  /** `clock_out_of_sync`: seconds by which the phone's clock is ahead (negative: behind). */
  skewSeconds?: number;
}

interface DetailNames {
  reauthentication_required: 'methods';
  authenticator_blocked: 'methods';
  code_invalid: 'attemptsRemaining';
  clock_out_of_sync: 'skewSeconds';
  too_many_attempts: 'retryAfter';
  unavailable: 'retryAfter';
}

type NoDetails = { [Name in keyof ErrorDetails]?: never };

type DetailsByCode = {
  [Code in ErrorCode]: Code extends keyof DetailNames ? Pick<ErrorDetails, DetailNames[Code]> : NoDetails;
};

/** The details of this code. The compiler refuses every other detail. */
export type DetailsOf<Code extends ErrorCode> = DetailsByCode[Code];

/** A code with its details. The compiler knows the details after the code is compared. */
export type CodedError<Code extends ErrorCode = ErrorCode> = {
  [Each in Code]: { readonly code: Each } & DetailsByCode[Each];
}[Code];

/** An error answer: `application/problem+json`. */
export interface Problem extends ErrorDetails {
  type: 'about:blank';
  title: string;
  status: number;
  code: ErrorCode;
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorStatus, value);
}
