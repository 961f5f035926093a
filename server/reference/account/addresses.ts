import { sql, type Kysely } from 'kysely';
import { repeatAfterConflict } from '../../adapters/store/conflicts.js';
import { onPostgres } from '../../adapters/store/database-kind.js';
import { withShortLocks } from '../../adapters/store/migrate.js';
import { transact } from '../../adapters/store/transact.js';

const pageSize = 10_000;

/** On PostgreSQL: page by page, so that the deletion of an account never waits long for its row. */
export async function prepareAddresses(db: Kysely<unknown>): Promise<void> {
  await withShortLocks(() => transact(db, createTable));
  for (let last: string | null = ''; last !== null;) {
    const after: string = last;
    last = await repeatAfterConflict(() => addPage(db, after));
  }
}

/** Makes the table `addresses`, with a row for each account. On PostgreSQL `prepareAddresses` has added those that there are. */
export async function createAddresses(db: Kysely<unknown>): Promise<void> {
  await createTable(db);
  if (onPostgres(db)) return;
  // On MariaDB a migration that has failed in the middle begins anew.
  await sql`insert into addresses (email, account_id) select email, id from accounts
    where not exists (select 1 from addresses where addresses.email = accounts.email)`.execute(db);
}

/**
 * The reference to the account is for an instance of the version before this one: it deletes an account, and knows nothing of the row
 * here.
 */
async function createTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('addresses')
    .ifNotExists()
    .addColumn('email', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .execute();
  await db.schema.createIndex('addresses_account_id').ifNotExists().on('addresses').column('account_id').execute();
}

/** Returns the last account of the page; null when there is none. An account that is deleted meanwhile gets no row. */
async function addPage(db: Kysely<unknown>, after: string): Promise<string | null> {
  const { rows } = await sql<{ last: string | null }>`
    with page as (select id, email from accounts where id > ${after} order by id limit ${sql.lit(pageSize)} for key share),
      added as (insert into addresses (email, account_id) select email, id from page on conflict do nothing)
    select max(id) as last from page`.execute(db);
  return rows[0]?.last ?? null;
}
