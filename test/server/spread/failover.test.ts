import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openTestAccounts, type KnownPerson, type TestAccounts } from '../support/test-accounts.js';
import { createInstances, type Instance, type Instances } from '../support/instances.js';
import { createCluster, spareTheDisk, type PostgresCluster } from '../support/postgres-cluster.js';
import { query } from '../support/postgres-query.js';
import { createProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { postgresDatabase } from '../support/test-database.js';
import { visit } from '../support/visitor.js';

/** Failovers: two here, and 20 in `npm run test:server:failover`. */
const failovers = Number(process.env['TEST_FAILOVERS'] ?? 2);
/** How long answers go on after the standby hears nothing any more: none of them may be lost. */
const deafMs = 400;

let primary: PostgresCluster;
let standby: PostgresCluster;
/** What the instances know: the one address of the primary. */
let address: TcpProxy;
/** What the standby follows: the way of the replication. */
let replication: TcpProxy;
let databaseUrl: string;
let instances: Instances;
let both: Instance[];
let accounts: TestAccounts;
before(async () => {
  primary = await createCluster([...spareTheDisk, 'wal_keep_size=512MB']);
  const { url } = await postgresDatabase(primary.url);
  address = await createProxy(primary.port);
  databaseUrl = url.replace(`:${primary.port}/`, `:${address.port}/`);
  instances = await createInstances(databaseUrl);
  both = await Promise.all([instances.start(), instances.start()]);
  accounts = await openTestAccounts(databaseUrl, instances.keys);
  await addStandby();
});
after(async () => {
  await accounts.close();
  await instances.close();
  await standby.remove();
  await primary.remove();
  await replication.close();
  await address.close();
});

async function addStandby(): Promise<void> {
  replication = await createProxy(primary.port);
  standby = await primary.follow(replication.port);
  await query(primary.url, `alter system set synchronous_standby_names = 'standby'`);
  await query(primary.url, 'select pg_reload_conf()');
  const state = `select 1 from pg_stat_replication where sync_state = 'sync' and state = 'streaming'`;
  await until(async () => (await query(primary.url, state)).length === 1);
}

/** Kills the primary and makes the standby the primary, with a new standby that follows it. */
async function failOver(): Promise<void> {
  await primary.kill();
  address.cut();
  await replication.close();
  // Until another one follows, nobody can confirm a commit.
  await query(standby.url, `alter system reset synchronous_standby_names`);
  await query(standby.url, 'select pg_promote(true, 30)');
  await query(standby.url, 'select pg_reload_conf()');
  const dead = primary;
  primary = standby;
  address.leadTo(primary.port);
  await dead.remove();
  await until(() => accounts.forgive().then(() => true));
  await addStandby();
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await holds().catch(() => false))) {
    assert.ok(performance.now() < deadline, 'the databases are not ready in 30 seconds');
    await sleep(50);
  }
}

/** One request of a person at one instance: an answer that is spent by it, or a change. */
interface Call {
  person: KnownPerson;
  cookie: string;
  body: Record<string, string> | null;
  status: number | null;
}

/** More than are answered until the primary is killed. */
async function prepare(): Promise<Call[]> {
  const people = await Promise.all(Array.from({ length: 24 }, () => accounts.active()));
  const calls: Call[] = [];
  for (const [index, person] of people.entries()) {
    if (index % 4 === 3) {
      calls.push({ person, cookie: await accounts.full(person, 'second_factor'), body: null, status: null });
      continue;
    }
    const [code, backupCode] = await accounts.half(person, 2);
    calls.push({ person, cookie: code!, body: { code: person.phone.code(new Date()) }, status: null });
    calls.push({ person, cookie: backupCode!, body: { backupCode: person.backupCodes[0]! }, status: null });
  }
  return calls;
}

async function send(call: Call, at: Instance): Promise<void> {
  const visitor = visit(at, call.cookie);
  const answer = call.body === null ? visitor.op('disable', {}) : visitor.op('answerChallenge', call.body);
  call.status = await answer.then(
    ({ status }) => status,
    () => null,
  );
}

async function isSpent(person: KnownPerson, body: Record<string, string>): Promise<boolean> {
  const active = (await accounts.read(person)).active!;
  // The last step of before was an hour ago.
  if ('code' in body) return active.lastStep * 30_000 > Date.now() - 1_800_000;
  return (active.spentBackupCodes & 1) === 1;
}

describe(`a primary that is killed under load beside a synchronous standby, ${failovers} times`, () => {
  it('nothing that was answered is lost, and nothing is accepted again', { timeout: 1_200_000 }, async (t) => {
    let [answered, cut] = [0, 0];
    for (let round = 0; round < failovers; round += 1) {
      const calls = await prepare();
      // Four requests at a time, so that some are answered, some are cut and some have not begun.
      const waiting = [...calls];
      const workers = Array.from({ length: 4 }, async (_, worker) => {
        for (let call = waiting.shift(); call; call = waiting.shift()) await send(call, both[worker % 2]!);
      });
      await until(() => Promise.resolve(calls.filter(({ status }) => status === 200).length >= 6));
      replication.hold();
      await sleep(deafMs);
      await failOver();
      await Promise.all(workers);
      answered += calls.filter(({ status }) => status === 200).length;
      cut += calls.filter(({ status }) => status !== 200).length;

      await accounts.forgive();
      for (const [index, { person, body, status }] of calls.entries()) {
        const where = `round ${round}, request ${index}, answered ${status}`;
        if (body === null) {
          if (status === 200) assert.equal((await accounts.read(person)).active, null, `a change is lost: ${where}`);
          continue;
        }
        if (status === 200) assert.ok(await isSpent(person, body), `an accepted code is not spent: ${where}`);
        // A right answer that failed may have been spent or not. Afterwards it is spent in any case.
        const cookies = await accounts.half(person, 2);
        const [again, third] = await Promise.all(
          cookies.map((cookie, at) => visit(both[at]!, cookie).op('answerChallenge', body)),
        );
        const accepted = [status, again!.status, third!.status].filter((one) => one === 200).length;
        assert.ok(accepted <= 1, `accepted again: ${where}, then ${again!.status} and ${third!.status}`);
      }
    }
    t.diagnostic(`${failovers} failovers: ${answered} requests answered, ${cut} cut off or refused`);
    assert.ok(answered > 0 && cut > 0, 'the load was cut');
  });
});
