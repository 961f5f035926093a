import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { silentLog } from '../../../server/core/log.js';
import { createPasswordChange } from '../../../server/reference/account/password-change.js';
import type { HostOnlyTables } from '../../../server/reference/account/tables.js';
import { cheapArgon2, startServer, type TestServer } from '../support/test-server.js';
import {
  assertProblem,
  challenged,
  enrolled,
  proved,
  signedIn,
  visit,
  type Account,
  type Answer,
  type Enrolled,
  type Visitor,
} from '../support/visitor.js';

/** A new password is the remedy of an owner whose password somebody else knows. */
let server: TestServer;
let sent: { address: string; subject: string; text: string }[] = [];
before(async () => {
  const mailer = {
    send: (address: string, mail: { subject: string; text: string }) => {
      sent.push({ address, ...mail });
      return Promise.resolve();
    },
  };
  server = await startServer({ trustedDeviceDays: 30, mailer });
});
after(() => server.close());

const fresh = 'nine violins at dawn';
const secondFactor = { methods: ['totp', 'backup_code'] };

const change = (browser: Visitor, { password }: Account, newPassword: unknown = fresh): Promise<Answer> =>
  browser.call('POST', '/api/password', { body: { oldPassword: password, newPassword } });
const isSignedIn = async (browser: Visitor): Promise<boolean> =>
  (await browser.call('GET', '/api/session')).status === 200;
const idOf = async ({ email }: Account): Promise<string> => (await server.accounts.find(email))!.id;
const budgetOf = async (account: Account) => (await server.store.secondFactors.read(await idOf(account))).budget;

async function trail(account: Account): Promise<string[]> {
  const entries = await server.store.audit.list(await idOf(account), 1000);
  return entries.map(({ event }) => event).reverse();
}

async function answersWrongly(half: Visitor, { phone }: Enrolled): Promise<void> {
  await half.op('answerChallenge', { code: phone.wrongCode(server.clock.now()) });
}

describe('a new password', () => {
  it('signs in from now on, and the old one does not', async () => {
    const { account, browser } = await signedIn(server);
    const answer = await change(browser, account);
    assert.deepEqual([answer.status, answer.text, answer.headers.get('cache-control')], [204, '', 'no-store']);
    assertProblem(await visit(server).signIn(account), 401, 'credentials_invalid');
    assert.deepEqual((await visit(server).signIn({ ...account, password: fresh })).body, { next: 'done' });
  });

  it('is taken unchanged: its case, its spaces and each of 1024 characters count', async () => {
    const { account, browser } = await signedIn(server);
    const long = ` ${'Kiwi umbrella '.repeat(73)}`.slice(0, 1024);
    assert.equal((await change(browser, account, long)).status, 204);
    for (const near of [long.toLowerCase(), long.trim(), long.slice(0, -1), `${long} `.slice(1)]) {
      assert.notEqual((await visit(server).signIn({ ...account, password: near })).status, 200, near.slice(0, 20));
    }
    assert.equal((await visit(server).signIn({ ...account, password: long })).status, 200);
  });

  it('gives this session a new id and ends every other one, half signed-in ones too', async () => {
    const person = await enrolled(server);
    const { account } = person;
    const other = await proved(server, person);
    const half = await challenged(server, person);
    const browser = await proved(server, person);
    const former = browser.cookie;
    assert.equal((await change(browser, account)).status, 204);
    assert.notEqual(browser.cookie, former);
    assert.ok(await isSignedIn(browser));
    assert.ok(!(await isSignedIn(visit(server, former))));
    assert.ok(!(await isSignedIn(other)));
    assertProblem(await half.op('readChallenge'), 401, 'challenge_expired');
  });

  it('keeps 2FA on, and ends the trust in devices', async () => {
    const person = await enrolled(server);
    const browser = await challenged(server, person);
    server.clock.advance(30);
    const trusted = await browser.op('answerChallenge', {
      code: person.phone.code(server.clock.now()),
      trustDevice: true,
    });
    const device = trusted.headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith('harmony_device='))!
      .split(';')[0]!;
    browser.cookie = trusted.headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith('harmony_session='))!
      .split(';')[0]!;
    const answer = await browser.call('POST', '/api/password', {
      body: { oldPassword: person.account.password, newPassword: fresh },
      headers: { cookie: `${browser.cookie}; ${device}` },
    });
    assert.equal(answer.status, 204, answer.text);
    assert.ok(answer.headers.getSetCookie().some((cookie) => /^harmony_device=;/.test(cookie)));
    const again = await visit(server, device).signIn({ ...person.account, password: fresh });
    assert.deepEqual(again.body, { next: 'challenge' });
    assert.deepEqual(
      (await trail(person.account)).filter((event) => /^password_c|device_revoked/.test(event)),
      ['password_changed', 'device_revoked'],
    );
  });

  it('is told to the owner once, with what to do if it was somebody else', async () => {
    const { account, browser } = await signedIn(server);
    await server.noticesSettled();
    sent = [];
    await change(browser, account);
    await server.noticesSettled();
    assert.deepEqual(
      sent.map(({ address, subject }) => [address, subject]),
      [[account.email, 'Harmony: Your password was changed']],
    );
    assert.match(sent[0]!.text, /If not, your old password no longer signs you in: ask an administrator/);
    assert.doesNotMatch(sent[0]!.text, /change your password now/);
    assert.ok(!server.logs().includes(fresh));
  });
});

