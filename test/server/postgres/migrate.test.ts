import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import { holdTransaction, query } from '../support/postgres-query.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let store: OpenStore;
before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
});
after(async () => {
  await store.close();
  await database.remove();
});

const run = async (db: Kysely<unknown>, text: string): Promise<void> => void (await sql.raw(text).execute(db));
const done = (record: string): Promise<{ name: string }[]> =>
  query(database.url, `select name from ${record} order by name`);

describe('a migration on PostgreSQL beside instances that answer', () => {
  it('lets answers pass while another transaction holds its table, and is made once the table is free', async (t) => {
    const release = await holdTransaction(database.url, 'select count(*) from sign_ins');
    t.after(release);
    let settled = false;
    const migrating = store
      .migrate('lock_migrations', { '001': { up: (db) => run(db, 'alter table sign_ins add column extra text') } })
      .finally(() => (settled = true));
    // Behind a migration that waits on and on, a statement is cancelled after two seconds.
    for (const end = performance.now() + 3_000; performance.now() < end; await sleep(20)) {
      await store.db.selectFrom('sign_ins').select('token_hash').execute();
    }
    assert.equal(settled, false);
    await release();
    await migrating;
    assert.deepEqual(await done('lock_migrations'), [{ name: '001' }]);
  });

  it('is alone in its transaction, so that it keeps only its own locks', async () => {
    await store.migrate('single_migrations', { '001': { up: (db) => run(db, 'create table single (id text)') } });
    const kept: string[][] = [];
    const noteLocks = async (db: Kysely<unknown>): Promise<void> => {
      const { rows } = await sql<{ name: string }>`select relation::regclass::text as name from pg_locks
        where pid = pg_backend_pid() and mode = 'AccessExclusiveLock' and locktype = 'relation'`.execute(db);
      kept.push(rows.map(({ name }) => name).filter((name) => name === 'single' || name === 'enrolments'));
    };
    await store.migrate('single_migrations', {
      '001': { up: () => Promise.resolve() },
      '002': { up: (db) => run(db, 'alter table single add column a text').then(() => noteLocks(db)) },
      '003': { up: (db) => run(db, 'alter table enrolments add column a text').then(() => noteLocks(db)) },
    });
    assert.deepEqual(kept, [['single'], ['enrolments']]);
  });

  it('builds an index concurrently before its transaction, and moves rows in batches', async () => {
    await store.migrate('prepared_migrations', {
      '001': {
        up: (db) =>
          run(db, 'create table moved as select id, null::integer as twice from generate_series(1, 25) as id'),
      },
      '002': {
        up: (db) => run(db, 'update moved set twice = 2 * id where twice is null'),
        async prepare(db) {
          await run(db, 'create index concurrently moved_twice on moved (twice)');
          const batch = sql`update moved set twice = 2 * id
            where id in (select id from moved where twice is null limit 10)`;
          const left: number[] = [];
          while (((await batch.execute(db)).numAffectedRows ?? 0n) > 0n) {
            // Another connection sees each batch.
            const [row] = await query<{ left: number }>(
              database.url,
              'select count(*)::integer as left from moved where twice is null',
            );
            left.push(row!.left);
          }
          assert.deepEqual(left, [15, 5, 0]);
        },
      },
    });
    assert.deepEqual(await done('prepared_migrations'), [{ name: '001' }, { name: '002' }]);
  });

  it('has no limit of time for its preparation, though the role has one', async (t) => {
    if (process.env['TEST_POSTGRES_MODE'] === 'pgbouncer') return t.skip('a pooler gives the connection to others');
    const name = new URL(database.url).pathname.slice(1);
    await query(database.url, `alter role current_user in database ${name} set statement_timeout = '200ms'`);
    await store.migrate('slow_migrations', {
      '001': { prepare: (db) => run(db, 'select pg_sleep(0.5)'), up: () => Promise.resolve() },
    });
    assert.deepEqual(await done('slow_migrations'), [{ name: '001' }]);
  });

  it('is prepared in one process at a time, and again after that failed in the middle', async () => {
    let [running, most, runs] = [0, 0, 0];
    const migrations = {
      '001': {
        up: () => Promise.resolve(),
        async prepare(db: Kysely<unknown>) {
          runs += 1;
          most = Math.max(most, (running += 1));
          await run(db, 'create table if not exists halfway (id text)');
          await sleep(100);
          running -= 1;
          if (runs === 1) throw new Error('the process ended');
        },
      },
    };
    await assert.rejects(store.migrate('halfway_migrations', migrations), /the process ended/);
    await Promise.all([1, 2, 3].map(() => store.migrate('halfway_migrations', migrations)));
    assert.deepEqual([most, runs], [1, 2]);
  });
});
