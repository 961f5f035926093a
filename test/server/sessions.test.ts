import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startServer, type TestServer } from './support/test-server.js';
import {
  assertProblem,
  challenged,
  createAccount,
  enrolled,
  proved,
  signedIn,
  visit,
  type Visitor,
} from './support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

const sessionStatus = async (browser: Visitor): Promise<number> => (await browser.call('GET', '/api/session')).status;
const countRows = async (): Promise<number> => {
  const db = server.store.db.withTables<{ sessions: { id_hash: string } }>();
  return (await db.selectFrom('sessions').select('id_hash').execute()).length;
};

describe('accounts', () => {
  const password = 'long enough';

  it('are created once per address, in any case', async () => {
    const email = 'Grace.Hopper@Example.com';
    const made = await visit(server).call('POST', '/api/accounts', { body: { email, password } });
    assert.deepEqual([made.status, made.headers.getSetCookie()], [201, []]);
    const again = await visit(server).call('POST', '/api/accounts', { body: { email: email.toLowerCase(), password } });
    assertProblem(again, 409, 'account_exists');
    assert.deepEqual((await visit(server).signIn({ email: email.toUpperCase(), password })).body, { next: 'done' });
  });

  const bad: unknown[] = [
    {}, { email: 'a@b.example' }, { password }, { email: 'nobody', password }, { email: 'a@b.example', password: 'seven77' },
    { email: 'a@b.example', password: 'x'.repeat(1025) }, { email: `${'a'.repeat(250)}@b.example`, password },
    { email: ['a@b.example'], password }, { email: 'a@b.example', password: 12345678 }, { email: 'a:b@c.example', password },
    { email: 'a@b.example\r\nBcc: x', password }, { email: 'a@b.example', password: { $ne: '' } },
  ]; // prettier-ignore
  it('need an address and a password of 8 to 1024 characters', async () => {
    for (const body of bad) {
      assertProblem(await visit(server).call('POST', '/api/accounts', { body }), 400, 'request_invalid');
    }
  });

  it('with every character that an address may have can turn 2FA on', async () => {
    const account = { email: "o'hara+x_y.z@example.co.uk", password };
    await visit(server).call('POST', '/api/accounts', { body: account });
    const browser = visit(server);
    await browser.signIn(account);
    const { status, body } = await browser.op('beginSetup');
    assert.equal(status, 201);
    assert.equal(decodeURIComponent(new URL(body['keyUri'] as string).pathname), `/Harmony:${account.email}`);
  });
});

describe('signing in and out', () => {
  it('an address with NUL is malformed, on every database', async () => {
    const answer = await visit(server).call('POST', '/api/session', {
      body: { email: 'a\0b@example.com', password: 'correct horse battery' },
    });
    assertProblem(answer, 400, 'request_invalid');
  });

  it('a wrong password and a malformed body', async () => {
    const { email } = await createAccount(server);
    assertProblem(await visit(server).signIn({ email, password: 'wrong' }), 401, 'credentials_invalid');
    for (const body of [{}, { email }, { email, password: 1 }, { email: {}, password: '' }]) {
      assertProblem(await visit(server).call('POST', '/api/session', { body }), 400, 'request_invalid');
    }
    assertProblem(await visit(server).call('POST', '/api/session'), 400, 'request_invalid');
  });

  it('the session has the address and the workspaces of the account', async () => {
    const { account, browser } = await signedIn(server);
    const { status, body, headers } = await browser.call('GET', '/api/session');
    assert.deepEqual([status, body['email'], headers.get('cache-control')], [200, account.email, 'no-store']);
    assert.ok((body['workspaces'] as unknown[]).length >= 2);
  });

  it('signing out ends the session on the server, and answers 204 also without a session', async () => {
    const { browser } = await signedIn(server);
    const { cookie } = browser;
    const answer = await browser.call('DELETE', '/api/session');
    assert.equal(answer.status, 204);
    assert.match(answer.headers.getSetCookie()[0] ?? '', /^harmony_session=; .*Expires=Thu, 01 Jan 1970/);
    // Neither "cookies", which would forget a trusted device, nor "storage", which other pages of the origin use.
    assert.equal(answer.headers.get('clear-site-data'), '"cache"');
    assert.equal(await sessionStatus(visit(server, cookie)), 401);
    assert.equal((await visit(server).call('DELETE', '/api/session')).status, 204);
  });

  it('signing in again ends the former session, also a full one when a challenge is due', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    const former = browser.cookie;
    assert.deepEqual((await browser.signIn(person.account)).body, { next: 'challenge' });
    assert.notEqual(browser.cookie, former);
    assert.equal(await sessionStatus(visit(server, former)), 401);
  });

  it('a session id from the browser is never adopted', async () => {
    const account = await createAccount(server);
    const planted = `harmony_session=${'A'.repeat(43)}`;
    const browser = visit(server, planted);
    await browser.signIn(account);
    assert.notEqual(browser.cookie, planted);
    assert.equal(await sessionStatus(visit(server, planted)), 401);
  });

  it('another method is refused with the list of allowed ones', async () => {
    const answer = await visit(server).call('PUT', '/api/session');
    assertProblem(answer, 405, 'method_not_allowed');
    assert.equal(answer.headers.get('allow'), 'GET, HEAD, POST, DELETE');
    assertProblem(await visit(server).call('GET', '/api/accounts'), 405, 'method_not_allowed');
    assertProblem(await visit(server).call('GET', '/api/none'), 404, 'not_found');
  });
});

