import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createMetrics } from '../../../server/adapters/metrics/metrics.js';
import { hashToken, newAccountToken } from '../../../server/core/crypto/token.js';
import type { HostOnlyTables } from '../../../server/reference/account/tables.js';
import { rounds } from '../support/rounds.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { assertProblem, challenged, enrolled, signedIn, visit, type Answer, type Visitor } from '../support/visitor.js';

let server: TestServer;
const metrics = createMetrics();
before(async () => (server = await startServer({ metrics })));
after(() => server.close());

const hour = 60 * 60;
const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

interface Line extends Record<string, unknown> {
  id: string;
  current: boolean;
}

const listOf = ({ body }: Answer): Line[] => body['devices'] as Line[];
const remove = (browser: Visitor, id: string): Promise<Answer> => browser.call('DELETE', `/api/2fa/devices/${id}`);

/** Another browser that is signed in to the account. */
async function another(account: { email: string; password: string }, userAgent = firefox): Promise<Visitor> {
  const browser = visit(server);
  const headers = { 'user-agent': userAgent };
  assert.equal((await browser.call('POST', '/api/session', { body: account, headers })).status, 200);
  return browser;
}

/** Writes sessions of Chrome to the account. */
async function fill(accountId: string, sessions: number): Promise<void> {
  const now = server.clock.now().getTime();
  const session = (_: unknown, index: number) => ({
    id_hash: hashToken(newAccountToken(accountId)),
    account_id: accountId,
    stage: 'full' as const,
    created_at: now - index,
    last_seen_at: now,
    challenge_expires_at: null,
    proved_at: now,
    proved_with: 'password' as const,
    device_hash: null,
    address: '203.0.113.7',
    user_agent: chrome,
  });
  const db = server.store.db.withTables<HostOnlyTables>();
  for (let left = sessions; left > 0; left -= 100) {
    await db
      .insertInto('sessions')
      .values(Array.from({ length: Math.min(left, 100) }, session))
      .execute();
  }
}

describe('the list of sessions', () => {
  it('shows the full sessions of the account, marks the current one, and contains no id of a cookie', async () => {
    const person = await enrolled(server);
    await signedIn(server);
    const half = await challenged(server, person);
    server.clock.advance(120);
    const answer = await person.browser.op('devices');
    assert.equal(answer.status, 200, answer.text);
    const sessions = listOf(answer);
    assert.equal(sessions.length, 1, 'no sessions of other accounts and no half signed-in ones');
    const { id, name, addedAt, expiresAt, ...line } = sessions[0]!;
    const lastUsedAt = server.clock.now().toISOString();
    assert.deepEqual(line, { kind: 'session', current: true, lastUsedAt, address: '127.0.0.1' });
    assert.match(id, /^[\w-]{22}$/);
    assert.equal(typeof name, 'string');
    assert.ok(Date.parse(addedAt as string) < server.clock.now().getTime());
    assert.equal(Date.parse(expiresAt as string), server.clock.now().getTime() + hour * 1000);
    for (const { cookie } of [person.browser, half]) assert.ok(!answer.text.includes(cookie!.split('=')[1]!));
    assert.equal(answer.body['account'], (await person.browser.op('status')).body['account']);
  });

  it('names each browser, newest first', async () => {
    const { account, browser } = await signedIn(server);
    for (const userAgent of [firefox, '', 'curl/8.14.1', `${'x'.repeat(100)}/1 (y)`]) {
      server.clock.advance(1);
      await another(account, userAgent);
    }
    const names = listOf(await browser.op('devices')).map(({ name }) => name as string);
    assert.deepEqual(names.slice(1, 4), ['Unknown browser', 'Unknown browser', 'Firefox on Linux']);
    assert.equal(names[0], 'x'.repeat(60));
  });

  it('has 100 sessions at most, and the one that asks among them', async () => {
    const { account, browser } = await signedIn(server);
    const { id } = (await server.accounts.find(account.email))!;
    const { sessions } = server;
    for (let count = 0; count < 105; count += 1) {
      server.clock.advance(1);
      const half = await sessions.begin({ accountId: id }, server.clock.now());
      await sessions.promote(half, { method: 'password', at: server.clock.now() }, server.clock.now());
    }
    const list = listOf(await browser.op('devices'));
    assert.equal(list.length, 100);
    assert.equal(list.at(-1)!.current, true, 'the oldest one asks');
    assert.equal((await browser.op('removeOtherDevices')).status, 200);
    assert.equal(listOf(await browser.op('devices')).length, 1, 'those that were not listed have ended, too');
  });

  it('costs the server about as much with thousands of sessions, which a robot with the password may begin', async () => {
    const { account, browser } = await signedIn(server);
    const { id } = (await server.accounts.find(account.email))!;
    const costOfList = async (): Promise<number> => {
      const costs: number[] = [];
      for (let count = 0; count < 5; count += 1) {
        const before = process.cpuUsage();
        assert.equal((await browser.op('devices')).status, 200);
        const { user, system } = process.cpuUsage(before);
        costs.push((user + system) / 1000);
      }
      return Math.min(...costs);
    };
    await fill(id, 200);
    const few = await costOfList();
    await fill(id, 7000);
    const many = await costOfList();
    assert.ok(many < few + 60, `${Math.round(few)} ms for 200 sessions, ${Math.round(many)} ms for 7,200`);
  });

  it('is only for full sessions', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    for (const browser of [half, visit(server)]) {
      for (const answer of [
        await browser.op('devices'),
        await browser.op('removeOtherDevices'),
        await remove(browser, 'any'),
      ])
        assertProblem(answer, 401, 'not_signed_in');
    }
    assert.equal((await half.op('readChallenge')).status, 200, 'the refused call has ended no session');
  });
});

