import type { InsertQueryBuilder, InsertResult, Kysely, UpdateQueryBuilder, UpdateResult } from 'kysely';
import type { CachedQuery } from './compiled-queries.js';
import type { NewAuditEvent, TwoFactorTables } from './tables.js';

/** A statement that changes one account's row. It changes nothing if the row has another version by now. */
export interface Change extends CachedQuery<UpdateResult | InsertResult> {
  build: () =>
    | UpdateQueryBuilder<TwoFactorTables, 'second_factors', 'second_factors', UpdateResult>
    | InsertQueryBuilder<TwoFactorTables, 'second_factors', InsertResult>;
}

/**
 * Changes a row and inserts the audit entries of the change: both, or neither when the row was not found. Each database has
 * its own way to do that in one round trip. Resolves after the commit, to whether the row was changed.
 */
export type GuardedWrite = (
  db: Kysely<TwoFactorTables>,
  change: Change,
  entries: readonly NewAuditEvent[],
) => Promise<boolean>;
