import type { AuditEvent } from '../audit/events.js';
import type { SecondFactor } from './store.js';

/** What a write stores of an account: all of its second factor but the account and the version. */
export type FactorState = Omit<SecondFactor, 'accountId' | 'version'>;

/**
 * The five operations that a database needs for this product: `createTwoFactorStore` makes a store of them, and `describeRows` of
 * `harmony-2fa/testing` proves them. One row per account; every method throws when the database cannot be reached or written.
 */
export interface SecondFactorRows {
  /** The account's row; `emptyFactor` when there is none. @throws {DamagedRowError} for a state that no write has stored */
  read(accountId: string): Promise<SecondFactor>;
  /**
   * Stores the state under the version `factor.version + 1`, together with the audit entries: both or neither. It does so only if the
   * row still has the version of `factor`, where 0 means that there is no row. Resolves to whether it has stored them, after the
   * commit is durable.
   *
   * @throws {TwoFactorError} `not_signed_in` for the first row of an account that was forgotten
   */
  compareAndSet(factor: SecondFactor, next: FactorState, events: readonly AuditEvent[]): Promise<boolean>;
  /** Writes audit entries alone. */
  record(events: readonly AuditEvent[]): Promise<void>;
  /** At most so many accounts that have a row and come after this one, in the order of their ids. */
  accountsAfter(accountId: string, limit: number): Promise<string[]>;
  /** Deletes the row and the audit entries. From its commit on nothing is written for the account, not even by running requests. */
  forget(accountId: string, now?: Date): Promise<void>;
}
