import type { CodedError, ErrorCode, ErrorDetails } from '../protocol/error-codes.js';
import { readProblem } from '../protocol/read-message.js';

/**
 * `unreachable`: no answer, or one that makes no sense. `misconfigured`: nobody was asked, since the page names a back end that
 * cannot be one. The rest are the protocol's own codes.
 */
export type FailureCode = ErrorCode | 'unreachable' | 'misconfigured';

/** What a flow may see of a failure: a code and its details, never a message of the back end's or the browser's. */
export type Failure = CodedError | { readonly code: Exclude<FailureCode, ErrorCode> };

/** What the HTTP client rejects with. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: FailureCode;
  declare readonly retryAfter?: number;
  declare readonly attemptsRemaining?: number;
  declare readonly methods?: NonNullable<ErrorDetails['methods']>;
  declare readonly skewSeconds?: number;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.code, options);
    this.code = failure.code;
    Object.assign(this, failure);
  }
}

/** Reads whatever a client rejected with. What is not of the protocol counts as unreachable. */
export function readFailure(reason: unknown): Failure {
  try {
    return readProblem(reason) ?? { code: 'unreachable' };
  } catch {
    // A rejection may be any object, one with throwing getters included.
    return { code: 'unreachable' };
  }
}