describe('the change is refused', () => {
  it('without the old password: recorded as at sign-in, and nothing changes', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    const before = await trail(person.account);
    const answer = await change(browser, { ...person.account, password: 'not the password' });
    assertProblem(answer, 422, 'password_wrong');
    assert.deepEqual((await trail(person.account)).slice(before.length), ['password_failed']);
    assert.equal((await budgetOf(person.account)).failures, 0, 'it costs no try of the second factor');
    assert.ok(await isSignedIn(browser));
    assert.equal((await change(browser, person.account)).status, 204);
  });

  it('many wrong old passwords cause the notice about guessing', async () => {
    const { account, browser } = await signedIn(server);
    sent = [];
    for (let time = 0; time < 10; time += 1) await change(browser, { ...account, password: `wrong ${time}` });
    await server.noticesSettled();
    // The mail of an earlier test may come now.
    const own = sent.filter(({ address }) => address === account.email);
    assert.deepEqual(
      own.map(({ subject }) => subject),
      ['Harmony: Many wrong passwords were entered'],
    );
  });

  it('while 2FA is on without a proof of the last five minutes by a code', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    server.clock.advance(300);
    const refused = await change(browser, person.account);
    assertProblem(refused, 403, 'reauthentication_required', secondFactor);
    assert.match(refused.headers.get('www-authenticate') ?? '', /^Bearer .*max_age="300"$/);
    await browser.op('reauthenticate', { code: person.phone.code(server.clock.now()) });
    assert.equal((await change(browser, person.account)).status, 204);
  });

  it('while 2FA is on with the password of this moment as the only proof: that of a trusted device', async () => {
    const person = await enrolled(server);
    const browser = await challenged(server, person);
    server.clock.advance(30);
    const code = person.phone.code(server.clock.now());
    const trusted = await browser.op('answerChallenge', { code, trustDevice: true });
    const device = trusted.headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith('harmony_device='))!
      .split(';')[0]!;
    const answer = await visit(server, device).signIn(person.account);
    assert.deepEqual(answer.body, { next: 'done' });
    const session = answer.headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith('harmony_session='))!
      .split(';')[0]!;
    assertProblem(await change(visit(server, session), person.account), 403, 'reauthentication_required', secondFactor);
  });

  it('while 2FA is off the old password is the proof, however old the sign-in is', async () => {
    const { account, browser } = await signedIn(server);
    server.clock.advance(3000);
    assertProblem(await change(browser, { ...account, password: 'not it' }), 422, 'password_wrong');
    assert.equal((await change(browser, account)).status, 204);
    assert.equal((await browser.op('beginSetup')).status, 201, 'and a proof of the session');
  });

  it('from half signed-in sessions, and without one', async () => {
    const person = await enrolled(server);
    for (const browser of [await challenged(server, person), visit(server)]) {
      assertProblem(await change(browser, person.account), 401, 'not_signed_in');
    }
  });

  it('for a short, known or unchanged password, before a code is asked for', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    server.clock.advance(300);
    assertProblem(await change(browser, person.account, 'seven77'), 422, 'password_too_short');
    assertProblem(await change(browser, person.account, 'trustno1'), 422, 'password_guessable');
    assertProblem(await change(browser, person.account, person.account.email), 422, 'password_guessable');
    assertProblem(await change(browser, person.account, person.account.password), 422, 'password_unchanged');
  });

  it('for a body that is no such request', async () => {
    const { account, browser } = await signedIn(server);
    for (const password of [undefined, 15, ['x'.repeat(20)], { $ne: '' }, 'x'.repeat(1025)]) {
      assertProblem(await change(browser, account, password ?? null), 400, 'request_invalid');
    }
    assertProblem(await browser.call('POST', '/api/password'), 400, 'request_invalid');
  });
});

