import type { CodedError, DetailsOf, ErrorCode } from '../../widget/protocol/error-codes.js';

/**
 * A refusal of the contract, which an operation throws instead of an answer. `errorStatus` has the HTTP status of each code, so
 * only the HTTP layer deals with statuses.
 */
export class TwoFactorError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'TwoFactorError';

  /**
   * @param maxAge for `reauthentication_required`: how many seconds ago the proof may have been given. Only the answer's header has it,
   *   not its body.
   */
  constructor(
    readonly code: Code,
    readonly details: DetailsOf<Code> = {},
    readonly maxAge?: number,
  ) {
    super(code);
  }

  /** The code with its details, as in an error answer. */
  get coded(): CodedError<Code> {
    return { code: this.code, ...this.details };
  }
}

/** An operator has to repair the row or put the key back, so an early retry is useless. */
const retryAfterSeconds = 60;

/**
 * The second factor of an account cannot be read. What throws it has reported that, in the log and in the trail, so an answer does not
 * log it again.
 */
export class DamagedAccountError extends TwoFactorError<'unavailable'> {
  constructor() {
    super('unavailable', { retryAfter: retryAfterSeconds });
  }
}
