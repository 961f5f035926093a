import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import { hostMigrations } from '../../../server/reference/account/host-migrations.js';
import { createEarlierAccount, createEarlierDatabase, signInEarlier } from '../support/earlier-version.js';
import type { EarlierDatabase } from '../support/earlier-version.js';
import { holdTransaction, query } from '../support/postgres-query.js';

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
});
