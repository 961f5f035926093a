import type { AuditEvent } from '../audit/events.js';
import type { Budget } from './attempt-policy.js';

type Events = readonly AuditEvent[];

/**
 * A row is in a state that no operation writes, so something outside the store has changed it. If the row were read as “2FA is
 * off”, the password alone would sign in.
 */
export class DamagedRowError extends Error {
  override readonly name = 'DamagedRowError';

  constructor(
    readonly accountId: string,
    /** By which a write finds the row, so that an administrator can reset it. If the version itself is damaged, it stands for that. */
    readonly version: number,
    readonly reason: string,
  ) {
    super(`the second factor of an account is damaged: ${reason}`);
  }
}

/**
 * The second factor of one account. It is one row, so that an attempt needs one read and one conditional write. Times are epoch
 * milliseconds; sealed values are texts of the key ring.
 */
export interface SecondFactor {
  accountId: string;
  /** Grows with every write; 0 before the first one. */
  version: number;
  active: ActiveFactor | null;
  pendingSetup: PendingSetup | null;
  pendingBackupCodes: PendingBackupCodes | null;
  /** The recovery code that an administrator has given to the owner. It works only while there is an active factor. */
  recovery: Recovery | null;
  budget: Budget;
}

export interface ActiveFactor {
  enabledAt: number;
  /** The secret of the first authenticator. */
  sealedSecret: string;
  /** The last spent time step of the first authenticator. */
  lastStep: number;
  sealedBackupCodes: string;
  /** Bit n is set once code n of the set is spent. */
  spentBackupCodes: number;
  /** JSON of the authenticators' names and of every authenticator after the first. Only `createTwoFactorStore` reads and writes it. */
  authenticators: string | null;
}

/** One of an account's authenticators. */
export interface Authenticator {
  /** Opaque, for requests. It stays as long as the authenticator does. */
  id: string;
  name: string;
  /** When it was confirmed; epoch milliseconds. */
  addedAt: number;
  /** When a code of it was last accepted after that; null before. */
  usedAt: number | null;
  sealedSecret: string;
  /** The last spent time step of this authenticator. */
  lastStep: number;
}

/** In the order in which they were added. */
export type Authenticators = readonly [Authenticator, ...Authenticator[]];

/** A step that a right code spends, and the index of its authenticator in the list. */
export interface SpentStep {
  index: number;
  step: number;
}

export interface PendingSetup {
  sealedSecret: string;
  /** While an authenticator is added: the sealed mark of `newAddition`. */
  sealedBackupCodes: string;
  expiresAt: number;
}

/** The sealed values of a row. */
export interface SealedValues {
  active: Pick<ActiveFactor, 'sealedSecret' | 'sealedBackupCodes' | 'authenticators'> | null;
  pendingSetup: PendingSetup | null;
  pendingBackupCodes: PendingBackupCodes | null;
  recovery: Recovery | null;
}

export interface Recovery {
  /** The hashed code, and the id of the account's backup codes when it was made. */
  sealedCode: string;
  /** When the code begins to work. */
  validFrom: number;
  expiresAt: number;
  /** When it was recorded that the code works; null before. */
  announcedAt: number | null;
}

export interface PendingBackupCodes {
  sealedBackupCodes: string;
  expiresAt: number;
}

/**
 * The storage of second factors. Each intent below is one atomic write of one account's row, with its audit entries in the same
 * transaction. The write happens only if the row still has the version of the `factor` that was read. It resolves to false after
 * a conflict; then nothing was changed, and the caller reads and decides again. Every decision ends with such a write.
 *
 * | intent               | also requires    | what changes                                                              |
 * | -------------------- | ---------------- | ------------------------------------------------------------------------- |
 * | `stageSetup`         |                  | pending set-up = the new one                                              |
 * | `dropSetup`          |                  | pending set-up = none                                                     |
 * | `activate`           | a pending set-up | active factor = the new one; nothing pending; no recovery; budget         |
 * | `addAuthenticator`   | a pending set-up | one more authenticator; no pending set-up; no recovery; budget            |
 * | `keepAuthenticators` |                  | the authenticators = these; no recovery where one is removed              |
 * | `spendStep`          |                  | last spent step of each that gave the code; no recovery; budget           |
 * | `spendBlockedStep`   |                  | last spent step of each that gave the code; budget                        |
 * | `spendBackupCode`    |                  | the code is spent; no recovery; budget                                    |
 * | `recordFailure`      |                  | budget                                                                    |
 * | `resetFailures`      |                  | budget                                                                    |
 * | `stageBackupCodes`   |                  | pending backup codes = the new ones                                       |
 * | `keepBackupCodes`    | pending codes    | the new backup codes, none spent, none pending; no recovery               |
 * | `dropBackupCodes`    |                  | pending backup codes = none                                               |
 * | `disable`            |                  | no active factor, nothing pending, no recovery, no block; the counts stay |
 * | `stageRecovery`      |                  | recovery = the new one                                                    |
 * | `announceRecovery`   | a recovery       | the recovery is announced                                                 |
 * | `spendRecovery`      | a recovery       | no recovery; budget                                                       |
 * | `dropRecovery`       | a recovery       | no recovery                                                               |
 * | `reseal`             |                  | the same values under another key                                         |
 * | `voidUsed`           |                  | the active factor with more of it spent; nothing pending; no recovery     |
 * | `reset`              |                  | no active factor, nothing pending, no recovery, a new budget              |
 * | `unblock`            |                  | budget                                                                    |
 *
 * A method throws when the storage cannot be reached or written; the caller then refuses the request.
 */
