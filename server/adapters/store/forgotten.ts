import { createHash } from 'node:crypto';
import { PostgresAdapter, sql, type Kysely, type RawBuilder } from 'kysely';
import type { TwoFactorTables } from './tables.js';

/** Much longer than any request: by then all requests that were running at the deletion have ended. */
const retentionMs = 24 * 60 * 60 * 1000;

/** The store remembers this digest of a deleted account for a day, so that a running request writes nothing for it. The id itself is not kept. */
export function digestOf(accountId: string): string {
  return createHash('sha256').update(`harmony-2fa forgotten ${accountId}`).digest('base64url');
}

/**
 * Whether rows of an account may be written: false from the commit of its deletion on. On SQLite there is one writer at a time.
 * On PostgreSQL a statement does not see commits that came after it began. So a function first waits for a running deletion,
 * and its second statement sees the result.
 */
export function isWritable(db: Kysely<TwoFactorTables>, digest: string): RawBuilder<boolean> {
  return onPostgres(db)
    ? sql`harmony_2fa_keeps(${digest})`
    : sql`not exists (select 1 from forgotten_accounts where account_digest = ${digest})`;
}

export async function isForgotten(db: Kysely<TwoFactorTables>, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('forgotten_accounts')
    .select('at')
    .where('account_digest', '=', digestOf(accountId))
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes a transaction, so that an app with tables in the same database can delete its own rows in it too. */
export async function forgetAccount(
  transaction: Kysely<TwoFactorTables>,
  accountId: string,
  now: Date = new Date(),
): Promise<void> {
  const digest = digestOf(accountId);
  // Wait for transactions that have read `isWritable` and are not committed: the deletion has to cover their rows.
  if (onPostgres(transaction)) await sql`select pg_advisory_xact_lock(${lockOf(digest)})`.execute(transaction);
  await transaction
    .insertInto('forgotten_accounts')
    .values({ account_digest: digest, at: now.getTime() })
    .onConflict((conflict) => conflict.column('account_digest').doNothing())
    .execute();
  // The row first: this waits for a concurrent change of it. The entries of that change are then deleted with the others.
  await transaction.deleteFrom('second_factors').where('account_id', '=', accountId).execute();
  await transaction.deleteFrom('audit_events').where('account_id', '=', accountId).execute();
  await transaction.deleteFrom('sign_ins').where('account_id', '=', accountId).execute();
}

export async function purgeForgotten(db: Kysely<TwoFactorTables>, now: Date): Promise<void> {
  await db
    .deleteFrom('forgotten_accounts')
    .where('at', '<', now.getTime() - retentionMs)
    .execute();
}

/** The lock's key, as in the function `harmony_2fa_keeps`. */
function lockOf(digest: string): RawBuilder<unknown> {
  return sql`hashtextextended(${digest}, 0)`;
}

function onPostgres(db: Kysely<TwoFactorTables>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
