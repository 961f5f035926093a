import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TwoFactorStore } from '../../../server/core/two-factor/store.js';
import { listed } from '../support/authenticators.js';
import { phone } from '../support/phone.js';
import { newKey, startServer, type TestServer } from '../support/test-server.js';
import {
  assertProblem,
  challenged,
  enrolled,
  proved,
  signedIn,
  visit,
  type Enrolled,
  type Visitor,
} from '../support/visitor.js';

describe('keys', () => {
  const [old, fresh] = [newKey('old'), newKey('new')];
  let server: TestServer;
  before(async () => (server = await startServer({ keys: old })));
  after(() => server.close());

  it('rotated with both in the ring: everybody signs in; without the old one: 503 for its accounts alone', async () => {
    const person = await enrolled(server);
    await server.restart({ keys: `${fresh},${old}` });
    const later = await enrolled(server);
    const browser = await proved(server, person);
    assert.equal((await browser.op('beginSetup')).status, 201);

    await server.restart({ keys: fresh });
    server.clock.advance(30);
    const half = await challenged(server, person);
    for (const answer of [
      { code: person.phone.code(server.clock.now()) },
      { backupCode: person.backupCodes[0] },
      { code: '000000' },
    ]) {
      assertProblem(await half.op('answerChallenge', answer), 503, 'unavailable', { retryAfter: 60 });
    }
    assert.equal((await half.call('GET', '/api/session')).status, 401);
    assert.match(server.logs(), /"level":50.*"reason":"unknown_key"/);
    await proved(server, later);

    await server.restart({ keys: `${fresh},${old}` });
    const answer = await half.op('answerChallenge', { code: person.phone.wrongCode(server.clock.now()) });
    assertProblem(answer, 422, 'code_invalid', { attemptsRemaining: 4 });
    await proved(server, person);
  });
});

describe('a store that fails', () => {
  let broken: keyof TwoFactorStore | null = null;
  let server: TestServer;
  before(async () => {
    const wrapStore = (store: TwoFactorStore): TwoFactorStore => {
      return new Proxy(store, {
        get: (inner, name: keyof TwoFactorStore) =>
          name === broken ? () => Promise.reject(new Error('SQLITE_FULL: canary')) : inner[name],
      });
    };
    server = await startServer({ wrapStore });
  });
  after(() => server.close());

  const flows: Record<string, [failing: (keyof TwoFactorStore)[], go: (browser: Visitor, person: Enrolled) => Promise<number>]> = {
    'a right code': [['read', 'spendStep'], (browser, person) => status(browser.op('reauthenticate', { code: person.phone.code(server.clock.now()) }))],
    'a wrong code': [['read', 'recordFailure'], (browser) => status(browser.op('reauthenticate', { code: '000000' }))],
    'a right backup code': [['read', 'recordFailure', 'spendBackupCode'], (browser, person) => status(browser.op('reauthenticate', { backupCode: person.backupCodes[0] }))],
    'a set-up': [['read', 'stageSetup'], (browser) => status(browser.op('beginSetup'))],
    'new backup codes': [['read', 'stageBackupCodes'], (browser) => status(browser.op('beginBackupCodes'))],
    'a body that is none': [['read', 'recordFailure'], (browser) => status(browser.op('reauthenticate', {}))],
    'one more authenticator': [['read', 'stageSetup'], (browser) => status(browser.op('beginSetup', { mode: 'add' }))],
    'disable': [['read', 'disable'], (browser) => status(browser.op('disable'))],
  }; // prettier-ignore
  const status = async (answer: Promise<{ status: number }>): Promise<number> => (await answer).status;

  for (const [name, [failing, go]] of Object.entries(flows)) {
    it(`${name}: 503 for each failing call, and the server recovers`, async () => {
      const person = await enrolled(server);
      const browser = await proved(server, person);
      server.clock.advance(30);
      for (const method of failing) {
        broken = method;
        try {
          assert.equal(await go(browser, person), 503, method);
        } finally {
          broken = null;
        }
      }
      assert.ok((await go(browser, person)) < 500);
    });
  }

  it('is logged and not described in the answer', async () => {
    const { browser } = await signedIn(server);
    broken = 'read';
    const answer = await browser.op('status');
    broken = null;
    assertProblem(answer, 503, 'unavailable', { retryAfter: 5 });
    assert.equal(answer.headers.get('retry-after'), '5');
    assert.match(server.logs(), /SQLITE_FULL: canary/);
  });

  it('a failed addition adds nothing, and a failed removal removes nothing', async () => {
    const browser = await proved(server, await enrolled(server));
    const begun = await browser.op('beginSetup', { mode: 'add' });
    const code = phone(begun.body['keyUri'] as string).code(server.clock.now());
    const confirmation = { code, id: begun.body['id'] };
    broken = 'addAuthenticator';
    assert.equal((await browser.op('confirmSetup', confirmation)).status, 503);
    broken = null;
    assert.equal(listed(await browser.op('status')).length, 1);
    const confirmed = listed(await browser.op('confirmSetup', confirmation));
    assert.equal(confirmed.length, 2);
    broken = 'keepAuthenticators';
    assert.equal((await browser.op('removeAuthenticator', undefined, confirmed[0]!.id)).status, 503);
    broken = null;
    assert.deepEqual(listed(await browser.op('status')), confirmed);
  });

  it('a failed write signs nobody in', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    server.clock.advance(30);
    const answer = { code: person.phone.code(server.clock.now()) };
    broken = 'spendStep';
    assert.equal((await half.op('answerChallenge', answer)).status, 503);
    broken = null;
    assert.equal((await half.call('GET', '/api/session')).status, 401);
    assert.equal((await half.op('answerChallenge', answer)).status, 200);
  });
});