export interface TwoFactorStore {
  /** The account's factor; an empty factor of version 0 when there is no row. @throws {DamagedRowError} */
  read(accountId: string): Promise<SecondFactor>;

  /** Stores a set-up beside the active factor. It replaces a pending one. */
  stageSetup(factor: SecondFactor, setup: PendingSetup, events: Events): Promise<boolean>;
  dropSetup(factor: SecondFactor, events: Events): Promise<boolean>;
  /**
   * Replaces the active factor, deletes everything that is pending, and stores the budget after a right code. False without a
   * pending set-up.
   */
  activate(factor: SecondFactor, active: ActiveFactor, budget: Budget, events: Events): Promise<boolean>;

  /**
   * Stores the authenticators with a new one at their end, deletes the pending set-up, ends a recovery, and stores the budget after a right
   * code.
   */
  addAuthenticator(
    factor: SecondFactor,
    authenticators: Authenticators,
    budget: Budget,
    events: Events,
  ): Promise<boolean>;
  /** Replaces the list of authenticators after one was named, or removed, which ends a recovery. False without an active factor. */
  keepAuthenticators(factor: SecondFactor, authenticators: Authenticators, events: Events): Promise<boolean>;

  /**
   * Spends these steps of these authenticators and all steps before them, ends a recovery, and stores the budget after a right code.
   *
   * @param at when the code was given
   */
  spendStep(
    factor: SecondFactor,
    steps: readonly SpentStep[],
    at: number,
    budget: Budget,
    events: Events,
  ): Promise<boolean>;
  /** The same for a right code that meets a block and is refused. A recovery stays. */
  spendBlockedStep(
    factor: SecondFactor,
    steps: readonly SpentStep[],
    at: number,
    budget: Budget,
    events: Events,
  ): Promise<boolean>;
  /** Spends the code with this index, and stores the budget after a right code. */
  spendBackupCode(factor: SecondFactor, index: number, budget: Budget, events: Events): Promise<boolean>;
  /** Stores the budget after a failure, or after a reserved attempt. */
  recordFailure(factor: SecondFactor, budget: Budget, events: Events): Promise<boolean>;
  /** Stores the budget after a right password, or without a reserved attempt. */
  resetFailures(factor: SecondFactor, budget: Budget, events: Events): Promise<boolean>;

  /** Stores new codes beside the active ones. */
  stageBackupCodes(factor: SecondFactor, codes: PendingBackupCodes, events: Events): Promise<boolean>;
  /** Replaces the active codes and deletes the pending ones. False without pending codes. */
  keepBackupCodes(factor: SecondFactor, sealedBackupCodes: string, events: Events): Promise<boolean>;
  dropBackupCodes(factor: SecondFactor, events: Events): Promise<boolean>;

  /** Deletes the secret, the codes and everything that is pending. The counts of failures stay. */
  disable(factor: SecondFactor, events: Events): Promise<boolean>;

  /** Stores a recovery code beside the active factor. It replaces another one. False without an active factor. */
  stageRecovery(factor: SecondFactor, recovery: Recovery, events: Events): Promise<boolean>;
  /** @param at when it was recorded that the code works */
  announceRecovery(factor: SecondFactor, at: number, events: Events): Promise<boolean>;
  /** Spends the recovery code, and stores the budget after a right code. */
  spendRecovery(factor: SecondFactor, budget: Budget, events: Events): Promise<boolean>;
  dropRecovery(factor: SecondFactor, events: Events): Promise<boolean>;

  /** Stores the same values under another key. A pending value that is null is deleted. */
  reseal(factor: SecondFactor, values: SealedValues, events: Events): Promise<boolean>;
  /**
   * After a restore: stores the active factor with more of it spent, and deletes everything that is pending and the recovery.
   *
   * @param active null where there is none
   */
  voidUsed(factor: SecondFactor, active: ActiveFactor | null, events: Events): Promise<boolean>;
  /** An administrator turns 2FA off: like `disable`, and the counts of failures restart. */
  reset(factor: SecondFactor, events: Events): Promise<boolean>;
  /** An administrator lifts the lock and the block. */
  unblock(factor: SecondFactor, budget: Budget, events: Events): Promise<boolean>;

  /** Up to `limit` accounts after this id, in the order of ids: for batches over all accounts. */
  accountsAfter(accountId: string, limit: number): Promise<string[]>;

  /** Writes audit entries without a change of the row. */
  record(events: Events): Promise<void>;

  /**
   * Deletes the row and the audit entries of a deleted account. Its id must never be used again. After it no request writes for the
   * account, not even one that is running: a request that would write the account's first row is refused as `not_signed_in`.
   */
  forget(accountId: string, now?: Date): Promise<void>;
}
