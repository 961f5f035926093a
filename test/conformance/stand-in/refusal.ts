import { statusOf, type KnownCode } from '../../../server/conformance/kit/expect.js';

/** An error of the table. */
export class Refusal extends Error {
  readonly status: number;

  constructor(
    readonly code: KnownCode,
    readonly members: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(code);
    this.status = statusOf[code]!;
  }
}
