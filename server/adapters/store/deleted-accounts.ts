import { createHash } from 'node:crypto';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { TwoFactorError } from '../../core/errors.js';
import { onMariadb, onPostgres } from './database-kind.js';
import { purgeRows } from './purge-rows.js';
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
 * and its second statement sees the result. In a serializable transaction it does not see it, and PostgreSQL undoes the transaction with
 * a conflict; the next try sees it.
 *
 * On MariaDB the statement takes a shared lock of a row that a deletion locks first and alone: it waits for a running deletion,
 * and a later deletion waits for its commit. The digest is looked up with a value of that row, an empty prefix, so the server
 * cannot look it up before it has the lock. A read in share mode sees all commits until then.
 */
export function isWritable(db: Kysely<TwoFactorTables>, digest: string): RawBuilder<boolean> {
  if (onPostgres(db)) return sql`harmony_2fa_keeps(${digest})`;
  if (onMariadb(db)) {
    return sql`exists (select 1 from forgotten_account_guards as guard where guard.part = ${partOf(digest)} and not exists
      (select 1 from forgotten_accounts where account_digest = concat(guard.prefix, ${digest}) lock in share mode)
      lock in share mode)`;
  }
  return sql`not exists (select 1 from forgotten_accounts where account_digest = ${digest})`;
}

/** The parameters of `isWritable`, in the order of its SQL text. */
export function parametersOf(db: Kysely<TwoFactorTables>, digest: string): string[] {
  return onMariadb(db) ? [partOf(digest), digest] : [digest];
}

/** The keys of the rows that a deletion on MariaDB locks: every first character of a digest. */
export const guardParts = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];

function partOf(digest: string): string {
  return digest.slice(0, 1);
}

export async function isForgotten(db: Kysely<TwoFactorTables>, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('forgotten_accounts')
    .select('at')
    .where('account_digest', '=', digestOf(accountId))
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * For a transaction whose statements do not ask `isWritable` themselves. Call it last. A deletion also locks the account's row first and
 * this second, so the two cannot deadlock.
 *
 * @throws `not_signed_in` for a deleted account
 */
export async function requireWritable(transaction: Kysely<TwoFactorTables>, accountId: string): Promise<void> {
  const { rows } = await sql`select 1 where ${isWritable(transaction, digestOf(accountId))}`.execute(transaction);
  if (rows.length === 0) throw new TwoFactorError('not_signed_in');
}

/**
 * Takes a transaction, so that an app with tables in the same database can delete its own rows in it too.
 *
 * @param transaction of `transactOverRows`: a sign-in may change its token meanwhile
 */
export async function forgetAccount(
  transaction: Kysely<TwoFactorTables>,
  accountId: string,
  now: Date = new Date(),
): Promise<void> {
  const digest = digestOf(accountId);
  // Wait for transactions that have read `isWritable` and are not committed: the deletion has to cover their rows.
  if (onPostgres(transaction)) await sql`select pg_advisory_xact_lock(${lockOf(digest)})`.execute(transaction);
  if (onMariadb(transaction)) {
    await sql`select 1 from forgotten_account_guards where part = ${partOf(digest)} for update`.execute(transaction);
  }
  await transaction
    .insertInto('forgotten_accounts')
    .values({ account_digest: digest, at: now.getTime() })
    .onConflict((conflict) => conflict.column('account_digest').doNothing())
    .execute();
  // The row first: this waits for a concurrent change of it. The entries of that change are then deleted with the others.
  await transaction.deleteFrom('second_factors').where('account_id', '=', accountId).execute();
  await transaction.deleteFrom('audit_events').where('account_id', '=', accountId).execute();
  // After the entries: a process that makes deliveries of one holds its row until its commit.
  await transaction.deleteFrom('webhook_deliveries').where('account_id', '=', accountId).execute();
  await transaction.deleteFrom('sign_ins').where('account_id', '=', accountId).execute();
  await transaction.deleteFrom('enrolments').where('account_id', '=', accountId).execute();
}

export function purgeForgotten(db: Kysely<TwoFactorTables>, now: Date, signal?: AbortSignal): Promise<void> {
  const where = sql<boolean>`at < ${now.getTime() - retentionMs}`;
  return purgeRows(db, { table: 'forgotten_accounts', key: ['account_digest'], where }, signal);
}

/** The lock's key, as in the function `harmony_2fa_keeps`. */
function lockOf(digest: string): RawBuilder<unknown> {
  return sql`hashtextextended(${digest}, 0)`;
}
