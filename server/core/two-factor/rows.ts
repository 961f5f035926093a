import type { AuditEvent } from '../audit/events.js';
import type { SecondFactor } from './store.js';

/** The part of a second factor that a write stores: all but the account and the version. */
export type FactorState = Omit<SecondFactor, 'accountId' | 'version'>;

/**
 * The five operations that this product needs of a database: `createTwoFactorStore` makes a store from them, and `describeRows` of
 * `harmony-2fa/testing` tests them. There is one row per account. Every method throws when the database cannot be reached or written.
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
  /** Up to `limit` accounts that have a row and come after this one, in the order of their ids. */
  accountsAfter(accountId: string, limit: number): Promise<string[]>;
  /** Deletes the row and the audit entries. After its commit no request writes for the account, not even one that is running. */
  forget(accountId: string, now?: Date): Promise<void>;
}
