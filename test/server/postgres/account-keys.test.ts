import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { migrate } from '../../../server/adapters/store/migrate.js';
import { twoFactorMigrations } from '../../../server/adapters/store/migrations.js';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import { postgresMigrations } from '../../../server/adapters/store/postgres.js';
import { hostMigrations } from '../../../server/reference/account/host-migrations.js';
import { createEarlierAccount, createEarlierDatabase, signInEarlier } from '../support/earlier-version.js';
import type { EarlierDatabase } from '../support/earlier-version.js';
import { holdTransaction, query } from '../support/postgres-query.js';
import { createDatabaseWithoutTables } from '../support/test-database.js';

let earlier: EarlierDatabase;
let opened: OpenStore[];
beforeEach(async () => {
  earlier = await createEarlierDatabase();
  opened = [];
  await signInEarlier(earlier.db, (await createEarlierAccount(earlier.db, 'ada@example.com'))!);
});
afterEach(async () => {
  for (const store of opened) await store.close();
  await earlier.close();
});

/** As an instance starts. */
async function start(): Promise<void> {
  const store = await openStore(earlier.url);
  opened.push(store);
  await store.migrate('host_migrations', hostMigrations);
}

async function keysOf(table: string): Promise<string[]> {
  const rows = await query<{ column: string }>(
    earlier.url,
    `select column_name as column from information_schema.key_column_usage where constraint_name = '${table}_pkey' order by ordinal_position`,
  );
  return rows.map(({ column }) => column);
}

/** All that a statement can meet: the tables with their columns, the indexes and the constraints. */
async function schemaOf(url: string): Promise<object[]> {
  const columns = `select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
    where table_schema = 'public' order by table_name, ordinal_position`;
  const indexes = `select indexdef from pg_indexes where schemaname = 'public' order by indexname`;
  const constraints = `select conrelid::regclass::text as name, conname, pg_get_constraintdef(oid) as definition from pg_constraint
    where connamespace = 'public'::regnamespace order by 1, 2`;
  const parts = [columns, indexes, constraints].map((statement) => query<object>(url, statement));
  return (await Promise.all(parts)).flat();
}

async function assertUpgraded(): Promise<void> {
  assert.deepEqual(await keysOf('sign_ins'), ['account_id', 'token_hash']);
  assert.deepEqual(await keysOf('sessions'), ['account_id', 'id_hash']);
  assert.deepEqual(await keysOf('devices'), ['account_id', 'series_hash']);
  const invalid = await query(earlier.url, 'select from pg_index where not indisvalid');
  assert.equal(invalid.length, 0);
}

describe('the migration of the keys on PostgreSQL', () => {
  it('lets statements through while a transaction keeps it waiting', async () => {
    const other = new pg.Client({ connectionString: earlier.url });
    await other.connect();
    const release = await holdTransaction(earlier.url, 'select 1 from sessions');
    let done = false;
    const starting = start().finally(() => (done = true));
    try {
      // So long that the migration has tried several times.
      for (const until = performance.now() + 5000; performance.now() < until; await sleep(20)) {
        // As the limit of an instance.
        await other.query(`begin; set local statement_timeout = '2s'; select 1 from sessions; commit`);
      }
      assert.equal(done, false, 'it has waited for the transaction');
    } finally {
      await Promise.all([release(), other.end()]);
      await starting;
    }
    await assertUpgraded();
  });

  it('makes an index anew that a cut-off start has left', async () => {
    await query(earlier.url, 'create unique index sessions_account_key on sessions (account_id, id_hash)');
    await query(
      earlier.url,
      `update pg_index set indisvalid = false where indexrelid = 'sessions_account_key'::regclass`,
    );
    await start();
    await assertUpgraded();
  });

  it('runs once when several instances start together', async () => {
    await Promise.all([start(), start(), start()]);
    await assertUpgraded();
    const addresses = await query<{ email: string }>(earlier.url, 'select email from addresses');
    assert.deepEqual(addresses, [{ email: 'ada@example.com' }]);
  });

  it('lets an instance of the version before start while an index is built', async () => {
    const other = new pg.Client({ connectionString: earlier.url });
    await other.connect();
    const release = await holdTransaction(earlier.url, 'update sign_ins set expires_at = expires_at');
    const starting = start();
    try {
      const builds = `select from pg_stat_activity where query like 'create%concurrently%' and state = 'active' and datname = current_database()`;
      while ((await query(earlier.url, builds)).length === 0) await sleep(20);
      // As every version does it at its start. It waits with a snapshot, for which the index in turn would wait.
      await other.query(`begin; set local statement_timeout = '3s'; select pg_advisory_xact_lock(3853314791062309107)`);
      await other.query('commit');
    } finally {
      await Promise.all([release(), other.end()]);
      await starting;
    }
    await assertUpgraded();
  });

  it('makes an index anew that a cut-off start has left, also of a table that is empty by now', async () => {
    await query(earlier.url, 'create unique index sessions_account_key on sessions (account_id, id_hash)');
    await query(earlier.url, 'delete from sessions');
    await start();
    await assertUpgraded();
    const left = await query(earlier.url, `select from pg_indexes where indexname = 'sessions_account_key'`);
    assert.equal(left.length, 0);
  });
});

describe('the migrations of a new database', () => {
  it('lock no table and make no key of an index, and leave the schema of an upgraded one', async (t) => {
    const database = await createDatabaseWithoutTables();
    t.after(() => database.remove());
    const statements: string[] = [];
    const db = new Kysely<unknown>({
      dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: database.url }) }),
      log: ({ query: { sql } }) => void statements.push(sql),
    });
    await migrate(db, 'two_factor_migrations', { ...twoFactorMigrations, ...postgresMigrations });
    await migrate(db, 'host_migrations', hostMigrations);
    await db.destroy();
    assert.ok(statements.some((sql) => /add constraint .* primary key/s.test(sql)));
    for (const sql of statements) assert.doesNotMatch(sql, /lock table|using index|concurrently/i);

    for (const table of ['sign_ins', 'sessions', 'devices']) {
      assert.notEqual((await query(earlier.url, `select from ${table}`)).length, 0, `${table} has rows to upgrade`);
    }
    await start();
    assert.deepEqual(await schemaOf(database.url), await schemaOf(earlier.url));
  });
});
