import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { hotp, phone, decodeBase32 } from '../support/phone.js';
import { startServer, type TestServer } from '../support/test-server.js';
import {
  assertProblem,
  challenged,
  enrol,
  enrolled,
  proved,
  signedIn,
  visit,
  type Visitor,
} from '../support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

const now = (): Date => server.clock.now();
const begin = async (browser: Visitor) => {
  const { body } = await browser.op('beginSetup');
  return { app: phone(body['keyUri'] as string), backupCodes: body['backupCodes'] as string[] };
};

describe('a set-up that is not confirmed', () => {
  it('does not turn 2FA on: sign-in has no challenge, the status is off', async () => {
    const { account, browser } = await signedIn(server);
    await begin(browser);
    const other = visit(server);
    assert.deepEqual((await other.signIn(account)).body, { next: 'done' });
    assert.equal((await other.op('status')).body['enabled'], false);
  });

  it('its secret and codes are not a proof and answer no challenge', async () => {
    const { browser } = await signedIn(server);
    const { app, backupCodes } = await begin(browser);
    assert.equal((await browser.op('reauthenticate', { code: app.code(now()) })).status, 403);
    assert.equal((await browser.op('reauthenticate', { backupCode: backupCodes[0] })).status, 403);

    const person = await enrolled(server);
    const full = await proved(server, person);
    const replacement = await begin(full);
    const half = await challenged(server, person);
    assert.equal((await half.op('answerChallenge', { code: replacement.app.code(now()) })).status, 422);
    assert.equal((await half.op('answerChallenge', { backupCode: replacement.backupCodes[0] })).status, 422);
  });

  it('is replaced by one that another session begins', async () => {
    const { account, browser } = await signedIn(server);
    const first = await begin(browser);
    const other = visit(server);
    await other.signIn(account);
    const second = await begin(other);
    assert.equal((await browser.op('confirmSetup', { code: first.app.code(now()) })).status, 422);
    assert.equal((await browser.op('confirmSetup', { code: second.app.code(now()) })).status, 200);
  });

  it('expires after ten minutes, to the second', async () => {
    for (const [seconds, status] of [
      [599, 200],
      [600, 410],
    ] as const) {
      const { browser } = await signedIn(server);
      const { app } = await begin(browser);
      server.clock.advance(seconds);
      assert.equal((await browser.op('confirmSetup', { code: app.code(now()) })).status, status);
    }
  });

  it('does not accept a secret from the client', async () => {
    const { browser } = await signedIn(server);
    const { app } = await begin(browser);
    const chosen = decodeBase32('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');
    const code = hotp(chosen, Math.floor(now().getTime() / 30_000));
    const body = { code, secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', keyUri: 'otpauth://totp/x', enabled: true };
    assert.equal((await browser.op('confirmSetup', body)).status, 422);
    assert.equal((await browser.op('confirmSetup', { code: app.code(now()) })).status, 200);
  });

  it('uses the budget: the sixth wrong code has to wait', async () => {
    const { browser } = await signedIn(server);
    const { app } = await begin(browser);
    for (let time = 0; time < 5; time += 1) {
      assert.equal((await browser.op('confirmSetup', { code: app.wrongCode(now()) })).status, 422);
    }
    assertProblem(await browser.op('confirmSetup', { code: app.code(now()) }), 429, 'too_many_attempts', {
      retryAfter: 60,
    });
  });

  it('reports a wrong clock, and counts the failure', async () => {
    const { browser } = await signedIn(server);
    const { app } = await begin(browser);
    for (const [steps, skewSeconds] of [
      [-20, -600],
      [-2, -60],
      [2, 60],
      [20, 600],
    ] as const) {
      const answer = await browser.op('confirmSetup', { code: app.code(now(), steps) });
      assertProblem(answer, 422, 'clock_out_of_sync', { skewSeconds });
    }
    assertProblem(await browser.op('confirmSetup', { code: app.code(now(), 21) }), 422, 'code_invalid', {
      attemptsRemaining: 0,
    });
  });

  it('at sign-in a wrong clock is a wrong code like any other', async () => {
    const person = await enrolled(server);
    server.clock.advance(600);
    const half = await challenged(server, person);
    const answer = await half.op('answerChallenge', { code: person.phone.code(now(), 3) });
    assertProblem(answer, 422, 'code_invalid', { attemptsRemaining: 4 });
  });
});

describe('replacing the authenticator', () => {
  it('keeps the old one and its codes until the new one is confirmed', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    const replacement = await begin(browser);
    server.clock.advance(30);
    assert.equal(
      (await (await challenged(server, person)).op('answerChallenge', { code: person.phone.code(now()) })).status,
      200,
    );
    const byCode = { backupCode: person.backupCodes[0] };
    assert.equal((await (await challenged(server, person)).op('answerChallenge', byCode)).status, 200);

    const confirmed = await browser.op('confirmSetup', { code: replacement.app.code(now()) });
    assert.deepEqual(confirmed.body['backupCodes'], { remaining: 10, total: 10 });
    server.clock.advance(30);
    const half = await challenged(server, person);
    assert.equal((await half.op('answerChallenge', { code: person.phone.code(now()) })).status, 422);
    assert.equal((await half.op('answerChallenge', { backupCode: person.backupCodes[1] })).status, 422);
    assert.equal((await half.op('answerChallenge', { backupCode: replacement.backupCodes[1] })).status, 200);
  });

  it('a cancelled replacement changes nothing', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    const replacement = await begin(browser);
    await browser.op('cancelSetup');
    assert.equal((await browser.op('confirmSetup', { code: replacement.app.code(now()) })).status, 410);
    server.clock.advance(30);
    assert.equal((await browser.op('reauthenticate', { code: person.phone.code(now()) })).status, 200);
  });

  it('keeps the date on which 2FA was turned on', async () => {
    const person = await enrolled(server);
    const since = (await person.browser.op('status')).body['enabledAt'];
    const browser = await proved(server, person);
    const { app } = await begin(browser);
    assert.equal((await browser.op('confirmSetup', { code: app.code(now()) })).body['enabledAt'], since);
  });

  it('deletes new backup codes that were pending for the old one', async () => {
    const browser = await proved(server, await enrolled(server));
    await browser.op('beginBackupCodes');
    const { app } = await begin(browser);
    await browser.op('confirmSetup', { code: app.code(now()) });
    assertProblem(await browser.op('keepBackupCodes'), 410, 'setup_expired');
  });
});

