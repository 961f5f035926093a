import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { endpoints } from '../../../widget/protocol/endpoints.js';
import { addAuthenticator, listed } from '../support/authenticators.js';
import { phone } from '../support/phone.js';
import { routesOf } from '../support/routes.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { twoFactorOf } from '../support/use-cases.js';
import {
  assertProblem,
  challenged,
  createAccount,
  enrol,
  enrolled,
  proved,
  signedIn,
  visit,
  type Account,
  type Visitor,
} from '../support/visitor.js';

const day = 24 * 60 * 60;
const boss: Account = { email: 'boss@harmony.example', password: 'correct horse battery' };

/** Routes that need no session. All others are tried. */
const publicRoutes: readonly string[] = [
  'GET /healthz',
  'GET /readyz',
  'POST /api/accounts',
  'POST /api/session',
  'POST /api/recovery/stop',
  'DELETE /api/session',
];
/** All that somebody who is being enrolled may do. */
const setUp: readonly string[] = (['status', 'beginSetup', 'confirmSetup', 'cancelSetup'] as const).map(
  (operation) => `${endpoints[operation].method} /api/2fa${endpoints[operation].path}`,
);

async function enrolling(server: TestServer, account: Account): Promise<Visitor> {
  const browser = visit(server);
  const answer = await browser.signIn(account);
  assert.deepEqual(answer.body, { next: 'enrolment' });
  assert.equal(answer.headers.getSetCookie().length, 1);
  return browser;
}

const idOf = async (server: TestServer, { email }: Account): Promise<string> => (await server.accounts.find(email))!.id;

