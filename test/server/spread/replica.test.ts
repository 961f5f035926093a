import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { openStore } from '../../../server/adapters/store/open-store.js';
import { createSessionStore } from '../../../server/reference/account/session-store.js';
import type { HostTables } from '../../../server/reference/account/tables.js';
import { createInstances, type Instance, type Instances } from '../support/instances.js';
import { createCluster, type PostgresCluster } from '../support/postgres-cluster.js';
import { query } from '../support/postgres-query.js';
import { createProxy } from '../support/tcp-proxy.js';
import { postgresDatabase } from '../support/test-database.js';
import { enrolled, visit, type Enrolled } from '../support/visitor.js';

let primary: PostgresCluster;
let replica: PostgresCluster;
let replicaUrl: string;
let instances: Instances;
let both: Instance[];
before(async () => {
  primary = await createCluster();
  const { url } = await postgresDatabase(primary.url);
  instances = await createInstances(url);
  both = await Promise.all([instances.start(), instances.start()]);
  replica = await primary.follow(primary.port, ['hot_standby=on']);
  replicaUrl = url.replace(`:${primary.port}/`, `:${replica.port}/`);
  await query(replicaUrl, 'select pg_wal_replay_pause()');
});
after(async () => {
  await instances.close();
  await replica.remove();
  await primary.remove();
});

const nextCode = ({ phone }: Enrolled): string => phone.code(new Date(), 1);

describe('beside a replica that stays behind', () => {
  it('a spent code and a spent backup code are refused at once at the other instance', async () => {
    const person = await enrolled(both[0]!);
    const accountId = await instances.accountId(person);
    for (const answer of [{ code: nextCode(person) }, { backupCode: person.backupCodes[0]! }]) {
      const [first, second] = await instances.halfSessions(person, 2, (index) => both[index]!);
      assert.equal((await first!.op('answerChallenge', answer)).status, 200);
      assert.equal((await second!.op('answerChallenge', answer)).status, 422);
    }
    const known = `select 1 from second_factors where account_id = '${accountId}'`;
    assert.deepEqual(await query(replicaUrl, known), [], 'the replica is behind, or this test says nothing');
    assert.equal((await query(instancesUrl(), known)).length, 1);
  });

  it('a session that has ended is over at once at the other instance', async () => {
    const { browser } = await enrolled(both[0]!);
    const { cookie } = browser;
    assert.equal((await browser.call('DELETE', '/api/session', { body: {} })).status, 204);
    assert.equal((await visit(both[1]!, cookie).op('status')).status, 401);
  });

  it('the session would go on, if it were read from the replica: this test sees it', async () => {
    await query(replicaUrl, 'select pg_wal_replay_resume()');
    const { browser } = await enrolled(both[0]!);
    const token = browser.cookie!.slice(browser.cookie!.indexOf('=') + 1);
    // So that no read is late enough to note itself in the session, which the replica could not do.
    const now = new Date();
    const faulty = new Kysely<HostTables>({
      dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: replicaUrl }) }),
    });
    const onReplica = createSessionStore(faulty);
    try {
      await until(async () => (await onReplica.find(token, now)) !== null);
      await query(replicaUrl, 'select pg_wal_replay_pause()');
      await until(async () => {
        const [row] = await query<{ state: string }>(replicaUrl, 'select pg_get_wal_replay_pause_state() as state');
        return row!.state === 'paused';
      });
      assert.equal((await browser.call('DELETE', '/api/session', { body: {} })).status, 204);
      assert.notEqual(await onReplica.find(token, now), null);
      assert.equal(await createSessionStore(instances.db).find(token, now), null);
    } finally {
      await faulty.destroy();
    }
  });

  it('the replica has no connection of an instance', async () => {
    const connections = await query(replicaUrl, `select 1 from pg_stat_activity where backend_type = 'client backend'`);
    assert.equal(connections.length, 1, 'that of this question');
  });
});

describe('beside a replica that applies each commit five seconds late', () => {
  it('a spent code is refused at once at the other instance', async (t) => {
    const late = await primary.follow(primary.port, ['hot_standby=on', 'recovery_min_apply_delay=5s']);
    t.after(() => late.remove());
    const lateUrl = replicaUrl.replace(`:${replica.port}/`, `:${late.port}/`);
    const person = await enrolled(both[0]!);
    const accountId = await instances.accountId(person);
    const [first, second] = await instances.halfSessions(person, 2, (index) => both[index]!);
    const code = nextCode(person);
    const began = Date.now();
    assert.equal((await first!.op('answerChallenge', { code })).status, 200);
    assert.equal((await second!.op('answerChallenge', { code })).status, 422);
    const took = Date.now() - began;
    const spent = `select last_step from second_factors where account_id = '${accountId}'`;
    const [row] = await query<{ last_step: string }>(instancesUrl(), spent);
    await until(async () => (await query<{ last_step: string }>(lateUrl, spent))[0]?.last_step === row!.last_step);
    const lag = Date.now() - began;
    t.diagnostic(`refused after ${took} ms; the replica knew it after ${lag} ms`);
    assert.ok(lag >= 5000, 'the replica is late, or this test says nothing');
  });
});

describe('an address that leads to a replica', () => {
  it('is refused at the start, in one line that repeats no part of the address', async () => {
    await assert.rejects(instances.start({ DATABASE_URL: replicaUrl }), (error: Error) => {
      assert.match(error.message, /^harmony-2fa cannot start: the database is a replica or allows no writes[^\n]*\n$/);
      return true;
    });
  });

  it('later on is refused for each new connection, and the primary is read again when the address leads to it', async () => {
    const proxy = await createProxy(primary.port);
    const store = await openStore(replicaUrl.replace(`:${replica.port}/`, `:${proxy.port}/`));
    try {
      await store.secondFactors.read('somebody');
      proxy.leadTo(replica.port);
      proxy.cut();
      // The first call may still meet the connection that was cut.
      await store.secondFactors.read('somebody').catch(() => undefined);
      await assert.rejects(store.secondFactors.read('somebody'), /is a replica/);
      proxy.leadTo(primary.port);
      await store.secondFactors.read('somebody');
    } finally {
      await store.close();
      await proxy.close();
    }
  });

  it('is refused as a setting: several hosts, and another target than the primary', async () => {
    await assert.rejects(openStore('postgres://u@a:5432,b:5432/d?target_session_attrs=read-write'), /several hosts/);
    for (const target of ['any', 'standby', 'prefer-standby', 'read-only']) {
      await assert.rejects(openStore(`${replicaUrl}?target_session_attrs=${target}`), /takes target_session_attrs/);
    }
  });
});

function instancesUrl(): string {
  return replicaUrl.replace(`:${replica.port}/`, `:${primary.port}/`);
}

/** Nothing tells a client what a replica has applied. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await holds())) {
    assert.ok(performance.now() < deadline, 'the replica has not come so far in a minute');
    await sleep(50);
  }
}
