import type { CodedError, DetailsOf, ErrorCode } from '../../widget/protocol/error-codes.js';

/**
 * A refusal of the contract: what an operation throws instead of an answer. The status belongs to the code
 * (`errorStatus`), so nobody below the HTTP layer speaks of statuses.
 */
export class TwoFactorError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'TwoFactorError';

  constructor(
    readonly code: Code,
    readonly details: DetailsOf<Code> = {} as DetailsOf<Code>,
  ) {
    super(code);
  }

  /** The code and its details, as an answer carries them. */
  get coded(): CodedError<Code> {
    return { code: this.code, ...this.details } as CodedError<Code>;
  }
}