describe('somebody who is being enrolled at sign-in', () => {
  let server: TestServer;
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-pages-'));
    for (const page of ['preferences/security', 'administration', 'sign-in']) {
      await mkdir(join(folder, page), { recursive: true });
      await writeFile(join(folder, page, 'index.html'), page);
    }
    server = await startServer({
      requireTwoFactor: 'on',
      trustedDeviceDays: 30,
      pagesDirectory: folder,
      administrators: [boss.email],
    });
    await server.accounts.create(boss.email, boss.password, server.clock.now());
  });
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('reaches no route of the server but those of a set-up, not even as an administrator', async () => {
    const account = boss;
    const browser = await enrolling(server, account);
    const before = browser.cookie;
    const tried = routesOf(server.app).filter((route) => !publicRoutes.includes(route) && !setUp.includes(route));
    assert.ok(tried.length >= 10, tried.join());
    for (const route of tried) {
      const [method = '', pattern = ''] = route.split(' ');
      const path = pattern.replace(':slug', 'harmony-hq').replace(/:\w+|\{\w+\}/, 'any');
      for (const body of [undefined, { code: '000000' }, { password: account.password }]) {
        const answer = await browser.call(method, path, body === undefined || method === 'GET' ? {} : { body });
        if (path.startsWith('/api/administration/')) assertProblem(answer, 404, 'not_found');
        else assertProblem(answer, 401, path.endsWith('/challenge') ? 'challenge_expired' : 'not_signed_in');
      }
    }
    assert.equal(browser.cookie, before);
    assert.equal((await server.store.secondFactors.read(await idOf(server, account))).version, 0);
  });

  it('adds no authenticator: there is none beside which another one could be', async () => {
    const account = await createAccount(server);
    const browser = await enrolling(server, account);
    assertProblem(await browser.op('beginSetup', { mode: 'add' }), 409, 'not_enabled');
    assert.equal((await server.store.secondFactors.read(await idOf(server, account))).pendingSetup, null);
    assert.equal((await browser.op('beginSetup', { mode: 'replace' })).status, 201);
  });

  it('is sent from the preferences to the sign-in page', async () => {
    const browser = await enrolling(server, await createAccount(server));
    for (const path of ['/preferences/security', '/preferences/security/', '/Preferences/security']) {
      const { status, headers } = await browser.call('GET', path);
      assert.deepEqual([status, headers.get('location')], [302, '/sign-in']);
    }
    assertProblem(await (await enrolling(server, boss)).call('GET', '/administration'), 404, 'not_found');
  });

  it('is no session in any other kind of credential', async () => {
    const account = await createAccount(server);
    const browser = await enrolling(server, account);
    const id = browser.cookie?.split('=')[1] ?? '';
    for (const headers of [
      { authorization: `Bearer ${id}` },
      { authorization: `Basic ${Buffer.from(`${account.email}:${account.password}`).toString('base64')}` },
      { cookie: `__Host-harmony_session=${id}` },
      { cookie: `harmony_session=${id}; harmony_session=${id}` },
    ]) {
      assertProblem(await visit(server).call('GET', '/api/workspaces/research', { headers }), 401, 'not_signed_in');
      assertProblem(await visit(server).call('POST', '/api/2fa/setup', { headers }), 401, 'not_signed_in');
    }
  });

  it('turns 2FA on and is signed in under a new id, and every other session of the account ends', async () => {
    const account = await createAccount(server);
    const [browser, other] = [await enrolling(server, account), await enrolling(server, account)];
    const half = browser.cookie;
    const { phone: app } = await enrol(server, browser);
    assert.notEqual(browser.cookie, half);
    assert.equal((await browser.call('GET', '/api/workspaces/research')).status, 200);
    const { body } = await browser.op('status');
    assert.equal(body['enabled'], true);
    assert.equal((body['required'] as { graceEndsAt: unknown }).graceEndsAt, null);
    for (const ended of [visit(server, half), other]) {
      assertProblem(await ended.op('status'), 401, 'not_signed_in');
      assertProblem(await ended.op('beginSetup'), 401, 'not_signed_in');
      assertProblem(await ended.call('GET', '/api/session'), 401, 'not_signed_in');
    }
    // The confirmed code was a second factor of this session.
    assert.equal((await browser.op('beginBackupCodes')).status, 201);
    // And it is spent.
    const next = visit(server);
    assert.deepEqual((await next.signIn(account)).body, { next: 'challenge' });
    assertProblem(await next.op('answerChallenge', { code: app.code(server.clock.now()) }), 422, 'code_invalid', {
      attemptsRemaining: 4,
    });
    const events = await server.store.audit.list(await idOf(server, account), 20);
    const names = events.map(({ event }) => event);
    for (const name of ['enrolment_begun', 'setup_begun', 'enabled'] as const) assert.ok(names.includes(name), name);
  });

  it('is signed in by one of several simultaneous confirmations', async () => {
    const browser = await enrolling(server, await createAccount(server));
    const setup = await browser.op('beginSetup');
    const code = phone(setup.body['keyUri'] as string).code(server.clock.now());
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => visit(server, browser.cookie).op('confirmSetup', { code, id: setup.body['id'] })),
    );
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    for (const { status } of answers) assert.ok([200, 401, 410].includes(status), String(status));
  });

  it('cannot replace what another session of the account has confirmed meanwhile', async () => {
    const account = await createAccount(server);
    const [thief, owner] = [await enrolling(server, account), await enrolling(server, account)];
    const stolen = await thief.op('beginSetup');
    await enrol(server, owner);
    const code = phone(stolen.body['keyUri'] as string).code(server.clock.now());
    assertProblem(await thief.op('confirmSetup', { code, id: stolen.body['id'] }), 401, 'not_signed_in');
    assert.deepEqual((await visit(server).signIn(account)).body, { next: 'challenge' });
  });

  it('has ten minutes, all of them with the sign-in as the proof', async () => {
    const browser = await enrolling(server, await createAccount(server));
    server.clock.advance(10 * 60 - 1);
    const setup = await browser.op('beginSetup');
    assert.equal(setup.status, 201);
    server.clock.advance(1);
    const code = phone(setup.body['keyUri'] as string).code(server.clock.now());
    assertProblem(await browser.op('confirmSetup', { code }), 401, 'not_signed_in');
    assertProblem(await browser.op('status'), 401, 'not_signed_in');
  });

  it('draws on the budget of the account with each wrong code', async () => {
    const account = await createAccount(server);
    const browser = await enrolling(server, account);
    const setup = await browser.op('beginSetup');
    const app = phone(setup.body['keyUri'] as string);
    for (const attemptsRemaining of [4, 3, 2, 1, 0]) {
      const code = app.wrongCode(server.clock.now());
      assertProblem(await browser.op('confirmSetup', { code }), 422, 'code_invalid', { attemptsRemaining });
    }
    const again = await enrolling(server, account);
    const right = app.code(server.clock.now());
    assertProblem(await again.op('confirmSetup', { code: right }), 429, 'too_many_attempts', { retryAfter: 60 });
    server.clock.advance(60);
  });

  it('of another account cannot be continued by a page that shows the first one', async () => {
    const [first, second] = [await createAccount(server), await createAccount(server)];
    const { body } = await (await enrolling(server, first)).op('status');
    const browser = await enrolling(server, second);
    const headers = { 'x-two-factor-account': String(body['account']) };
    assertProblem(await browser.call('POST', '/api/2fa/setup', { headers }), 401, 'not_signed_in');
  });
});

