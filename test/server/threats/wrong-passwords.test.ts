import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createMetrics, type Metrics } from '../../../server/adapters/metrics/metrics.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { assertProblem, createAccount, signedIn, visit, type Account } from '../support/visitor.js';

let server: TestServer;
let metrics: Metrics;
let sent: string[] = [];
before(async () => {
  metrics = createMetrics(() => server.clock.now());
  const mailer = {
    send: (address: string, { subject }: { subject: string }) => {
      sent.push(`${address} ${subject}`);
      return Promise.resolve();
    },
  };
  server = await startServer({ metrics, mailer });
});
beforeEach(async () => {
  // A mail of the test before may still be on its way.
  await server.noticesSettled();
  sent = [];
});
after(() => server.close());

const fail = ({ email }: Pick<Account, 'email'>) => visit(server).signIn({ email, password: 'not the password' });
const idOf = async ({ email }: Account): Promise<string> => (await server.accounts.find(email))!.id;
const notice = ({ email }: Account): string => `${email} Harmony: Many wrong passwords were entered`;

async function failTimes(account: Pick<Account, 'email'>, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) assertProblem(await fail(account), 401, 'credentials_invalid');
}

async function trail(account: Account): Promise<string[]> {
  const entries = await server.store.audit.list(await idOf(account), 1000);
  return entries.map(({ event, method }) => (method === null ? event : `${event} ${method}`)).reverse();
}

async function entries(): Promise<number> {
  const { db } = server.store;
  const query = db.selectFrom('audit_events').select((row) => row.fn.countAll<number>().as('total'));
  return (await query.executeTakeFirstOrThrow()).total;
}

async function counted(): Promise<number> {
  const line = /^harmony_2fa_events_total\{event="password_failed",method="password"\} (\d+)$/m;
  return Number(line.exec(await metrics.text())?.[1] ?? 0);
}

describe('a wrong password', () => {
  it('is audited with its address, counted, and logged with the account id', async () => {
    const account = await createAccount(server);
    const [id, before] = [await idOf(account), await counted()];
    await failTimes(account, 3);
    assert.deepEqual(
      await trail(account),
      Array.from({ length: 3 }, () => 'password_failed password'),
    );
    const [entry] = await server.store.audit.list(id);
    assert.equal(entry?.address, '127.0.0.1');
    assert.equal((await counted()) - before, 3);
    const lines = server.logs().split('\n').filter((line) => line.includes(`"accountId":"${id}"`)); // prettier-ignore
    assert.equal(lines.length, 3);
    assert.ok(lines.some((line) => line.includes(`"requestId":"${entry?.requestId}"`)));
    assert.ok(!server.logs().includes('not the password'));
    assert.ok(!server.logs().includes(account.email));
  });

  it('counts for the alarm over all accounts', async () => {
    server.clock.advance(301);
    for (let count = 0; count < 4; count += 1) await failTimes(await createAccount(server), 1);
    assert.match(await metrics.text(), /^harmony_2fa_recent_failures 4$/m);
  });

  it('as a proof has the same audit event', async () => {
    const { account, browser } = await signedIn(server);
    assertProblem(await browser.op('reauthenticate', { password: 'not it' }), 422, 'code_invalid', {
      attemptsRemaining: 4,
    });
    assert.deepEqual((await trail(account)).slice(-2), ['password_tried password', 'password_failed password']);
  });

  it('causes one notice an hour, from the tenth failure on', async () => {
    const account = await createAccount(server);
    await failTimes(account, 9);
    await server.noticesSettled();
    assert.deepEqual(sent, []);
    await failTimes(account, 31);
    await server.noticesSettled();
    assert.deepEqual(sent, [notice(account)]);
    assert.equal((await trail(account)).filter((entry) => entry === 'password_guessing').length, 1);
    server.clock.advance(60 * 60 + 1);
    await failTimes(account, 9);
    await server.noticesSettled();
    assert.equal(sent.length, 1, 'nine in the next hour cause no notice');
    await failTimes(account, 1);
    await server.noticesSettled();
    assert.deepEqual(sent, [notice(account), notice(account)]);
  });

  it('causes one notice when all come at the same time', async () => {
    const account = await createAccount(server);
    await Promise.all(Array.from({ length: 24 }, () => fail(account)));
    await server.noticesSettled();
    assert.deepEqual(sent, [notice(account)]);
  });

  it('is audited at most a hundred times an hour, and still counted', async () => {
    const account = await createAccount(server);
    const before = await counted();
    await Promise.all(Array.from({ length: 90 }, () => fail(account)));
    await failTimes(account, 20);
    const failures = (await trail(account)).filter((entry) => entry === 'password_failed password');
    assert.equal(failures.length, 100);
    assert.equal((await counted()) - before, 110);
  });

  it('does not lock the owner out, and does not change the budget of the second factor', async () => {
    const account = await createAccount(server);
    await failTimes(account, 12);
    assert.equal((await visit(server).signIn(account)).status, 200);
    assert.equal((await server.store.secondFactors.read(await idOf(account))).version, 0);
  });
});

describe('an unknown address', () => {
  it('leaves no row, and is counted and logged without the address', async () => {
    const [rows, before] = [await entries(), await counted()];
    for (let time = 0; time < 15; time += 1) await failTimes({ email: `canary${time}@example.com` }, 1);
    assert.equal(await entries(), rows);
    assert.equal((await counted()) - before, 15);
    assert.equal(server.logs().match(/sign-in with an unknown address/g)?.length, 15);
    assert.doesNotMatch(server.logs(), /canary/);
    await server.noticesSettled();
    assert.deepEqual(sent, []);
  });

  it('is answered with the same bytes and headers, and as fast', async (t) => {
    // With the product's own hash: beside a cheap one, the noise of a busy machine is as large as what is measured.
    const slow = await startServer({ fullHashCost: true });
    t.after(() => slow.close());
    const fail = ({ email }: Pick<Account, 'email'>) => visit(slow).signIn({ email, password: 'not the password' });
    const account = await createAccount(slow);
    const nobody = { email: 'nobody-has-this@example.com' };
    const seconds = { known: [] as number[], unknown: [] as number[] };
    for (let time = 0; time < 40; time += 1) {
      for (const kind of time % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)) {
        const began = performance.now();
        await fail(kind === 'known' ? account : nobody);
        seconds[kind].push(performance.now() - began);
      }
    }
    const [known, unknown] = [await fail(account), await fail(nobody)];
    const seen = ({ status, text, headers }: typeof known) => [
      status,
      text,
      [...headers].filter(([name]) => name !== 'date'),
    ];
    assert.deepEqual(seen(known), seen(unknown));
    const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length / 2]!;
    // The two of a pair were sent one after the other, so that other load on the machine met both.
    const ratio = median(seconds.known.map((known, pair) => known / seconds.unknown[pair]!));
    assert.ok(ratio > 0.8 && ratio < 1.25, `known ÷ unknown: ${ratio}`);
  });

  it('is answered like a wrong password when the database cannot write', async () => {
    const account = await createAccount(server);
    const { schema } = server.store.db;
    await schema.alterTable('audit_events').renameTo('audit_events_away').execute();
    const answers = [await fail(account), await fail({ email: 'nobody@example.com' })];
    await schema.alterTable('audit_events_away').renameTo('audit_events').execute();
    for (const answer of answers) assertProblem(answer, 503, 'unavailable', { retryAfter: 5 });
  });
});
