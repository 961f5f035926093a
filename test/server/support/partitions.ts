import { openStore } from '../../../server/adapters/store/open-store.js';
import { hostMigrations } from '../../../server/reference/account/host-migrations.js';
import { query } from './postgres-query.js';
import { sqlOfSection } from './scale-page.js';

const parts = 8;
/** The tables that an account has, but that are not found by a column `account_id`. */
const otherKeys: Record<string, string> = { accounts: 'id', addresses: 'email' };

/**
 * A database to copy, in which every table with an account is `PARTITION BY HASH` of the account. A statement of one account then
 * touches one part, and no unique constraint reaches over two of them: as on a database that is spread over many servers.
 *
 * @param maintenance of the cluster
 * @returns its name
 */
export async function createPartitionedTemplate(maintenance: string): Promise<string> {
  const name = 'partitioned_template';
  await query(maintenance, `create database ${name}`);
  const url = new URL(maintenance);
  url.pathname = `/${name}`;
  const store = await openStore(url.href);
  await store.migrate('host_migrations', hostMigrations);
  await store.close();
  for (const step of await sqlOfSection('What the version before needs')) await query(url.href, step);
  await partitionTables(url.href);
  return name;
}

/**
 * Reads the tables from the catalog, so that one which is added later is a part of it. They have to be empty.
 *
 * @throws PostgreSQL's error when a unique constraint or index of such a table lacks the account
 */
export async function partitionTables(url: string): Promise<void> {
  const tables = await query<{ name: string; definitions: string[]; references: number }>(url, `
    select relname as name,
      array(select format('alter table %I add constraint %I %s', relname, conname, pg_get_constraintdef(oid))
        from pg_constraint where conrelid = pg_class.oid and contype in ('p', 'u'))
      || array(select pg_get_indexdef(indexrelid) from pg_index where indrelid = pg_class.oid
        and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))) as definitions,
      (select count(*)::int from pg_constraint where conrelid = pg_class.oid and contype = 'f') as references
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and (
      relname in (${Object.keys(otherKeys).map((table) => `'${table}'`).join()})
      or exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'account_id'))`); // prettier-ignore
  for (const { name, definitions, references } of tables) {
    if (references > 0) throw new Error(`the table ${name} has a foreign key`);
    const rows = await query(url, `select from ${name} limit 1`);
    if (rows.length > 0) throw new Error(`the table ${name} is not empty`);
    await query(url, [
      `create table whole (like ${name} including defaults including constraints)
        partition by hash (${otherKeys[name] ?? 'account_id'})`,
      ...Array.from({ length: parts }, (_, part) =>
        `create table ${name}_${part} partition of whole for values with (modulus ${parts}, remainder ${part})`),
      `drop table ${name}`,
      `alter table whole rename to ${name}`,
      ...definitions,
    ].join(';\n')); // prettier-ignore
  }
}
