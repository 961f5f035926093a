import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openStore } from '../../../server/adapters/store/open-store.js';
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

  it('the replica has no connection of an instance', async () => {
    const connections = await query(replicaUrl, `select 1 from pg_stat_activity where backend_type = 'client backend'`);
    assert.equal(connections.length, 1, 'that of this question');
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
