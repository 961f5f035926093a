import { createHash } from 'node:crypto';
import { PostgresAdapter, sql, type Kysely, type RawBuilder } from 'kysely';
import type { TwoFactorTables } from './tables.js';

/** No request takes nearly as long: what was under way when an account was deleted is over by then. */
const rememberedMs = 24 * 60 * 60 * 1000;

/** What is remembered of a deleted account for a while, so that a request under way leaves nothing of it. Not its id. */
export function digestOf(accountId: string): string {
  return createHash('sha256').update(`harmony-2fa forgotten ${accountId}`).digest('base64url');
}

/**
 * Whether an account may be written for: false from the commit of its deletion on. SQLite has one writer at a time. On PostgreSQL
 * a statement does not see what was committed since it began, so a function waits for a deletion that is under way and looks then.
 */
export function isKept(db: Kysely<TwoFactorTables>, digest: string): RawBuilder<boolean> {
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

/** Within a transaction, so that an app with tables in the same database can delete its own rows in it as well. */
export async function forgetAccount(
  transaction: Kysely<TwoFactorTables>,
  accountId: string,
  now: Date = new Date(),
): Promise<void> {
  const digest = digestOf(accountId);
  // Waits for transactions that have read `isKept` and not committed yet, so that the deletion covers their writes.
  if (onPostgres(transaction)) await sql`select pg_advisory_xact_lock(${lockOf(digest)})`.execute(transaction);
  await transaction
    .insertInto('forgotten_accounts')
    .values({ account_digest: digest, at: now.getTime() })
    .onConflict((conflict) => conflict.column('account_digest').doNothing())
    .execute();
  // The row first: this waits for a concurrent change of it, and then deletes the entries of that change with the rest.
  await transaction.deleteFrom('second_factors').where('account_id', '=', accountId).execute();
  await transaction.deleteFrom('audit_events').where('account_id', '=', accountId).execute();
}

export async function purgeForgotten(db: Kysely<TwoFactorTables>, now: Date): Promise<void> {
  await db
    .deleteFrom('forgotten_accounts')
    .where('at', '<', now.getTime() - rememberedMs)
    .execute();
}

/** As the function has it. */
function lockOf(digest: string): RawBuilder<unknown> {
  return sql`hashtextextended(${digest}, 0)`;
}

function onPostgres(db: Kysely<TwoFactorTables>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