describe('at the same time as the change', () => {
  it('of two changes one wins', async () => {
    const { account, browser } = await signedIn(server);
    const other = visit(server);
    await other.signIn(account);
    const [one, two] = await Promise.all([
      change(browser, account, 'nine violins at dawn'),
      change(other, account, 'ten cellos at noon!!'),
    ]);
    const statuses = [one.status, two.status].sort();
    assert.equal(statuses[0], 204, `${one.text} ${two.text}`);
    assert.ok([401, 422].includes(statuses[1]!), String(statuses[1]));
    const works = await Promise.all(
      ['nine violins at dawn', 'ten cellos at noon!!'].map(
        async (password) => (await visit(server).signIn({ ...account, password })).status === 200,
      ),
    );
    assert.deepEqual(works, [one.status === 204, two.status === 204]);
  });

  it('no sign-in with the old password outlives it', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { account, browser } = await signedIn(server);
      const others = Array.from({ length: 6 }, () => visit(server));
      const [answer, ...signIns] = await Promise.all([
        change(browser, account),
        ...others.map((other) => other.signIn(account)),
      ]);
      assert.equal(answer.status, 204, answer.text);
      for (const { status } of signIns) assert.ok([200, 401, 503].includes(status), String(status));
      for (const other of others) assert.ok(!(await isSignedIn(other)), `round ${round}`);
      assert.ok(await isSignedIn(browser));
    }
  });

  it('a sign-in that was checked with the old password begins nothing after it', async () => {
    const { account, browser } = await signedIn(server);
    const { accounts } = server;
    const checked = await accounts.authenticate(account.email, account.password);
    await change(browser, account);
    assert.ok(checked.right);
    assert.notEqual(await accounts.passwordHashOf(checked.accountId!), checked.passwordHash);
  });
});

describe('somebody who knows the password and uses up the tries', () => {
  it('has no way in after the change, and the tries are the owner’s own again', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    const attacker = await challenged(server, person);
    for (let time = 0; time < 5; time += 1) await answersWrongly(attacker, person);
    assert.equal((await attacker.op('answerChallenge', { code: '000000' })).status, 429, 'the account is locked');

    assert.equal((await change(browser, person.account)).status, 204);
    const { failures, lockedUntil } = await budgetOf(person.account);
    assert.deepEqual([failures, lockedUntil], [0, null]);
    assertProblem(await attacker.op('readChallenge'), 401, 'challenge_expired');
    assertProblem(await attacker.signIn(person.account), 401, 'credentials_invalid');

    const owner = visit(server);
    assert.deepEqual((await owner.signIn({ ...person.account, password: fresh })).body, { next: 'challenge' });
    server.clock.advance(30);
    const wrong = await owner.op('answerChallenge', { code: person.phone.wrongCode(server.clock.now()) });
    assertProblem(wrong, 422, 'code_invalid', { attemptsRemaining: 4 });
    assert.equal((await owner.op('answerChallenge', { code: person.phone.code(server.clock.now()) })).status, 200);
  });

  it('makes no guess cheaper: without a new proof by a code there is no change, and the 30-day count and a block stay', async () => {
    const person = await enrolled(server);
    const id = await idOf(person.account);
    const browser = await proved(server, person);
    const attacker = await challenged(server, person);
    await answersWrongly(attacker, person);
    const { recent } = await budgetOf(person.account);
    assert.equal((await change(browser, person.account)).status, 204);
    assert.deepEqual((await budgetOf(person.account)).recent, recent);

    // With a proof that has grown old, the count stays as it is.
    server.clock.advance(300);
    const half = await challenged(server, { ...person, account: { ...person.account, password: fresh } });
    await answersWrongly(half, person);
    assert.equal((await change(browser, { ...person.account, password: fresh }, 'ten cellos at noon!!')).status, 403);
    assert.equal((await budgetOf(person.account)).failures, 1);

    const factor = await server.store.secondFactors.read(id);
    const blockedAt = server.clock.now().getTime();
    await server.store.secondFactors.resetFailures(factor, { ...factor.budget, failures: 100, blockedAt }, []);
    await browser.op('reauthenticate', { backupCode: person.backupCodes[0] });
    assert.equal((await change(browser, { ...person.account, password: fresh }, 'ten cellos at noon!!')).status, 204);
    assert.equal((await budgetOf(person.account)).blockedAt, blockedAt);
  });
});

describe('a new password whose last step fails', () => {
  it('is told as changed, and the log says what is left to do', async () => {
    const { account, browser } = await signedIn(server);
    const lines: string[] = [];
    const change = createPasswordChange({
      db: server.store.db.withTables<HostOnlyTables>(),
      argon2: cheapArgon2,
      sessions: { endOthers: () => Promise.reject(new Error('connection lost')) },
      announce: () => undefined,
      log: { ...silentLog, error: (_details, message) => void lines.push(message) },
    });
    const outcome = await change(
      { accountId: await idOf(account) },
      { sessionId: browser.cookie!.split('=')[1]!, oldPassword: account.password, newPassword: fresh, proof: null },
      server.clock.now(),
    );
    assert.equal(typeof outcome, 'object');
    assert.match(lines.join(), /end the other sessions of this account/);
    assert.equal((await visit(server).signIn({ ...account, password: fresh })).status, 200);
  });
});