describe('where 2FA is required', () => {
  let server: TestServer;
  before(async () => (server = await startServer({ requireTwoFactor: 'on' })));
  after(() => server.close());

  async function enrolledThere() {
    const account = await createAccount(server);
    const browser = await enrolling(server, account);
    return { account, browser, ...(await enrol(server, browser)) };
  }

  it('it cannot be turned off, whatever the proof, and everything else goes on', async () => {
    const person = await enrolledThere();
    const browser = await proved(server, person);
    assertProblem(await browser.op('disable'), 403, 'required_by_policy');
    server.clock.advance(301);
    // A code would change nothing.
    assertProblem(await browser.op('disable'), 403, 'required_by_policy');
    assert.equal((await browser.op('status')).body['enabled'], true);
    assert.equal((await browser.op('reauthenticate', { code: person.phone.code(server.clock.now()) })).status, 200);
    const codes = await browser.op('beginBackupCodes');
    const kept = await browser.op('keepBackupCodes', { id: codes.body['id'] });
    assert.equal(kept.status, 200);
    assert.ok('required' in kept.body);
    await enrol(server, browser);
  });

  it('the only authenticator cannot be removed, which would turn it off; one of two can', async () => {
    const person = await enrolledThere();
    const browser = await proved(server, person);
    const [first] = listed(await browser.op('status'));
    assertProblem(await browser.op('removeAuthenticator', undefined, first!.id), 403, 'required_by_policy');
    await addAuthenticator(server, browser);
    assert.equal((await browser.op('removeAuthenticator', undefined, first!.id)).status, 200);
  });

  it('an account that an administrator resets is enrolled at its next sign-in', async () => {
    const { account } = await enrolledThere();
    const accountId = await idOf(server, account);
    const factor = await server.store.secondFactors.read(accountId);
    assert.equal(await server.store.secondFactors.reset(factor, []), true);
    const browser = await enrolling(server, account);
    assert.equal((await browser.call('GET', '/api/workspaces/research')).status, 401);
    await enrol(server, browser);
    assert.equal((await browser.call('GET', '/api/workspaces/research')).status, 200);
  });

  it('a reset in the middle of an enrolment leaves nothing to confirm', async () => {
    const account = await createAccount(server);
    const browser = await enrolling(server, account);
    const { body } = await browser.op('beginSetup');
    const accountId = await idOf(server, account);
    // By a host that ends no sessions: the server's own command ends them first.
    assert.equal(await twoFactorOf(server).reset({ accountId }, 'grace: asked by phone'), true);
    const confirmation = { code: phone(body['keyUri'] as string).code(server.clock.now()), id: body['id'] };
    assertProblem(await browser.op('confirmSetup', confirmation), 410, 'setup_expired');
    assert.equal((await browser.op('status')).body['enabled'], false);
    assertProblem(await browser.call('GET', '/api/workspaces/research'), 401, 'not_signed_in');
    await enrol(server, browser);
    assert.equal((await browser.call('GET', '/api/workspaces/research')).status, 200);
  });

  it('an enrolment goes on when the rule is lifted meanwhile', async () => {
    const browser = await enrolling(server, await createAccount(server));
    const { body } = await browser.op('beginSetup');
    await server.restart({ requireTwoFactor: 'off' });
    // Without the rule the session is no more than it was: it turns 2FA on, and reads nothing before that.
    assertProblem(await browser.call('GET', '/api/workspaces/research'), 401, 'not_signed_in');
    const confirmation = { code: phone(body['keyUri'] as string).code(server.clock.now()), id: body['id'] };
    assert.equal((await browser.op('confirmSetup', confirmation)).status, 200);
    assert.equal((await browser.call('GET', '/api/workspaces/research')).status, 200);
    await server.restart({ requireTwoFactor: 'on' });
  });

  it('a full session of before the rule ends, and stays ended when the rule is lifted', async () => {
    await server.restart({ requireTwoFactor: 'off' });
    const [{ browser }, on] = [await signedIn(server), await enrolled(server)];
    await server.restart({ requireTwoFactor: 'on' });
    assertProblem(await browser.call('GET', '/api/workspaces/research'), 401, 'not_signed_in');
    assertProblem(await browser.op('status'), 401, 'not_signed_in');
    assert.equal((await on.browser.call('GET', '/api/workspaces/research')).status, 200);
    await server.restart({ requireTwoFactor: 'off' });
    assertProblem(await browser.call('GET', '/api/session'), 401, 'not_signed_in');
    await server.restart({ requireTwoFactor: 'on' });
  });

  it('the rule is as old after a restart as before', async () => {
    const since = async () => {
      const browser = await enrolling(server, await createAccount(server));
      return ((await browser.op('status')).body['required'] as { since: string }).since;
    };
    const before = await since();
    server.clock.advance(day);
    await server.restart();
    assert.equal(await since(), before);
  });
});

