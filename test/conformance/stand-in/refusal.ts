import { statusOf } from '../../../server/conformance/kit/expect.js';
import type { ErrorCode } from '../../../widget/protocol/error-codes.js';

/** An error of the table. */
export class Refusal extends Error {
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    readonly members: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(code);
    this.status = statusOf[code]!;
  }
}
