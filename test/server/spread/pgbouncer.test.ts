import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openStore } from '../../../server/adapters/store/open-store.js';
import { createInstances, type Instance, type Instances } from '../support/instances.js';
import { createPgbouncer, limitRole, type Pgbouncer } from '../support/pgbouncer.js';
import { createCluster, type PostgresCluster } from '../support/postgres-cluster.js';
import { query } from '../support/postgres-query.js';
import { postgresDatabase } from '../support/test-database.js';
import { enrolled, type Enrolled } from '../support/visitor.js';

let cluster: PostgresCluster;
let transactions: Pgbouncer;
let sessions: Pgbouncer;
before(async () => {
  cluster = await createCluster();
  transactions = await createPgbouncer(cluster.url, 'transaction');
  sessions = await createPgbouncer(cluster.url, 'session');
});
after(async () => {
  await transactions.close();
  await sessions.close();
  await cluster.remove();
});

/** A new database, over the pooler and with these parameters. */
async function over(pooler: Pgbouncer, parameters: string): Promise<string> {
  const url = new URL((await postgresDatabase(pooler.url)).url);
  url.search = parameters;
  return url.href;
}

async function assertRefused(url: string, reason: RegExp): Promise<void> {
  await assert.rejects(openStore(url), (error: Error) => {
    assert.match(error.message, reason);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  });
}

const nextCode = ({ phone }: Enrolled): string => phone.code(new Date(), 1);

describe('behind PgBouncer the start refuses', () => {
  it('a URL that does not name the pooler', async () => {
    await assertRefused(await over(transactions, ''), /behind a connection pooler: add \?pooler=transaction/);
  });
  it('a role without limits of time', async () => {
    await assertRefused(await over(transactions, 'pooler=transaction'), /alter role … set statement_timeout/);
  });
  it('prepared statements that the pooler does not keep', async () => {
    await limitRole(cluster.url);
    const url = await over(transactions, 'pooler=transaction&prepared_statements=on');
    await assertRefused(url, /keeps no prepared statements/);
  });
});

for (const [name, pooler, parameters] of [
  ['in transaction mode, without prepared statements', () => transactions, 'pooler=transaction'],
  ['in session mode, with prepared statements', () => sessions, 'pooler=session'],
  ['in session mode, without prepared statements', () => sessions, 'pooler=session&prepared_statements=off'],
] as const) {
  describe(`two instances behind PgBouncer ${name}`, () => {
    let instances: Instances;
    let both: Instance[];
    before(async () => {
      await limitRole(cluster.url);
      instances = await createInstances(await over(pooler(), parameters));
      both = await Promise.all([instances.start(), instances.start()]);
    });
    after(() => instances.close());

    it('have made the tables, and hold no lock', async () => {
      const locks = await query(cluster.url, `select 1 from pg_locks where locktype = 'advisory'`);
      assert.deepEqual(locks, []);
      await instances.store.ping();
    });

    it('accept one right code once, from sessions at both', async () => {
      const person = await enrolled(both[0]!);
      const browsers = await instances.halfSessions(person, 8, (index) => both[index % 2]!);
      const code = nextCode(person);
      const answers = await Promise.all(browsers.map((browser) => browser.op('answerChallenge', { code })));
      assert.equal(
        answers.filter(({ status }) => status === 200).length,
        1,
        answers.map(({ status }) => status).join(),
      );
      assert.equal(await instances.countFullSessions(person), 2);
    });
  });
}