describe('signing one session out', () => {
  it('ends it at once, answers with the others, and is audited and counted', async () => {
    const { account, browser } = await signedIn(server);
    const [phone, laptop] = [await another(account), await another(account)];
    const target = listOf(await phone.op('devices')).find(({ current }) => current)!;
    const before = await countOf('session_revoked');
    const answer = await remove(browser, target.id);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(
      listOf(answer)
        .map(({ id }) => id)
        .includes(target.id),
      false,
    );
    assert.equal(listOf(answer).length, 2);
    assertProblem(await phone.op('status'), 401, 'not_signed_in');
    for (const alive of [browser, laptop]) assert.equal((await alive.op('status')).status, 200);
    const { id } = (await server.accounts.find(account.email))!;
    assert.equal((await server.store.audit.list(id, 1))[0]?.event, 'session_revoked');
    assert.equal((await countOf('session_revoked')) - before, 1);
    assertProblem(await remove(browser, target.id), 404, 'not_found');
  });

  it('of another account is as unknown as one that nobody has', async () => {
    const [ada, eve] = [await signedIn(server), await signedIn(server)];
    const [target] = listOf(await ada.browser.op('devices'));
    const [foreign, unknown] = [await remove(eve.browser, target!.id), await remove(eve.browser, 'no-such-session')];
    assertProblem(foreign, 404, 'not_found');
    assert.equal(foreign.text, unknown.text);
    assert.equal((await ada.browser.op('status')).status, 200);
  });

  it('of this session signs out here, and drops the cookie', async () => {
    const { browser } = await signedIn(server);
    const [own] = listOf(await browser.op('devices'));
    const answer = await remove(browser, own!.id);
    assert.deepEqual([answer.status, listOf(answer)], [200, []]);
    assert.equal(browser.cookie, undefined);
  });

  it('by several browsers at once ends it once', async () => {
    const { account, browser } = await signedIn(server);
    for (let round = 0; round < rounds; round += 1) {
      const target = await another(account);
      const { id } = listOf(await target.op('devices')).find(({ current }) => current)!;
      const answers = await Promise.all([browser, browser, browser].map((visitor) => remove(visitor, id)));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 404, 404]);
    }
  });

  it('ends one that thousands of newer ones have pushed out of the list', async () => {
    const { account, browser } = await signedIn(server);
    const target = await another(account);
    const { id } = listOf(await target.op('devices')).find(({ current }) => current)!;
    server.clock.advance(10);
    await fill((await server.accounts.find(account.email))!.id, 4500);
    assert.ok(!listOf(await browser.op('devices')).some((line) => line.id === id));
    assert.equal((await remove(browser, id)).status, 200);
    assertProblem(await target.op('status'), 401, 'not_signed_in');
    assertProblem(await remove(browser, id), 404, 'not_found');
  });

  it('costs the server about as much, however many sessions the account has', async () => {
    const { account, browser } = await signedIn(server);
    const { id } = (await server.accounts.find(account.email))!;
    const costOfRemoval = async (): Promise<number> => {
      const costs: number[] = [];
      for (const line of listOf(await browser.op('devices')).slice(1, 6)) {
        const before = process.cpuUsage();
        assert.equal((await remove(browser, line.id)).status, 200);
        const { user, system } = process.cpuUsage(before);
        costs.push((user + system) / 1000);
      }
      return Math.min(...costs);
    };
    await fill(id, 200);
    const few = await costOfRemoval();
    await fill(id, 7000);
    const many = await costOfRemoval();
    assert.ok(many < few + 60, `${Math.round(few)} ms for 200 sessions, ${Math.round(many)} ms for 7,200`);
  });

  it('cannot be done by the key of its row', async () => {
    const { account, browser } = await signedIn(server);
    await another(account);
    const db = server.store.db.withTables<{ sessions: { id_hash: string } }>();
    for (const { id_hash } of await db.selectFrom('sessions').select('id_hash').execute()) {
      assertProblem(await remove(browser, encodeURIComponent(id_hash)), 404, 'not_found');
    }
  });
});

