import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import pg from 'pg';
import type { StoreMigration } from '../../../server/adapters/store/migrate.js';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import { createFleet, type Fleet } from '../support/fleet.js';
import { assertNoFailure, describeLoad } from '../support/live-report.js';
import { query } from '../support/postgres-query.js';
import { signIns, startSignIns } from '../support/sign-in-load.js';
import { createSigningPeople, type SigningPerson } from '../support/sign-in-people.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';
import { newKey } from '../support/test-server.js';

/** Old entries, so that a change of the whole table takes its time. */
const entries = 200_000;

let database: TestDatabase;
let fleet: Fleet;
let store: OpenStore;
let people: SigningPerson[];
before(async () => {
  database = await createDatabase();
  const keys = newKey('live');
  fleet = await createFleet(database.url, keys);
  await fleet.start('instance 1');
  await fleet.start('instance 2');
  people = await createSigningPeople(database.url, keys, 3000);
  // Beside the columns of the instances one that a former release has stopped to use.
  await query(
    database.url,
    `alter table audit_events add column former_hour text;
     insert into audit_events (account_id, id, at, event, former_hour)
       select 'former', n::text, n * 1000, 'password_ok', (n / 3600)::text from generate_series(1, ${entries}) as n`,
  );
  store = await openStore(database.url);
});
after(async () => {
  await store.close();
  await fleet.close();
  await database.remove();
});

const run = async (db: Kysely<unknown>, text: string): Promise<bigint> =>
  (await sql.raw(text).execute(db)).numAffectedRows ?? 0n;

/** Three releases that move a value of the trail, which each sign-in writes, into another column. */
const expand: Record<string, StoreMigration> = {
  '001_hour': { up: (db) => run(db, 'alter table audit_events add column hour bigint').then(() => undefined) },
  '002_hour_index': {
    async prepare(db) {
      await run(db, 'drop index concurrently if exists audit_events_hour');
      await run(db, 'create index concurrently audit_events_hour on audit_events (hour)');
    },
    up: (db) => run(db, 'create index if not exists audit_events_hour on audit_events (hour)').then(() => undefined),
  },
};
const move: Record<string, StoreMigration> = {
  ...expand,
  '003_hours': {
    async prepare(db) {
      const batch = `update audit_events set hour = former_hour::bigint where ctid = any(array(
        select ctid from audit_events where hour is null and former_hour is not null limit 2000))`;
      while ((await run(db, batch)) > 0n) await sleep(10);
    },
    up: (db) =>
      run(db, 'update audit_events set hour = former_hour::bigint where hour is null and former_hour is not null').then(
        () => undefined,
      ),
  },
};
const contract: Record<string, StoreMigration> = {
  ...move,
  '004_no_former_hour': {
    up: (db) => run(db, 'alter table audit_events drop column former_hour').then(() => undefined),
  },
};

/** Work on a table that a backup reads: it keeps its lock for three seconds after the work has begun to wait for it. */
async function besideBackup(table: string, work: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('begin isolation level repeatable read');
  await client.query(`select count(*) from ${table}`);
  const working = work();
  const deadline = performance.now() + 60_000;
  const waits = `select 1 from pg_locks where relation = '${table}'::regclass and not granted and mode = 'AccessExclusiveLock'`;
  while ((await client.query(waits)).rowCount === 0) {
    assert.ok(performance.now() < deadline, 'the work does not wait for the backup');
    await sleep(20);
  }
  await sleep(3_000);
  await client.query('commit');
  await client.end();
  await working;
}

describe(`${signIns} sign-ins while a table that each of them writes is changed`, () => {
  it('all succeed: expand, beside a backup, then move, then contract', { timeout: 3_600_000 }, async (t) => {
    const load = startSignIns(fleet.balancer.url, people);
    await load.reached(0.2);
    await besideBackup('audit_events', () => store.migrate('live_migrations', expand));
    await load.reached(0.4);
    await store.migrate('live_migrations', move);
    await load.reached(0.7);
    await store.migrate('live_migrations', contract);
    const outcome = await load.finish();
    t.diagnostic(describeLoad(outcome));
    assertNoFailure(outcome, signIns, fleet);
    const moved = await query<{ count: number }>(
      database.url,
      `select count(*)::integer as count from audit_events where account_id = 'former' and hour = at / 1000 / 3600`,
    );
    assert.deepEqual(moved, [{ count: entries }]);
  });

  it('would not, if a migration locked the table for long: the load sees it', { timeout: 600_000 }, async () => {
    const load = startSignIns(fleet.balancer.url, people, 60);
    await load.reached(0.3);
    await store.migrate('locking_migrations', {
      '001': { up: (db) => run(db, 'lock table audit_events; select pg_sleep(5)').then(() => undefined) },
    });
    const { failures } = await load.finish();
    assert.ok(failures.length > 0);
    for (const { answer } of failures) assert.match(answer, /^503 /);
  });
});