describe('a database that fails', () => {
  let server: TestServer;
  before(async () => (server = await startServer()));
  after(() => server.close());

  it('locked by another process: 503 after two seconds, nobody is signed in, and the server recovers', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    server.clock.advance(30);
    const answer = { code: person.phone.code(server.clock.now()) };
    const release = await server.database.lock();
    const started = performance.now();
    assertProblem(await half.op('answerChallenge', answer), 503, 'unavailable', { retryAfter: 5 });
    // The store's timeout is two seconds; the rest is for a busy machine.
    assert.ok(performance.now() - started < 6000);
    await release();
    assert.equal((await half.call('GET', '/api/session')).status, 401);
    assert.equal((await half.op('answerChallenge', answer)).status, 200);
  });

  it('locked by another process for a moment: the server answers meanwhile, and the write succeeds', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    server.clock.advance(30);
    const answer = { code: person.phone.code(server.clock.now()) };
    const release = await server.database.lock();
    let answered = false;
    const answering = half.op('answerChallenge', answer).finally(() => (answered = true));
    for (let time = 0; time < 10; time += 1) {
      assert.equal((await visit(server).call('GET', '/healthz')).status, 200);
      await sleep(20);
    }
    assert.equal(answered, false);
    await release();
    assert.equal((await answering).status, 200);
  });

  it('locked by another process: alive, and not ready', async () => {
    const release = await server.database.lock();
    const ready = await visit(server).call('GET', '/readyz');
    assert.equal((await visit(server).call('GET', '/healthz')).status, 200);
    await release();
    assertProblem(ready, 503, 'unavailable', { retryAfter: 5 });
    assert.equal((await visit(server).call('GET', '/readyz')).status, 200);
  });

  it('about to stop: not ready, and still serving', async () => {
    const { browser } = await signedIn(server);
    server.drain();
    assertProblem(await browser.call('GET', '/readyz'), 503, 'unavailable', { retryAfter: 1 });
    assert.equal((await browser.call('GET', '/healthz')).status, 200);
    assert.equal((await browser.op('status')).status, 200);
    await server.restart();
    assert.equal((await visit(server).call('GET', '/readyz')).status, 200);
  });

  it('closed: alive, and not ready', async () => {
    await server.store.close();
    assert.equal((await visit(server).call('GET', '/healthz')).status, 200);
    assertProblem(await visit(server).call('GET', '/readyz'), 503, 'unavailable', { retryAfter: 5 });
    await server.restart();
    assert.equal((await visit(server).call('GET', '/readyz')).status, 200);
  });
});
