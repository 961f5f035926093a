import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { createTwoFactor, openStore, parseKeyRing, type OpenStore } from '../../../server/index.js';
import { stepAt } from '../../../server/core/two-factor/time-step.js';
import { createPgbouncer, limitRole } from '../support/pgbouncer.js';
import { createCluster, type PostgresCluster } from '../support/postgres-cluster.js';
import { query } from '../support/postgres-query.js';
import { phone } from '../support/phone.js';
import { createProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { postgresDatabase } from '../support/test-database.js';
import { cheapArgon2, newKey } from '../support/test-server.js';

const accountId = 'ada';

let cluster: PostgresCluster;
before(async () => (cluster = await createCluster()));
after(() => cluster.remove());

/** An account with 2FA on. The result answers a challenge with the next code, and returns the step that the code spends. */
async function enrol(store: OpenStore): Promise<() => Promise<number>> {
  const keys = parseKeyRing(newKey('k'));
  const twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Harmony', hash: cheapArgon2.derive });
  const now = new Date();
  const setup = await twoFactor.beginSetup({
    accountId,
    accountName: accountId,
    proof: { method: 'password', at: now },
  });
  const device = phone(setup.keyUri);
  await twoFactor.confirmSetup({ accountId }, device.code(now));
  return async () => {
    const expiresAt = new Date(now.getTime() + 600_000);
    await twoFactor.answerChallenge({ accountId, expiresAt }, { code: device.code(now, 1) });
    return stepAt(now) + 1;
  };
}

/** As another connection sees it: committed. */
async function spentStep(url: string): Promise<number> {
  const statement = `select last_step from second_factors where account_id = '${accountId}'`;
  const [row] = await query<{ last_step: string }>(url, statement);
  return Number(row!.last_step);
}

/** A transaction of another request, which gets no answer to its `begin`. */
const lateTransaction = (store: OpenStore): Promise<void> =>
  assert.rejects(store.secondFactors.forget('somebody else'), /timeout/i);

describe('a network that keeps everything back for longer than a statement may take', { timeout: 60_000 }, () => {
  let url: string;
  let proxy: TcpProxy;
  let store: OpenStore;
  before(async () => {
    ({ url } = await postgresDatabase(cluster.url));
    proxy = await createProxy(cluster.port);
    const through = new URL(url);
    through.port = String(proxy.port);
    store = await openStore(through.href);
  });
  after(async () => {
    await store.close();
    await proxy.close();
  });

  it('leaves no transaction open into which the next answer is written', async () => {
    const answer = await enrol(store);
    proxy.hold();
    await lateTransaction(store);
    proxy.pass();
    const step = await answer();
    assert.equal(await spentStep(url), step, 'the answered step is committed');
  });

  it('does not make one failed statement fail all that follow', async () => {
    proxy.hold();
    await lateTransaction(store);
    proxy.pass();
    await assert.rejects(sql`select 1 / 0`.execute(store.db), /division by zero/);
    await store.ping();
  });
});

describe(
  'a PgBouncer whose connections are all taken for longer than a statement may take',
  { timeout: 60_000 },
  () => {
    it('leaves no transaction open into which the next answer is written', async () => {
      await limitRole(cluster.url);
      const { url } = await postgresDatabase(cluster.url);
      // A migration needs two connections.
      await (await openStore(url)).close();
      const pooler = await createPgbouncer(url, 'transaction', 1);
      const store = await openStore(`${pooler.url}?pooler=transaction`);
      const rival = new pg.Client({ connectionString: pooler.url });
      await rival.connect();
      try {
        const answer = await enrol(store);
        await rival.query('begin');
        await rival.query('set local idle_in_transaction_session_timeout = 0');
        await lateTransaction(store);
        await rival.query('commit');
        const step = await answer();
        assert.equal(await spentStep(url), step, 'the answered step is committed');
      } finally {
        await rival.end();
        await store.close();
        await pooler.close();
      }
    });
  },
);
