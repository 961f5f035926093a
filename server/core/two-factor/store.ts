import type { AuditEvent } from '../audit/events.js';
import type { Budget } from './attempt-policy.js';

type Events = readonly AuditEvent[];

/**
 * What is kept of an account is in a state that no operation leaves: somebody or something else has changed it. Taken for
 * “2FA is off”, it would let the password alone in.
 */
export class DamagedRowError extends Error {
  override readonly name = 'DamagedRowError';

  constructor(
    readonly accountId: string,
    /** Of the row, so that an administrator can reset it. */
    readonly version: number,
    readonly reason: string,
  ) {
    super(`the second factor of an account is damaged: ${reason}`);
  }
}

/**
 * Everything that is kept of one account's second factor: one row, so that an attempt is decided from one read and
 * recorded in one conditional write. Times are epoch milliseconds; sealed values are texts of the key ring.
 */
export interface SecondFactor {
  accountId: string;
  /** Grows with every write; 0 while nothing was ever written. */
  version: number;
  active: ActiveFactor | null;
  pendingSetup: PendingSetup | null;
  pendingBackupCodes: PendingBackupCodes | null;
  budget: Budget;
}

export interface ActiveFactor {
  enabledAt: number;
  sealedSecret: string;
  /** The last spent time step. */
  lastStep: number;
  sealedBackupCodes: string;
  /** Bit n is set once code n of the set is spent. */
  spentBackupCodes: number;
}

export interface PendingSetup {
  sealedSecret: string;
  sealedBackupCodes: string;
  expiresAt: number;
}

/** What of a row is sealed; null for what is not there. */
export interface SealedValues {
  active: Pick<ActiveFactor, 'sealedSecret' | 'sealedBackupCodes'> | null;
  pendingSetup: PendingSetup | null;
  pendingBackupCodes: PendingBackupCodes | null;
}

export interface PendingBackupCodes {
  sealedBackupCodes: string;
  expiresAt: number;
}

/**
 * The storage of second factors. Each method but `read` is one intent and one atomic write of one account's row, which
 * happens only while the row still has the version of the `factor` that was read. Each says whether it won; a loser
 * changed nothing, and reads and decides again. Nothing read may be acted on without such a write. Its audit entries are
 * written in the same transaction: neither is there without the other.
 *
 * A method throws when the storage cannot be reached or written; callers refuse then.
 */
export interface TwoFactorStore {
  /** What is kept of the account; an empty factor of version 0 when there is nothing. @throws {DamagedRowError} */
  read(accountId: string): Promise<SecondFactor>;

  /** Puts a set-up beside the active factor, in place of one that was pending. */
  stageSetup(factor: SecondFactor, setup: PendingSetup, events: Events): Promise<boolean>;
  dropSetup(factor: SecondFactor, events: Events): Promise<boolean>;
  /**
   * Puts a factor in place of the pending set-up, drops everything of the one before and all that is pending, and stores the
   * budget after a right code. False when nothing is pending.
   */
  activate(factor: SecondFactor, active: ActiveFactor, budget: Budget, events: Events): Promise<boolean>;

  /** Makes the step and all before it dead, and stores the budget after a right code. */
  spendStep(factor: SecondFactor, step: number, budget: Budget, events: Events): Promise<boolean>;
  /** Spends the code with this index, and stores the budget after a right code. */
  spendBackupCode(factor: SecondFactor, index: number, budget: Budget, events: Events): Promise<boolean>;
  /** Stores the budget after a failure, or after an attempt that counts as one until it proves right. */
  recordFailure(factor: SecondFactor, budget: Budget, events: Events): Promise<boolean>;
  /** Stores the budget after a right answer that spends nothing: a password. */
  resetFailures(factor: SecondFactor, budget: Budget, events: Events): Promise<boolean>;

  /** Puts new codes beside those in use. */
  stageBackupCodes(factor: SecondFactor, codes: PendingBackupCodes, events: Events): Promise<boolean>;
  /** Puts codes in place of the pending ones and of those in use. False when none are pending. */
  keepBackupCodes(factor: SecondFactor, sealedBackupCodes: string, events: Events): Promise<boolean>;
  dropBackupCodes(factor: SecondFactor, events: Events): Promise<boolean>;

  /** Deletes the secret, the codes and everything pending. The counts of failures stay. */
  disable(factor: SecondFactor, events: Events): Promise<boolean>;

  /** Puts the same values in place, sealed under another key. Pending ones that are left out are dropped. */
  reseal(factor: SecondFactor, values: SealedValues, events: Events): Promise<boolean>;
  /** An administrator turns it off: like `disable`, and the counts of failures start anew. */
  reset(factor: SecondFactor, events: Events): Promise<boolean>;
  /** An administrator lifts the lock and the block. */
  unblock(factor: SecondFactor, budget: Budget, events: Events): Promise<boolean>;

  /** The accounts after one, in the order of their ids: for work on all of them, in batches. */
  accountsAfter(accountId: string, limit: number): Promise<string[]>;

  /** Writes entries that belong to no change of the row. */
  record(events: Events): Promise<void>;

  /**
   * Deletes the row and the entries of an account that is deleted itself: its id must never come back. From then on nothing is
   * written for it, by requests that were under way least of all; those that would have made its first row are `not_signed_in`.
   */
  forget(accountId: string, now?: Date): Promise<void>;
}
