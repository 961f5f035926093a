import { sql, type Kysely, type RawBuilder } from 'kysely';
import { onMariadb, onPostgres } from './database-kind.js';

/** A table whose primary key was a hash alone, in the migrations before. */
export interface HashedTable {
  table: string;
  hash: string;
}

/**
 * Makes `(account_id, hash)` the primary key. An index of the hash alone stays: an instance of the version before this one looks for
 * nothing else. Drop it in the next release.
 */
export async function addAccountToPrimaryKey(db: Kysely<unknown>, hashed: HashedTable): Promise<void> {
  if (onPostgres(db)) return changeOnPostgres(db, hashed);
  if (onMariadb(db)) return changeOnMariadb(db, hashed);
  return changeOnSqlite(db, hashed);
}

/**
 * On PostgreSQL: builds the indexes beside running instances. Then `addAccountToPrimaryKey` changes the key in a moment. An empty table,
 * as that of a new database, needs no index before.
 */
export async function prepareAccountKey(db: Kysely<unknown>, hashed: HashedTable): Promise<void> {
  const { rows } = await sql<{ column: string }>`
    select attname as column from pg_index join pg_attribute on attrelid = indrelid and attnum = indkey[0]
    where indisprimary and indrelid = to_regclass(${hashed.table})`.execute(db);
  if (rows[0]?.column !== hashed.hash || (await isEmpty(db, hashed.table))) return;
  for (const index of indexesOf(hashed)) await createConcurrently(db, hashed.table, index);
}

interface Index {
  name: string;
  unique: boolean;
  columns: string[];
}

function indexesOf({ table, hash }: HashedTable): [key: Index, compatIndex: Index] {
  return [
    { name: `${table}_account_key`, unique: true, columns: ['account_id', hash] },
    { name: `${table}_${hash}`, unique: false, columns: [hash] },
  ];
}

async function createConcurrently(db: Kysely<unknown>, table: string, index: Index): Promise<void> {
  const name = sql.table(index.name);
  const { rows } = await sql<{ valid: boolean }>`
    select indisvalid as valid from pg_index where indexrelid = to_regclass(${index.name})`.execute(db);
  if (rows[0]?.valid) return;
  // Of a start that has ended meanwhile.
  if (rows[0]) await sql`drop index concurrently ${name}`.execute(db);
  try {
    await sql`create ${kindOf(index)} concurrently ${name} on ${sql.table(table)} (${columnsOf(index)})`.execute(db);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '57014')) throw error;
    throw new Error(
      'the role of the database has a statement_timeout in which an index could not be built: start one instance with a database URL that leads past the pooler',
      { cause: error },
    );
  }
}

function kindOf({ unique }: Index): RawBuilder<unknown> {
  return unique ? sql`unique index` : sql`index`;
}

function columnsOf({ columns }: Index): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql.ref(column)));
}

async function isEmpty(db: Kysely<unknown>, table: string): Promise<boolean> {
  const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(db);
  return rows.length === 0;
}

async function isValid(db: Kysely<unknown>, { name }: Index): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_index where indexrelid = to_regclass(${name}) and indisvalid`.execute(db);
  return rows.length > 0;
}

async function changeOnPostgres(db: Kysely<unknown>, hashed: HashedTable): Promise<void> {
  const [key, compatIndex] = indexesOf(hashed);
  if (!(await isValid(db, key)) || !(await isValid(db, compatIndex))) return changeUnprepared(db, hashed);
  const table = sql.table(hashed.table);
  const constraint = sql.table(`${hashed.table}_pkey`);
  // The strongest lock first. Upgrading a lock later could deadlock with another upgrade.
  await sql`lock table ${table} in access exclusive mode`.execute(db);
  await sql`alter table ${table} drop constraint ${constraint},
    add constraint ${constraint} primary key using index ${sql.table(key.name)}`.execute(db);
  await sql`drop index ${formerIndex(hashed)}`.execute(db);
}

/**
 * Changes the key of a table that was empty when it was prepared. A new database has only such tables, and needs neither `lock table` nor
 * `using index`: some databases that speak PostgreSQL's protocol refuse both.
 */
async function changeUnprepared(db: Kysely<unknown>, hashed: HashedTable): Promise<void> {
  const table = sql.table(hashed.table);
  const constraint = sql.table(`${hashed.table}_pkey`);
  const [key, compatIndex] = indexesOf(hashed);
  await sql`alter table ${table} drop constraint ${constraint},
    add constraint ${constraint} primary key (${columnsOf(key)})`.execute(db);
  // A start that was cut off may have left them.
  for (const { name } of [key, compatIndex]) await sql`drop index if exists ${sql.table(name)}`.execute(db);
  await sql`create index ${sql.table(compatIndex.name)} on ${table} (${columnsOf(compatIndex)})`.execute(db);
  await sql`drop index ${formerIndex(hashed)}`.execute(db);
}

/** One statement, which InnoDB runs beside reads and writes. */
async function changeOnMariadb(db: Kysely<unknown>, hashed: HashedTable): Promise<void> {
  const [key, compatIndex] = indexesOf(hashed);
  await sql`alter table ${sql.table(hashed.table)} drop primary key, add primary key (${columnsOf(key)}),
    add index if not exists ${sql.table(compatIndex.name)} (${columnsOf(compatIndex)}),
    drop index if exists ${formerIndex(hashed)}`.execute(db);
}

/** SQLite changes no key, so the table is made anew. Its rows are of some days at most. */
async function changeOnSqlite(db: Kysely<unknown>, hashed: HashedTable): Promise<void> {
  const table = sql.table(hashed.table);
  const copy = sql.table(`${hashed.table}_copy`);
  const [key, compatIndex] = indexesOf(hashed);
  const { rows: columns } = await sql<{ name: string; type: string; required: number; initial: string | null }>`
    select name, type, "notnull" as required, dflt_value as initial from pragma_table_info(${hashed.table})`.execute(
    db,
  );
  const { rows: references } = await sql<{ column: string; definition: string }>`
    select "from" as column, ' references "' || "table" || '" ("' || "to" || '") on delete ' || on_delete as definition
    from pragma_foreign_key_list(${hashed.table})`.execute(db);
  const definitions = columns.map(({ name, type, required, initial }) => {
    const reference = references.find(({ column }) => column === name)?.definition ?? '';
    const rules = `${required ? ' not null' : ''}${initial === null ? '' : ` default ${initial}`}${reference}`;
    return sql`${sql.ref(name)} ${sql.raw(type + rules)}`;
  });
  const names = sql.join(columns.map(({ name }) => sql.ref(name)));
  await sql`create table ${copy} (${sql.join(definitions)}, primary key (${columnsOf(key)}))`.execute(db);
  await sql`insert into ${copy} (${names}) select ${names} from ${table}`.execute(db);
  await sql`drop table ${table}`.execute(db);
  await sql`alter table ${copy} rename to ${table}`.execute(db);
  await sql`create index ${sql.table(compatIndex.name)} on ${table} (${columnsOf(compatIndex)})`.execute(db);
}

/** The new key begins with the same column. */
function formerIndex({ table }: HashedTable): RawBuilder<unknown> {
  return sql.table(`${table}_account_id`);
}
