import type { ErrorCode, ErrorDetails } from '../widget/protocol/error-codes.js';

/**
 * A refusal of the contract: what an operation throws instead of an answer. The status belongs to the code
 * (`errorStatus`), so nobody below the HTTP layer speaks of statuses.
 */
export class TwoFactorError extends Error {
  override readonly name = 'TwoFactorError';

  constructor(
    readonly code: ErrorCode,
    readonly details: ErrorDetails = {},
  ) {
    super(code);
  }
}
