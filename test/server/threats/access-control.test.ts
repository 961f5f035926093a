import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { endpoints, type Operation } from '../../../widget/protocol/endpoints.js';
import { routesOf } from '../support/routes.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { assertProblem, challenged, createAccount, enrolled, proved, signedIn, visit } from '../support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer({ trustedDeviceDays: 30, administrators: ['boss@harmony.example'] })));
after(() => server.close());

/** Every route that needs a session, and its answer without one. Add a row for a new route. */
const protectedRoutes: [method: string, path: string, refusal: string][] = [
  ['GET', '/api/session', 'not_signed_in'],
  ['GET', '/api/workspaces/harmony-hq', 'not_signed_in'],
  ['GET', '/api/workspaces/research', 'not_signed_in'],
  ['GET', '/api/workspaces/unknown', 'not_signed_in'],
  ['DELETE', '/api/workspaces/research', 'not_signed_in'],
  ['POST', '/api/password', 'not_signed_in'],
  ['GET', '/api/administration/report', 'not_found'],
  ['POST', '/api/administration/resets', 'not_found'],
  ...Object.entries(endpoints).map(([operation, { method, path }]): [string, string, string] => [
    method,
    `/api/2fa${path}`,
    operation.endsWith('Challenge') ? 'challenge_expired' : 'not_signed_in',
  ]),
];

/** Routes without a session: they reveal nothing, or begin or end a session. */
const publicRoutes: [method: string, path: string][] = [
  ['GET', '/healthz'],
  ['GET', '/readyz'],
  ['POST', '/api/accounts'],
  ['POST', '/api/session'],
  ['DELETE', '/api/session'],
  ['POST', '/api/recovery/stop'],
];

const statusOf = (refusal: string): number => (refusal === 'not_found' ? 404 : 401);
const ofChallenge = (path: string): boolean => path === '/api/2fa/challenge';

describe('the half signed-in session', () => {
  for (const [method, path, refusal] of protectedRoutes) {
    it(`may ${ofChallenge(path) ? 'only answer a challenge' : 'do nothing'} at ${method} ${path}`, async () => {
      const person = await enrolled(server);
      const half = await challenged(server, person);
      if (!ofChallenge(path)) assertProblem(await half.call(method, path), statusOf(refusal), refusal);

      // Its id in every other kind of credential, without a cookie.
      const id = half.cookie?.split('=')[1] ?? '';
      const names = [
        { authorization: `Bearer ${id}` },
        { authorization: `Basic ${Buffer.from(`${person.account.email}:${id}`).toString('base64')}` },
        {
          authorization: `Basic ${Buffer.from(`${person.account.email}:${person.account.password}`).toString('base64')}`,
        },
        { 'x-session-id': id, 'x-auth-token': id },
        { cookie: `__Host-harmony_session=${id}` },
        { cookie: `harmony_session=${id}; harmony_session=${id}` },
        { cookie: `harmony_session=${id.slice(0, -1)}${id.endsWith('A') ? 'B' : 'A'}` },
      ];
      for (const headers of names) {
        assertProblem(await visit(server).call(method, path, { headers }), statusOf(refusal), refusal);
      }
      const inQuery = await visit(server).call(method, `${path}?harmony_session=${id}&session=${id}`);
      assertProblem(inQuery, statusOf(refusal), refusal);
    });
  }

  it('is the whole answer of a sign-in: one cookie and `next`', async () => {
    const { account } = await enrolled(server);
    const answer = await visit(server).signIn(account);
    assert.deepEqual(answer.body, { next: 'challenge' });
    assert.equal(answer.headers.getSetCookie().length, 1);
  });

  it('starts no set-up, and no answer contains a secret', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    for (const operation of ['beginSetup', 'confirmSetup', 'disable', 'beginBackupCodes', 'status'] as const) {
      const answer = await half.op(operation);
      assertProblem(answer, 401, 'not_signed_in');
      assert.doesNotMatch(answer.text, /otpauth:|[A-Z2-7]{16}/);
    }
    server.clock.advance(30);
    const answer = await half.op('answerChallenge', { code: person.phone.code(server.clock.now()) });
    assert.equal(answer.status, 200);
  });

  it('ends when it is promoted, and its id is refused', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    const before = half.cookie;
    server.clock.advance(30);
    await half.op('answerChallenge', { code: person.phone.code(server.clock.now()) });
    assert.notEqual(half.cookie, before);
    const replayed = visit(server, before);
    assert.equal((await replayed.call('GET', '/api/session')).status, 401);
    server.clock.advance(30);
    const code = person.phone.code(server.clock.now());
    assertProblem(await replayed.op('answerChallenge', { code }), 401, 'challenge_expired');
    assert.equal((await half.op('reauthenticate', { code })).status, 200);
  });
});

