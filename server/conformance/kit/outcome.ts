import type { Answer } from '../http/message.js';

/** A check that fails: what was promised did not come. */
export class Failure extends Error {
  override readonly name = 'Failure';

  /** @param answer the evidence: what came, with what was sent */
  constructor(
    message: string,
    readonly answer?: Answer,
  ) {
    super(message);
  }
}

/**
 * Why a check shows nothing.
 *
 * - `absent`: the back end has no such operation or message
 * - `unable`: the driver lacks a function, or the check would take too long
 * - `blocked`: another promise is broken that this check builds on
 */
export type NotShownKind = 'absent' | 'unable' | 'blocked';

export class NotShown extends Error {
  override readonly name = 'NotShown';

  constructor(
    readonly kind: NotShownKind,
    reason: string,
    readonly answer?: Answer,
  ) {
    super(reason);
  }
}

/** The back end could not be reached, or its connection broke. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** The driver failed, or its answer is not what the kit needs. */
export class DriverError extends Error {
  override readonly name = 'DriverError';
}
