import type { InsertQueryBuilder, InsertResult, Kysely, UpdateQueryBuilder, UpdateResult } from 'kysely';
import type { Prepared } from './prepared.js';
import type { NewAuditEvent, TwoFactorTables } from './tables.js';

/** A statement that changes one account's row, or none if the row is no longer the one that was read. */
export interface Change extends Prepared<UpdateResult | InsertResult> {
  build: () =>
    | UpdateQueryBuilder<TwoFactorTables, 'second_factors', 'second_factors', UpdateResult>
    | InsertQueryBuilder<TwoFactorTables, 'second_factors', InsertResult>;
}

/**
 * Makes a change and appends the entries that tell of it: both or neither, and neither if there was no row to change. Each
 * database has a way of its own to do that without asking and waiting in between. Resolves, once it is durable, to whether
 * there was one.
 */
export type GuardedWrite = (
  db: Kysely<TwoFactorTables>,
  change: Change,
  entries: readonly NewAuditEvent[],
) => Promise<boolean>;