describe('the time of grace', () => {
  let server: TestServer;
  let date: Date;
  const mails: { address: string; text: string }[] = [];
  before(async () => {
    const mailer = {
      send: (address: string, { text }: { text: string }) => Promise.resolve(void mails.push({ address, text })),
    };
    server = await startServer({ mailer });
  });
  beforeEach(async () => {
    date = new Date(server.clock.now().getTime() + 10 * day * 1000);
    await server.restart({ requireTwoFactor: date });
    mails.length = 0;
  });
  after(() => server.close());

  const until = (seconds: number): void =>
    server.clock.advance((date.getTime() - server.clock.now().getTime()) / 1000 - seconds);
  const mailsTo = async ({ email }: Account): Promise<string[]> => {
    await server.remind();
    await server.noticesSettled();
    return mails.filter(({ address }) => address === email).map(({ text }) => text);
  };

  it('lets people sign in as before, tells them the date, and keeps 2FA on where it is on', async () => {
    const { account, browser } = await signedIn(server);
    for (let count = 0; count < 3; count += 1) {
      const { body } = await browser.op('status');
      assert.equal((body['required'] as { graceEndsAt: string }).graceEndsAt, date.toISOString());
      server.clock.advance(60);
      assert.deepEqual((await browser.signIn(account)).body, { next: 'done' });
    }
    const confirmed = await enrol(server, browser);
    assert.ok(confirmed);
    assertProblem(await browser.op('disable'), 403, 'required_by_policy');
  });

  it('ends at the date, to the second, for sessions of before it and for sign-ins', async () => {
    const account = await createAccount(server);
    until(60);
    const browser = visit(server);
    assert.deepEqual((await browser.signIn(account)).body, { next: 'done' });
    until(1);
    assert.equal((await browser.call('GET', '/api/workspaces/research')).status, 200);
    assert.deepEqual((await visit(server).signIn(account)).body, { next: 'done' });
    until(0);
    assertProblem(await browser.call('GET', '/api/workspaces/research'), 401, 'not_signed_in');
    assertProblem(await browser.op('beginSetup'), 401, 'not_signed_in');
    const next = await enrolling(server, account);
    assertProblem(await next.call('GET', '/api/workspaces/research'), 401, 'not_signed_in');
    await enrol(server, next);
    // What belongs to the account is as it was.
    assert.equal((await next.call('GET', '/api/workspaces/research')).status, 200);
  });

  it('ends in the middle of a set-up: it is not confirmed, and the next sign-in begins another', async () => {
    const account = await createAccount(server);
    until(60);
    const browser = visit(server);
    assert.deepEqual((await browser.signIn(account)).body, { next: 'done' });
    const { body } = await browser.op('beginSetup');
    until(0);
    const confirmation = { code: phone(body['keyUri'] as string).code(server.clock.now()), id: body['id'] };
    assertProblem(await browser.op('confirmSetup', confirmation), 401, 'not_signed_in');
    await enrol(server, await enrolling(server, account));
  });

  it('does not begin anew with a restart', async () => {
    const account = await createAccount(server);
    until(60);
    await server.restart();
    until(0);
    await enrolling(server, account);
  });

  it('is longer for an account with an extension, and not for another one', async () => {
    const [late, other] = [await createAccount(server), await createAccount(server)];
    const end = new Date(date.getTime() + 5 * day * 1000);
    await server.store.enrolments.extend(await idOf(server, late), end, []);
    until(0);
    await enrolling(server, other);
    const browser = visit(server);
    assert.deepEqual((await browser.signIn(late)).body, { next: 'done' });
    const { required } = (await browser.op('status')).body as { required: { graceEndsAt: string } };
    assert.equal(required.graceEndsAt, end.toISOString());
    until(-5 * day);
    assertProblem(await browser.op('status'), 401, 'not_signed_in');
    await enrolling(server, late);
  });

  it('is not shortened by an extension that ends before the date', async () => {
    const account = await createAccount(server);
    await server.store.enrolments.extend(await idOf(server, account), new Date(date.getTime() - day * 1000), []);
    until(60);
    assert.deepEqual((await visit(server).signIn(account)).body, { next: 'done' });
  });

  it('is told by mail once seven days and once one day before its end, to accounts without 2FA alone', async () => {
    const [{ account }, on] = [await signedIn(server), await enrolled(server)];
    until(7 * day + 1);
    assert.deepEqual(await mailsTo(account), []);
    until(7 * day);
    const [first, ...more] = await mailsTo(account);
    assert.match(
      first ?? '',
      new RegExp(`requires two-factor authentication from ${date.toISOString().slice(0, 10)} on`),
    );
    assert.deepEqual(more, []);
    until(6 * day);
    await server.restart();
    assert.equal((await mailsTo(account)).length, 1);
    until(day);
    assert.equal((await mailsTo(account)).length, 2);
    until(60);
    assert.equal((await mailsTo(account)).length, 2);
    until(-day);
    assert.equal((await mailsTo(account)).length, 2);
    assert.deepEqual(
      (await mailsTo(on.account)).filter((text) => text.includes('requires two-factor authentication')),
      [],
    );
  });

  it('is told again when an extension has moved its end', async () => {
    const { account } = await signedIn(server);
    until(day);
    assert.equal((await mailsTo(account)).length, 1);
    const end = new Date(date.getTime() + 3 * day * 1000);
    await server.store.enrolments.extend(await idOf(server, account), end, []);
    assert.match((await mailsTo(account)).at(-1) ?? '', new RegExp(end.toISOString().slice(0, 10)));
    assert.equal((await mailsTo(account)).length, 2);
  });

  it('is told once, however many servers remind at once', async () => {
    const { account } = await signedIn(server);
    until(day);
    await Promise.all([server.remind(), server.remind(), server.remind()]);
    assert.equal((await mailsTo(account)).length, 1);
  });

  it('is told to everybody else when the row of one account is damaged', async () => {
    const accounts = await Promise.all(Array.from({ length: 4 }, () => createAccount(server)));
    const ids = new Map<string, Account>();
    for (const account of accounts) ids.set(await idOf(server, account), account);
    // The reminders go through the ids in their order.
    const [damaged = '', ...others] = [...ids.keys()].sort();
    const proof = { method: 'password', at: server.clock.now() } as const;
    await twoFactorOf(server).beginSetup({ accountId: damaged, accountName: 'Ada', proof });
    await server.store.db
      .updateTable('second_factors')
      .set({ recent_failures: 'none' })
      .where('account_id', '=', damaged)
      .execute();
    until(day);
    for (const id of others) assert.equal((await mailsTo(ids.get(id)!)).length, 1);
    assert.match(server.logs(), new RegExp(`"accountId":"${damaged}".*"an account could not be reminded"`));
  });

  it('leaves the challenge of an account with 2FA as it is', async () => {
    const person = await enrolled(server);
    until(-day);
    await challenged(server, person);
  });
});
