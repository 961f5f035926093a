import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { rounds } from '../support/rounds.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { assertProblem, challenged, enrolled, signedIn, visit } from '../support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

describe('the list of sessions', () => {
  it('shows the full sessions of the account, marks the current one, and contains no id', async () => {
    const person = await enrolled(server);
    await signedIn(server);
    const half = await challenged(server, person);
    server.clock.advance(120);
    const { body, text, status } = await person.browser.call('GET', '/api/sessions');
    assert.equal(status, 200);
    const sessions = body['sessions'] as Record<string, unknown>[];
    assert.equal(sessions.length, 1, 'no sessions of other accounts and no half signed-in ones');
    const { userAgent, signedInAt, ...line } = sessions[0]!;
    assert.deepEqual(line, { current: true, lastSeenAt: server.clock.now().toISOString(), address: '127.0.0.1' });
    assert.equal(typeof userAgent, 'string');
    assert.ok(Date.parse(signedInAt as string) < server.clock.now().getTime());
    for (const { cookie } of [person.browser, half]) assert.ok(!text.includes(cookie!.split('=')[1]!));
  });

  it('is only for full sessions', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    for (const browser of [half, visit(server)]) {
      assertProblem(await browser.call('GET', '/api/sessions'), 401, 'not_signed_in');
      assertProblem(await browser.call('DELETE', '/api/sessions', { body: {} }), 401, 'not_signed_in');
    }
    assert.equal((await half.op('readChallenge')).status, 200, 'the refused call has ended no session');
  });
});

describe('signing out elsewhere', () => {
  it('ends all other sessions, also half signed-in ones, and is audited', async () => {
    const { account, browser } = await signedIn(server);
    const [phone, laptop] = [visit(server), visit(server)];
    for (const other of [phone, laptop]) assert.equal((await other.signIn(account)).status, 200);
    assert.equal((await browser.call('DELETE', '/api/sessions', { body: {} })).status, 204);
    for (const other of [phone, laptop]) assertProblem(await other.op('status'), 401, 'not_signed_in');
    assert.equal((await browser.op('status')).status, 200);
    const { id } = (await server.accounts.find(account.email))!;
    assert.equal((await server.store.audit.list(id, 1))[0]?.event, 'signed_out_elsewhere');
  });

  it('from two browsers at once leaves one of them signed in', async () => {
    const { account, browser } = await signedIn(server);
    const other = visit(server);
    for (let round = 0; round < rounds; round += 1) {
      await other.signIn(account);
      const answers = await Promise.all(
        [browser, other].map((visitor) => visitor.call('DELETE', '/api/sessions', { body: {} })),
      );
      const [mine, theirs] = await Promise.all([browser.op('status'), other.op('status')]);
      assert.deepEqual([mine.status, theirs.status].sort(), [200, 401]);
      // The browser that got the success is the one that stays signed in.
      assert.equal(answers[0]?.status === 204, mine.status === 200);
      if (mine.status !== 200) await browser.signIn(account);
    }
  });

  it('is refused from another origin, and does not touch other accounts', async () => {
    const mine = await signedIn(server);
    const theirs = await signedIn(server);
    const headers = { origin: 'https://evil.example' };
    assertProblem(await mine.browser.call('DELETE', '/api/sessions', { body: {}, headers }), 403, 'origin_refused');
    assert.equal((await mine.browser.call('DELETE', '/api/sessions', { body: {} })).status, 204);
    assert.equal((await theirs.browser.op('status')).status, 200);
  });
});