/** A listed path matches a route with a parameter. */
function sameRoute(route: string, line: string): boolean {
  return new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`).test(line);
}

describe('routes', () => {
  it('of the server are exactly the listed ones', () => {
    const operations = Object.keys(endpoints) as Operation[];
    assert.equal(operations.length, 16);
    const listed = [...protectedRoutes, ...publicRoutes].map(([method, path]) => `${method} ${path}`);
    const real = routesOf(server.app);
    assert.deepEqual(
      real.filter((route) => !listed.some((line) => sameRoute(route, line))),
      [],
      'routes without a row',
    );
    assert.deepEqual(
      listed.filter((line) => !real.some((route) => sameRoute(route, line))),
      [],
      'rows without a route',
    );
  });

  it('have the same answer for a full session of every account and workspace', async () => {
    const { browser } = await signedIn(server);
    const { body } = await browser.call('GET', '/api/session');
    const workspaces = body['workspaces'] as { slug: string; name: string }[];
    assert.ok(workspaces.length >= 2);
    for (const { slug, name } of workspaces) {
      const answer = await browser.call('GET', `/api/workspaces/${slug}`);
      assert.deepEqual([answer.status, answer.body], [200, { slug, name }]);
    }
    assertProblem(await browser.call('GET', '/api/workspaces/unknown'), 404, 'not_found');
    assertProblem(await browser.call('GET', '/api/workspaces/__proto__'), 404, 'not_found');
  });
});

describe('recent proof', () => {
  const changes = ['beginSetup', 'beginBackupCodes', 'disable'] as const;

  it('while 2FA is on: five minutes to the second after a challenge, for every change', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    server.clock.advance(299);
    assert.equal((await browser.op('beginSetup')).status, 201);
    assert.equal((await browser.op('beginBackupCodes')).status, 201);
    server.clock.advance(1);
    for (const change of changes) {
      const answer = await browser.op(change);
      assertProblem(answer, 403, 'reauthentication_required', { methods: ['totp', 'backup_code'] });
    }
    assert.equal((await browser.op('reauthenticate', { code: person.phone.code(server.clock.now()) })).status, 200);
    server.clock.advance(299);
    assert.equal((await browser.op('disable')).status, 200);
  });

  it('while 2FA is on: a sign-in without a code is not one, nor is a set-up of five minutes ago', async () => {
    const { browser } = await enrolled(server);
    server.clock.advance(300);
    for (const change of changes)
      assertProblem(await browser.op(change), 403, 'reauthentication_required', { methods: ['totp', 'backup_code'] });
  });

  it('while 2FA is off: five minutes after the sign-in, then the password', async () => {
    const { account, browser } = await signedIn(server);
    server.clock.advance(299);
    assert.equal((await browser.op('beginSetup')).status, 201);
    server.clock.advance(1);
    assertProblem(await browser.op('beginSetup'), 403, 'reauthentication_required', { methods: ['password'] });
    assert.equal((await browser.op('reauthenticate', { password: account.password })).status, 200);
    assert.equal((await browser.op('beginSetup')).status, 201);
  });

  it('belongs to one session and not to the account', async () => {
    const person = await enrolled(server);
    const [idle, busy] = [await proved(server, person), await proved(server, person)];
    server.clock.advance(300);
    await busy.op('reauthenticate', { code: person.phone.code(server.clock.now()) });
    assertProblem(await idle.op('disable'), 403, 'reauthentication_required', { methods: ['totp', 'backup_code'] });
  });

  it('in the future is refused: the clock was set back', async () => {
    const browser = await proved(server, await enrolled(server));
    server.clock.advance(-60);
    assert.equal((await browser.op('disable')).status, 403);
    server.clock.advance(60);
  });

  it('gives the session a new id, and the old one is refused', async () => {
    const { account, browser } = await signedIn(server);
    const before = browser.cookie;
    await browser.op('reauthenticate', { password: account.password });
    assert.notEqual(browser.cookie, before);
    assert.equal((await visit(server, before).call('GET', '/api/session')).status, 401);
    assert.equal((await browser.call('GET', '/api/session')).status, 200);
  });
});

describe('before the password', () => {
  it('nobody can tell whether an account exists or has 2FA', async () => {
    const on = await enrolled(server);
    const off = await createAccount(server);
    const guesses = [on.account.email, off.email, 'nobody@example.com'].map((email) =>
      visit(server).signIn({ email, password: 'not the password' }),
    );
    const answers = await Promise.all(guesses);
    for (const { status, text } of answers) assert.deepEqual([status, text], [401, answers[0]?.text]);
    assert.deepEqual(answers[0]?.body['code'], 'credentials_invalid');
  });

  it('nothing changes the counts of an account', async () => {
    const person = await enrolled(server);
    for (let time = 0; time < 6; time += 1) await visit(server).op('answerChallenge', { code: '000000' });
    server.clock.advance(30);
    const half = await challenged(server, person);
    const answer = await half.op('answerChallenge', { code: person.phone.wrongCode(server.clock.now()) });
    assert.equal(answer.body['attemptsRemaining'], 4);
  });
});
