import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openTestAccounts, type KnownPerson, type TestAccounts } from '../support/test-accounts.js';
import { createInstances, type Instance, type Instances } from '../support/instances.js';
import { createCluster, spareTheDisk, type PostgresCluster } from '../support/postgres-cluster.js';
import { query } from '../support/postgres-query.js';
import { sqlOfSection } from '../support/scale-page.js';
import { postgresDatabase } from '../support/test-database.js';
import { visit } from '../support/visitor.js';

/** The role of the instances, which the page calls `harmony`: here that is the superuser of each cluster. */
const role = 'app';
/** With these an instance fills two tables at its start. */
const filling = {
  REQUIRE_2FA: '2099-01-01',
  WEBHOOKS: JSON.stringify([
    {
      name: 'siem',
      url: 'http://127.0.0.1:9/',
      secrets: [`whsec_${randomBytes(32).toString('base64')}`],
      allowPrivate: true,
    },
  ]),
  STOP_DELAY: '0',
};

interface Side {
  cluster: PostgresCluster;
  /** As the superuser. */
  url: string;
  /** As the role of the instances. */
  instanceUrl: string;
}

let old: Side;
let next: Side;
let instances: Instances;
let accounts: TestAccounts;
let blocks: string[];
before(async () => {
  [old, next] = await Promise.all([createSide(), createSide()]);
  blocks = await sqlOfSection('Move to another PostgreSQL');
  instances = await createInstances(old.instanceUrl);
  accounts = await openTestAccounts(old.instanceUrl, instances.keys);
});
after(async () => {
  await accounts.close();
  await instances.close();
  await Promise.all([old.cluster.remove(), next.cluster.remove()]);
});

async function createSide(): Promise<Side> {
  const cluster = await createCluster([...spareTheDisk, 'wal_level=logical']);
  const { url } = await postgresDatabase(cluster.url);
  await query(cluster.url, `create role ${role} login`);
  await query(cluster.url, `alter database ${nameOf(url)} owner to ${role}`);
  return { cluster, url, instanceUrl: url.replace('//harmony@', `//${role}@`) };
}

const nameOf = (url: string): string => new URL(url).pathname.slice(1);

/** The next block of the page, which names its server in its first line. */
function nextBlock(): () => Promise<Record<string, unknown>[]> {
  const block = blocks.shift() ?? '';
  const [, where] = /^ *-- on the (old|new) server/.exec(block) ?? [];
  assert.ok(where, `a statement that names its server: ${block}`);
  const way = `host=127.0.0.1 port=${old.cluster.port} dbname=${nameOf(old.url)} user=harmony`;
  const statements = block
    .replace(/connection '[^']+'/, `connection '${way}'`)
    .replace('alter role harmony', `alter role ${role}`)
    .replace(`usename = 'harmony'`, `usename = '${role}'`);
  return () => query((where === 'old' ? old : next).url, statements);
}

async function step(): Promise<void> {
  await nextBlock()();
}

/** Repeats the next block until it says that it is over, as the page tells an operator. */
async function stepUntil(isOver: (rows: Record<string, unknown>[]) => boolean): Promise<void> {
  const run = nextBlock();
  const deadline = performance.now() + 120_000;
  while (!isOver(await run())) {
    assert.ok(performance.now() < deadline, 'the new server has everything within two minutes');
    await sleep(50);
  }
}

async function rowCounts({ url }: Side): Promise<Record<string, number>> {
  const tables = await query<{ name: string }>(
    url,
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not relispartition order by relname`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await query<{ count: number }>(url, `select count(*)::int as count from ${name}`);
    counts[name] = row!.count;
  }
  return counts;
}

/** A right answer that an instance has accepted, and the session that it opened. */
interface Accepted {
  person: KnownPerson;
  body: Record<string, string>;
  cookie: string | undefined;
}

async function signIn(at: Instance, person: KnownPerson, body: Record<string, string>): Promise<Accepted> {
  const [half] = await accounts.half(person, 1);
  const browser = visit(at, half);
  const answer = await browser.op('answerChallenge', body);
  assert.equal(answer.status, 200, answer.text);
  return { person, body, cookie: browser.cookie };
}

async function stop({ program }: Instance): Promise<void> {
  program.child.kill('SIGTERM');
  assert.equal(await program.ended, 0, program.output().stderr);
}

describe('a move to another PostgreSQL, by the statements of scale.md', () => {
  it('loses no session and no spent code', { timeout: 600_000 }, async (t) => {
    const from = await instances.start(filling);
    await instances.store.partitionAudit(new Date());
    const accepted: Accepted[] = [];
    const byBackupCode = await accounts.active();
    accepted.push(await signIn(from, byBackupCode, { backupCode: byBackupCode.backupCodes[0]! }));

    // Step 2: an instance makes the tables, and fills some of them.
    await stop(await instances.start({ ...filling, DATABASE_URL: next.instanceUrl }));
    const filled = Object.entries(await rowCounts(next)).filter(([, count]) => count > 0);
    const names = ['enforcements', 'host_migrations', 'host_migrations_lock', 'two_factor_migrations'];
    assert.deepEqual(
      filled.map(([name]) => name),
      [...names, 'two_factor_migrations_lock', 'webhook_endpoints'],
    );
    await step();

    // Steps 3 and 4, while people sign in.
    let isCopied = false;
    const signingIn = (async () => {
      for (let after = 0; after < 5; after += isCopied ? 1 : 0) {
        const person = await accounts.active();
        accepted.push(await signIn(from, person, { code: person.phone.code(new Date()) }));
      }
    })();
    const duringCopy = accepted.length;
    await step();
    await step();
    await stepUntil((rows) => rows.length === 0);
    isCopied = true;
    await signingIn;
    t.diagnostic(`${accepted.length - duringCopy} sign-ins while the new server was made to follow`);

    const fresh = await accounts.active();

    // Steps 5 to 7.
    const stopped = performance.now();
    await stop(from);
    await step();
    await assert.rejects(instances.start(filling), /is not permitted to log in|cannot start/);
    await stepUntil(([row]) => row?.['done'] === true);
    const counts = await rowCounts(old);
    assert.deepEqual(await rowCounts(next), counts);
    assert.ok(counts['audit_events']! > accepted.length, 'the trail was copied');
    await step();
    assert.deepEqual(blocks, [], 'all statements of the page were run');
    assert.deepEqual(await query(old.url, 'select 1 from pg_replication_slots'), []);
    for (const { url } of [old, next]) assert.deepEqual(await query(url, 'select 1 from pg_sequences'), []);
    const to = await instances.start({ ...filling, DATABASE_URL: next.instanceUrl });
    t.diagnostic(`no answers for ${((performance.now() - stopped) / 1000).toFixed(1)} s`);

    const moved = await openTestAccounts(next.instanceUrl, instances.keys);
    t.after(() => moved.close());
    for (const { person, body, cookie } of accepted) {
      assert.equal((await visit(to, cookie).op('status')).status, 200, 'a session of before goes on');
      const [half] = await moved.half(person, 1);
      const again = await visit(to, half).op('answerChallenge', body);
      assert.equal(again.status, 422, `a code was spent before: ${again.text}`);
    }
    const [half] = await moved.half(fresh, 1);
    assert.equal((await visit(to, half).op('answerChallenge', { code: fresh.phone.code(new Date()) })).status, 200);
  });
});
