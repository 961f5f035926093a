import type { CodedError, ErrorCode, ErrorDetails } from '../protocol/error-codes.js';
import { readProblem } from '../protocol/read-message.js';

/**
 * `unreachable`: the back end gave no answer, or none of the protocol. `misconfigured`: the element sent nothing, because the
 * page names no usable back end. The other codes are the protocol's.
 */
export type FailureCode = ErrorCode | 'unreachable' | 'misconfigured';

/** A failure as a flow sees it: a code and its details, without any message of the back end or the browser. */
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

/** Reads the reason of a client's rejection. A reason outside the protocol counts as unreachable. */
export function readFailure(reason: unknown): Failure {
  try {
    return readProblem(reason) ?? { code: 'unreachable' };
  } catch {
    // A rejection may be any object, one with throwing getters included.
    return { code: 'unreachable' };
  }
}
