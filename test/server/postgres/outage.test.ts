import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { createCluster, type PostgresCluster } from '../support/postgres-cluster.js';
import { postgresDatabase } from '../support/test-database.js';
import { createInstances, type Instance, type Instances } from '../support/instances.js';
import { enrolled, type Answer, type Enrolled } from '../support/visitor.js';

let cluster: PostgresCluster;
let instances: Instances;
let server: Instance;
before(async () => {
  cluster = await createCluster();
  instances = await createInstances((await postgresDatabase(cluster.url)).url);
  server = await instances.start();
});
after(async () => {
  await instances.close();
  await cluster.remove();
});

const nextCode = ({ phone }: Enrolled): string => phone.code(new Date(), 1);

/** Milliseconds. The promise is three seconds; the rest is for a busy machine. */
const soon = 6000;

async function timed(call: Promise<Answer>): Promise<Answer & { took: number }> {
  const started = performance.now();
  const answer = await call;
  return { ...answer, took: performance.now() - started };
}

function assertUnavailable({ status, headers, took, text }: Answer & { took: number }): void {
  assert.equal(status, 503, text);
  assert.equal(headers.get('retry-after'), '5');
  assert.ok(took < soon, `${Math.round(took)} ms`);
}

describe('a PostgreSQL that stops while requests run', { timeout: 120_000 }, () => {
  it('causes 503 for everybody, signs nobody in, and the server recovers by itself', async () => {
    const person = await enrolled(server);
    const [half] = await instances.halfSessions(person, 1, () => server);
    await cluster.stop();
    for (let time = 0; time < 3; time += 1) {
      assertUnavailable(await timed(half!.op('answerChallenge', { code: nextCode(person) })));
    }
    assertUnavailable(await timed(half!.op('readChallenge')));
    assertUnavailable(await timed(half!.call('GET', '/readyz')));
    assert.equal((await half!.call('GET', '/healthz')).status, 200);
    assert.equal(server.program.child.exitCode, null, 'the process is alive');

    await cluster.start();
    assert.equal((await half!.call('GET', '/readyz')).status, 200);
    assert.equal((await half!.call('GET', '/api/session')).status, 401, 'nobody was signed in');
    assert.equal((await half!.op('answerChallenge', { code: nextCode(person) })).status, 200);
  });

  it('that cuts a connection between two statements of a transaction fails that transaction alone', async () => {
    const { db } = instances.store;
    const transaction = db.transaction().execute(async (cut) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(cut);
      await sql`select pg_terminate_backend(${rows[0]!.pid}, 5000)`.execute(db);
      await sql`select 1`.execute(cut);
    });
    await assert.rejects(transaction, 'the process is alive');
    await instances.store.ping();
  });

  it('that hangs causes a timeout', async () => {
    const person = await enrolled(server);
    const [half] = await instances.halfSessions(person, 1, () => server);
    const blocker = await instances.db.startTransaction().execute();
    const row = blocker.updateTable('second_factors').set({ version: (eb) => eb.ref('version') });
    await row.where('account_id', '=', await instances.accountId(person)).execute();
    try {
      assertUnavailable(await timed(half!.op('answerChallenge', { code: nextCode(person) })));
    } finally {
      await blocker.rollback().execute();
    }
    assert.equal((await half!.op('answerChallenge', { code: nextCode(person) })).status, 200);
  });
});

describe('a PostgreSQL that answers before a commit is durable', () => {
  it('is refused at the start, in one line that repeats no part of the address', async () => {
    const url = new URL((await postgresDatabase(cluster.url)).url);
    url.password = 'canary';
    url.searchParams.set('options', '-c synchronous_commit=off');
    const started = instances.start({ DATABASE_URL: url.href });
    await assert.rejects(started, (error: Error) => {
      assert.match(error.message, /^harmony-2fa cannot start: the database has synchronous_commit off[^\n]*\n$/);
      assert.doesNotMatch(error.message, /canary/);
      return true;
    });
  });
});