describe('the lifetime of a session', () => {
  it('an hour without use', async () => {
    const { browser } = await signedIn(server);
    server.clock.advance(3599);
    assert.equal(await sessionStatus(browser), 200);
    server.clock.advance(3599);
    assert.equal(await sessionStatus(browser), 200);
    server.clock.advance(3600);
    assert.equal(await sessionStatus(browser), 401);
  });

  it('a day, however often it is used, and a new id does not extend it', async () => {
    const { account, browser } = await signedIn(server);
    for (let minutes = 30; minutes < 24 * 60; minutes += 30) {
      server.clock.advance(30 * 60);
      assert.equal((await browser.op('reauthenticate', { password: account.password })).status, 200);
    }
    server.clock.advance(30 * 60 - 1);
    assert.equal(await sessionStatus(browser), 200);
    server.clock.advance(1);
    assert.equal(await sessionStatus(browser), 401);
  });

  it('ten minutes while half signed in, however often it is used', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    for (let minute = 1; minute < 10; minute += 1) {
      server.clock.advance(60);
      assert.equal((await half.op('readChallenge')).status, 200);
    }
    server.clock.advance(60);
    assertProblem(
      await half.op('answerChallenge', { code: person.phone.code(server.clock.now()) }),
      401,
      'challenge_expired',
    );
  });

  it('expired sessions are purged', async () => {
    await signedIn(server);
    await challenged(server, await enrolled(server));
    server.clock.advance(3600);
    const { browser } = await signedIn(server);
    await server.sessions.purge(server.clock.now());
    assert.equal(await countRows(), 1);
    assert.equal(await sessionStatus(browser), 200);
  });

  it('an ended session stays ended, also for running requests', async () => {
    const { account, browser } = await signedIn(server);
    const { cookie } = browser;
    server.clock.advance(120);
    await Promise.all([
      ...Array.from({ length: 10 }, () => visit(server, cookie).call('GET', '/api/session')),
      visit(server, cookie).op('reauthenticate', { password: account.password }),
      browser.call('DELETE', '/api/session'),
      ...Array.from({ length: 10 }, () => visit(server, cookie).call('GET', '/api/session')),
    ]);
    assert.equal(await sessionStatus(visit(server, cookie)), 401);
  });
});

describe('the step from half to full', () => {
  const proof = () => ({ method: 'second_factor' as const, at: server.clock.now() });

  it('is one statement that refuses a full, a used, an ended and an expired session', async () => {
    const { browser } = await signedIn(server);
    const { sessions, clock } = server;
    const full = browser.cookie?.split('=')[1] ?? '';
    assert.equal(await sessions.promote(full, proof(), clock.now()), null);

    const accountId = (await sessions.find(full, clock.now()))?.accountId ?? '';
    const [used, ended, late] = await Promise.all(
      [1, 2, 3].map(() => sessions.begin({ accountId: accountId }, clock.now())),
    );
    assert.ok(used && ended && late);
    const promoted = await Promise.all([1, 2, 3].map(() => sessions.promote(used, proof(), clock.now())));
    assert.equal(promoted.filter(Boolean).length, 1);
    await sessions.end(ended);
    assert.equal(await sessions.promote(ended, proof(), clock.now()), null);
    clock.advance(600);
    assert.equal(await sessions.promote(late, proof(), clock.now()), null);
  });

  it('and `rotate` gives a half signed-in session no new id and no proof', async () => {
    const half = await challenged(server, await enrolled(server));
    const id = half.cookie?.split('=')[1] ?? '';
    assert.equal(await server.sessions.rotate(id, proof(), server.clock.now()), null);
  });
});

describe('the cookie', () => {
  it('over http: HttpOnly, SameSite=Lax, no domain', async () => {
    const answer = await visit(server).signIn(await createAccount(server));
    assert.match(
      answer.headers.getSetCookie()[0] ?? '',
      /^harmony_session=[A-Za-z0-9_-]{86}; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  it('over https: __Host- and Secure on every change, and HSTS', async () => {
    const secure = await startServer({ secure: true });
    try {
      const person = await enrolled(secure);
      const half = visit(secure);
      const signIn = await half.signIn(person.account);
      secure.clock.advance(30);
      const verified = await half.op('answerChallenge', { code: person.phone.code(secure.clock.now()) });
      const signOut = await half.call('DELETE', '/api/session');
      for (const answer of [signIn, verified, signOut]) {
        assert.match(
          answer.headers.getSetCookie()[0] ?? '',
          /^__Host-harmony_session=[^;]*; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/,
        );
        assert.equal(answer.headers.get('strict-transport-security'), 'max-age=31536000');
      }
    } finally {
      await secure.close();
    }
  });
});