describe('signing out elsewhere', () => {
  it('ends all other sessions, also half signed-in ones, and is audited', async () => {
    const { account, browser } = await signedIn(server);
    const [phone, laptop] = [await another(account), await another(account)];
    const answer = await browser.op('removeOtherDevices');
    assert.deepEqual([answer.status, listOf(answer).map(({ current }) => current)], [200, [true]]);
    for (const other of [phone, laptop]) assertProblem(await other.op('status'), 401, 'not_signed_in');
    assert.equal((await browser.op('status')).status, 200);
    const { id } = (await server.accounts.find(account.email))!;
    assert.equal((await server.store.audit.list(id, 1))[0]?.event, 'signed_out_elsewhere');
  });

  it('is no entry of the trail when nothing else was signed in, however often', async () => {
    const { account, browser } = await signedIn(server);
    await another(account);
    for (let time = 0; time < 3; time += 1) assert.equal((await browser.op('removeOtherDevices')).status, 200);
    const { id } = (await server.accounts.find(account.email))!;
    const entries = await server.store.audit.list(id);
    assert.equal(entries.filter(({ event }) => event === 'signed_out_elsewhere').length, 1);
  });

  it('from two browsers at once leaves one of them signed in', async () => {
    const { account, browser } = await signedIn(server);
    const other = visit(server);
    for (let round = 0; round < rounds; round += 1) {
      await other.signIn(account);
      const answers = await Promise.all([browser, other].map((visitor) => visitor.op('removeOtherDevices')));
      const [mine, theirs] = await Promise.all([browser.op('status'), other.op('status')]);
      assert.deepEqual([mine.status, theirs.status].sort(), [200, 401]);
      // The browser that got the success is the one that stays signed in.
      assert.equal(answers[0]?.status === 200, mine.status === 200);
      if (mine.status !== 200) await browser.signIn(account);
    }
  });

  it('is refused from another origin, and does not touch other accounts', async () => {
    const mine = await signedIn(server);
    const theirs = await signedIn(server);
    const headers = { origin: 'https://evil.example' };
    assertProblem(await mine.browser.call('DELETE', '/api/2fa/devices', { headers }), 403, 'origin_refused');
    assert.equal((await mine.browser.op('removeOtherDevices')).status, 200);
    assert.equal((await theirs.browser.op('status')).status, 200);
  });
});

async function countOf(event: string): Promise<number> {
  const line = new RegExp(`^harmony_2fa_events_total\\{event="${event}",method="none"\\} (\\d+)$`, 'm');
  return Number(line.exec(await metrics.text())?.[1] ?? 0);
}