describe('a change of the factor', () => {
  const other = (cookie: string | undefined): Promise<number> =>
    visit(server, cookie)
      .call('GET', '/api/session')
      .then(({ status }) => status);

  it('on, replaced or off: the own session gets a new id, the others end, also half signed-in ones', async () => {
    const { account, browser } = await signedIn(server);
    const second = visit(server);
    await second.signIn(account);

    const { app } = await begin(browser);
    let before = browser.cookie;
    assert.equal((await browser.op('confirmSetup', { code: app.code(now()) })).status, 200);
    assert.notEqual(browser.cookie, before);
    assert.deepEqual([await other(before), await other(second.cookie), await other(browser.cookie)], [401, 401, 200]);

    server.clock.advance(30);
    const half = visit(server);
    await half.signIn(account);
    await browser.op('reauthenticate', { code: app.code(now()) });
    const replacement = await begin(browser);
    before = browser.cookie;
    assert.equal((await browser.op('confirmSetup', { code: replacement.app.code(now()) })).status, 200);
    assertProblem(await half.op('readChallenge'), 401, 'challenge_expired');
    assert.deepEqual([await other(before), await other(browser.cookie)], [401, 200]);

    server.clock.advance(30);
    const third = visit(server);
    await third.signIn(account);
    await third.op('answerChallenge', { code: replacement.app.code(now()) });
    before = browser.cookie;
    assert.equal((await browser.op('disable')).status, 200);
    assert.deepEqual([await other(before), await other(third.cookie), await other(browser.cookie)], [401, 401, 200]);
  });
});

describe('disable', () => {
  it('deletes the secret, the codes and everything pending; the counts of failures stay', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    await browser.op('reauthenticate', { code: person.phone.wrongCode(now()) });
    await begin(browser);
    await browser.op('beginBackupCodes');
    assert.equal((await browser.op('disable')).status, 200);
    const rows = await server.store.db.selectFrom('second_factors').selectAll().orderBy('version', 'desc').execute();
    const row = rows.find(({ recent_failures: recent, failures }) => recent !== '' && failures === 1);
    assert.ok(row);
    const { account_id: _id, version: _version, failures, recent_failures: recent, ...rest } = row;
    assert.equal(failures, 1);
    assert.match(recent, /^\d+:1$/);
    assert.deepEqual(
      Object.entries(rest).filter(([, value]) => value !== null && value !== 0),
      [],
    );
    assertProblem(await browser.op('keepBackupCodes'), 410, 'setup_expired');
    assertProblem(await browser.op('confirmSetup', { code: '123456' }), 410, 'setup_expired');
    assert.deepEqual((await visit(server).signIn(person.account)).body, { next: 'done' });
  });

  it('and a new set-up works only with the new phone', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    await browser.op('disable');
    await browser.signIn(person.account);
    const { phone: app } = await enrol(server, browser);
    server.clock.advance(30);
    const half = await challenged(server, person);
    assert.equal((await half.op('answerChallenge', { code: person.phone.code(now()) })).status, 422);
    assert.equal((await half.op('answerChallenge', { code: app.code(now()) })).status, 200);
  });
});
