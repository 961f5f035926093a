import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { parseKeyRing } from '../../../server/core/crypto/key-ring.js';
import { rotateKeys } from '../../../server/core/two-factor/rotate-keys.js';
import { exportRows, type AuditEventName } from '../../../server/index.js';
import type { Authenticator } from '../../../widget/protocol/messages.js';
import { addAuthenticator } from '../support/authenticators.js';
import { distantStore } from '../support/distant-store.js';
import { newKey, startServer, type TestServer } from '../support/test-server.js';
import { twoFactorOf } from '../support/use-cases.js';
import {
  assertProblem,
  challenged,
  enrol,
  enrolled,
  proved,
  signedIn,
  visit,
  type Answer,
  type Enrolled,
  type Visitor,
} from '../support/visitor.js';

let server: TestServer;
// Each write takes a turn of the event loop, so that requests meet in between.
before(async () => (server = await startServer({ wrapStore: distantStore, trustedDeviceDays: 30 })));
after(() => server.close());

const detail = 'grace: lost phone and codes';
const hour = 60 * 60;
const now = (): Date => server.clock.now();
const idOf = async ({ account }: Enrolled): Promise<string> => (await server.accounts.find(account.email))!.id;
const rowOf = async (person: Enrolled) => server.store.secondFactors.read(await idOf(person));
const answer = async (person: Enrolled, backupCode: string): Promise<Answer> =>
  (await challenged(server, person)).op('answerChallenge', { backupCode });
const entriesOf = async (person: Enrolled): Promise<AuditEventName[]> =>
  (await server.store.audit.list(await idOf(person))).map(({ event }) => event).reverse();

/** An administrator begins a recovery. */
async function begin(person: Enrolled, delayHours = 24): Promise<string> {
  const twoFactor = twoFactorOf(server, { recoveryDelayHours: delayHours });
  const recovery = await twoFactor.beginRecovery({ accountId: await idOf(person) }, detail);
  assert.ok(recovery);
  return recovery.code;
}

/** A person whose recovery code works. */
async function recovering(): Promise<{ person: Enrolled; code: string }> {
  const person = await enrolled(server);
  return { person, code: await begin(person, 0) };
}

describe('a recovery code', () => {
  it('works after its delay and not a moment before, and until 72 hours later', async () => {
    for (const [seconds, status] of [
      [24 * hour - 1, 422],
      [24 * hour, 200],
      [96 * hour - 1, 200],
      [96 * hour, 422],
    ] as const) {
      const person = await enrolled(server);
      const code = await begin(person);
      server.clock.advance(seconds);
      assert.equal((await answer(person, code)).status, status, `after ${seconds} s`);
    }
  });

  it('works as long later as the operator says, from at once to three days', async () => {
    // 0.0300001 hours are 108,000.36 ms: the rows have whole ones.
    for (const hours of [0, 0.0300001, 0.5, 72]) {
      const person = await enrolled(server);
      const code = await begin(person, hours);
      if (hours > 0) assert.equal((await answer(person, code)).status, 422);
      server.clock.advance(Math.round(hours * hour));
      assert.equal((await answer(person, code)).status, 200, `${hours} hours`);
    }
    for (const hours of [-1, 73, Number.NaN, '24']) {
      assert.throws(() => twoFactorOf(server, { recoveryDelayHours: hours as number }), /0 to 72 hours/);
    }
  });

  it('works once', async () => {
    const { person, code } = await recovering();
    assert.equal((await answer(person, code)).status, 200);
    assertProblem(await answer(person, code), 422, 'code_invalid', { attemptsRemaining: 4 });
  });

  it('trusts no device: it signs in once', async () => {
    const { person, code } = await recovering();
    const half = await challenged(server, person);
    assert.equal((await half.op('answerChallenge', { backupCode: code, trustDevice: true })).status, 200);
    const { devices } = (await half.op('devices')).body as { devices: { kind: string }[] };
    assert.deepEqual(
      devices.filter(({ kind }) => kind === 'trusted_device'),
      [],
    );
    const again = await half.signIn(person.account);
    assert.deepEqual(again.body, { next: 'challenge' });
  });

  it('works once in twenty requests at the same time', async () => {
    const { person, code } = await recovering();
    const browsers = await Promise.all(Array.from({ length: 20 }, () => challenged(server, person)));
    const answers = await Promise.all(browsers.map((half) => half.op('answerChallenge', { backupCode: code })));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.equal((await entriesOf(person)).filter((event) => event === 'recovery_code_used').length, 1);
  });

  it('is taken as a proof, too, and in every spelling of a backup code', async () => {
    const { person, code } = await recovering();
    server.clock.advance(300);
    assert.equal((await person.browser.op('disable')).status, 403);
    const spelled = ` ${code.toLowerCase().replaceAll('-', ' ')} `;
    assert.equal((await person.browser.op('reauthenticate', { backupCode: spelled })).status, 200);
    assert.equal((await person.browser.op('disable')).status, 200);
  });

  it('leaves the second factor on, and lets its owner replace the phone', async () => {
    const { person, code } = await recovering();
    const half = await challenged(server, person);
    const { body } = await half.op('answerChallenge', { backupCode: code });
    assert.deepEqual([body['method'], body['backupCodes']], ['backup_code', { remaining: 10, total: 10 }]);
    assert.equal((await half.op('status')).body['enabled'], true);
    const { phone } = await enrol(server, half);
    server.clock.advance(30);
    const next = await challenged(server, person);
    assert.equal((await next.op('answerChallenge', { code: phone.code(now()) })).status, 200);
  });

  it('draws on the budget of the account', async () => {
    const { person, code } = await recovering();
    const half = await challenged(server, person);
    for (let time = 0; time < 5; time += 1) {
      await half.op('answerChallenge', { code: person.phone.wrongCode(now()) });
    }
    assertProblem(await half.op('answerChallenge', { backupCode: code }), 429, 'too_many_attempts', { retryAfter: 60 });
    server.clock.advance(60);
    assert.equal((await answer(person, code)).status, 200);
  });

  it('of another account, or guessed with its selector, is refused', async () => {
    const { code } = await recovering();
    const { person, code: own } = await recovering();
    assert.equal((await answer(person, code)).status, 422);
    assert.equal((await answer(person, `${own.slice(0, 2)}${'0'.repeat(14)}`)).status, 422);
    assert.equal((await answer(person, own)).status, 200);
  });

  it('never shares its selector with a backup code, so that all of them work', async () => {
    for (let round = 0; round < 20; round += 1) {
      const person = await enrolled(server);
      const code = await begin(person, 0);
      assert.ok(!person.backupCodes.some((backup) => backup.slice(0, 2) === code.slice(0, 2)));
    }
  });
});

describe('a recovery ends', () => {
  const ways: Record<string, (person: Enrolled) => Promise<unknown>> = {
    'with a right code of the phone': (person) => proved(server, person),
    'with a backup code': (person) => answer(person, person.backupCodes[0]!),
    'with a right code as a proof': async ({ browser, phone }) => {
      server.clock.advance(30);
      assert.equal((await browser.op('reauthenticate', { code: phone.code(now()) })).status, 200);
    },
    'with another authenticator': ({ browser }) => enrol(server, browser),
    'with one more authenticator': ({ browser }) => addAuthenticator(server, browser),
    'with new backup codes': async ({ browser }) => {
      await browser.op('beginBackupCodes');
      assert.equal((await browser.op('keepBackupCodes')).status, 200);
    },
  };
  for (const [way, act] of Object.entries(ways)) {
    it(`${way}: its owner is not locked out`, async () => {
      const person = await enrolled(server);
      const code = await begin(person, 0);
      await act(person);
      assert.equal((await rowOf(person)).recovery, null);
      assert.equal((await answer(person, code)).status, 422);
      assert.ok((await entriesOf(person)).includes('recovery_ended'));
    });
  }

  it('with the removal of an authenticator, and not with its name, which does not change the factor', async () => {
    const person = await enrolled(server);
    const { id } = await addAuthenticator(server, person.browser);
    const code = await begin(person, 0);
    assert.equal((await person.browser.op('nameAuthenticator', { name: 'Tablet' }, id)).status, 200);
    assert.notEqual((await rowOf(person)).recovery, null);
    assert.equal((await person.browser.op('removeAuthenticator', undefined, id)).status, 200);
    assert.equal((await rowOf(person)).recovery, null);
    assert.equal((await answer(person, code)).status, 422);
    assert.equal((await entriesOf(person)).filter((event) => event === 'recovery_ended').length, 1);
  });

  it('that is over keeps no key: backup codes work without it, and a rotation drops the recovery', async (t) => {
    const [former, current] = [newKey('former'), newKey('current')];
    const own = await startServer({ keys: former });
    t.after(() => own.close());
    const person = await enrolled(own);
    const { id } = (await own.accounts.find(person.account.email))!;
    const due = () => ({ accountId: id, expiresAt: new Date(own.clock.now().getTime() + 600_000) });
    await twoFactorOf(own, { recoveryDelayHours: 0 }).beginRecovery({ accountId: id }, detail);
    const { recovery } = await own.store.secondFactors.read(id);
    await own.restart({ keys: `${current},${former}` });
    // All else is under the current key, as the rotation of an earlier version left it.
    await rotateKeys(own.store.secondFactors, parseKeyRing(own.keys), { now: own.clock.now });
    const stageAgain = async (): Promise<void> => {
      const factor = await own.store.secondFactors.read(id);
      assert.ok(await own.store.secondFactors.stageRecovery(factor, recovery!, []));
    };
    await stageAgain();
    own.clock.advance(72 * hour);
    await own.restart({ keys: current });
    const [backupCode] = person.backupCodes;
    assert.equal((await twoFactorOf(own).answerChallenge(due(), { backupCode: backupCode! })).method, 'backup_code');

    await stageAgain();
    const rotation = await rotateKeys(own.store.secondFactors, parseKeyRing(current), { now: own.clock.now });
    assert.deepEqual([rotation.unreadable, rotation.resealed], [[], 0]);
    assert.equal((await own.store.secondFactors.read(id)).recovery, null);
  });

  it('with 2FA: after the next set-up the code of before is nothing', async () => {
    const { person, code } = await recovering();
    assert.equal((await person.browser.op('disable')).status, 200);
    await enrol(server, person.browser);
    assert.equal((await answer(person, code)).status, 422);
  });

  it('with an administrator’s reset', async () => {
    const { person } = await recovering();
    await twoFactorOf(server).reset({ accountId: await idOf(person) }, detail);
    assert.equal((await rowOf(person)).recovery, null);
    assert.ok((await entriesOf(person)).includes('recovery_ended'));
  });

  it('not with a wrong answer, a new challenge, a begun set-up or key rotation', async () => {
    const { person, code } = await recovering();
    assert.equal((await answer(person, '0000-0000-0000-0000')).status, 422);
    await person.browser.op('beginSetup');
    await person.browser.op('beginBackupCodes');
    await person.browser.op('cancelSetup');
    const { keys } = server;
    await server.restart({ keys: `${newKey('newest')},${keys}` });
    const rotation = await rotateKeys(server.store.secondFactors, parseKeyRing(server.keys), { now });
    assert.deepEqual(rotation.unreadable, []);
    await server.restart({ keys: server.keys.split(',')[0]! });
    assert.equal((await answer(person, code)).status, 200);
  });

  it('when an earlier version of the server replaces the codes, which leaves the recovery in its columns', async () => {
    const { person, code } = await recovering();
    const id = await idOf(person);
    const { recovery } = await rowOf(person);
    await enrol(server, person.browser);
    const left = {
      recovery_code: recovery!.sealedCode,
      recovery_from: recovery!.validFrom,
      recovery_expires_at: recovery!.expiresAt,
    };
    await server.store.db.updateTable('second_factors').set(left).where('account_id', '=', id).execute();
    assert.equal(await twoFactorOf(server).runningRecovery(id), null);
    assert.equal((await answer(person, code)).status, 422);
  });

  it('when an earlier version turns 2FA off: the row is not damaged', async () => {
    const { person } = await recovering();
    const id = await idOf(person);
    const { recovery } = await rowOf(person);
    await person.browser.op('disable');
    const left = {
      recovery_code: recovery!.sealedCode,
      recovery_from: recovery!.validFrom,
      recovery_expires_at: recovery!.expiresAt,
    };
    await server.store.db.updateTable('second_factors').set(left).where('account_id', '=', id).execute();
    assert.deepEqual((await visit(server).signIn(person.account)).body, { next: 'done' });
  });
});

describe('stopping a recovery', () => {
  const tokenOf = async (person: Enrolled): Promise<string> =>
    (await twoFactorOf(server).runningRecovery(await idOf(person)))!.stopToken;
  const stop = (token: unknown): Promise<Answer> =>
    visit(server).call('POST', '/api/recovery/stop', { body: { token } });

  it('by its owner, without a session: the code works no more, before and after its delay', async () => {
    for (const hours of [0, 24]) {
      const person = await enrolled(server);
      const code = await begin(person, hours);
      assert.equal((await stop(await tokenOf(person))).status, 204);
      server.clock.advance(hours * hour);
      assert.equal((await answer(person, code)).status, 422);
      assert.ok((await entriesOf(person)).includes('recovery_stopped'));
    }
  });

  it('while its code is being checked', async () => {
    const { person, code } = await recovering();
    const token = await tokenOf(person);
    const half = await challenged(server, person);
    const [answered] = await Promise.all([half.op('answerChallenge', { backupCode: code }), stop(token)]);
    const entries = await entriesOf(person);
    // Whichever came first: never both.
    assert.equal(entries.includes('recovery_code_used'), answered.status === 200);
    assert.equal(entries.includes('recovery_stopped'), answered.status !== 200);
  });

  it('answers the same for every token, and tells nothing', async () => {
    const { person } = await recovering();
    const token = await tokenOf(person);
    const other = await enrolled(server);
    await begin(other);
    const before = (await rowOf(other)).version;
    const answers = [];
    for (const sent of [token, token, 'nonsense', '', `${token}x`, (await rowOf(other)).recovery!.sealedCode]) {
      const { status, text, headers } = await stop(sent);
      answers.push([status, text, headers.get('cache-control')]);
    }
    assert.deepEqual(new Set(answers.map(String)), new Set(['204,,no-store']));
    assert.equal((await rowOf(other)).version, before);
  });

  it('needs the origin of the app, a token that is a text, and the method POST', async () => {
    const { person } = await recovering();
    const token = await tokenOf(person);
    const path = '/api/recovery/stop';
    const foreign = { body: { token }, headers: { origin: 'https://evil.example' } };
    assertProblem(await visit(server).call('POST', path, foreign), 403, 'origin_refused');
    for (const wrong of [undefined, 7, null, 'x'.repeat(1025)]) {
      assertProblem(await stop(wrong), 400, 'request_invalid');
    }
    assertProblem(await visit(server).call('GET', path), 405, 'method_not_allowed');
    assert.notEqual((await rowOf(person)).recovery, null);
  });

  it('with the link of an earlier recovery leaves the next one', async () => {
    const person = await enrolled(server);
    await begin(person, 0);
    const token = await tokenOf(person);
    const code = await begin(person, 0);
    await stop(token);
    assert.equal((await answer(person, code)).status, 200);
  });

  it('by an administrator, once', async () => {
    const { person, code } = await recovering();
    const accountId = await idOf(person);
    const twoFactor = twoFactorOf(server);
    assert.equal(await twoFactor.cancelRecovery({ accountId }, detail), true);
    assert.equal(await twoFactor.cancelRecovery({ accountId }, detail), false);
    assert.equal((await answer(person, code)).status, 422);
    const entry = (await server.store.audit.list(accountId)).find(({ event }) => event === 'recovery_stopped');
    assert.equal(entry?.detail, detail);
  });
});

describe('beginning a recovery', () => {
  it('is nothing while 2FA is off, and has to say why', async () => {
    const { account } = await signedIn(server);
    const { id: accountId } = (await server.accounts.find(account.email))!;
    const twoFactor = twoFactorOf(server);
    assert.equal(await twoFactor.beginRecovery({ accountId }, detail), null);
    for (const wrong of [undefined, '', '  ', 7]) {
      await assert.rejects(twoFactor.beginRecovery({ accountId }, wrong as string), TypeError);
      await assert.rejects(twoFactor.cancelRecovery({ accountId }, wrong as string), TypeError);
    }
    await assert.rejects(twoFactor.stopRecovery(undefined as unknown as string), /token/);
  });

  it('again makes the code of before void, and the delay begins anew', async () => {
    const person = await enrolled(server);
    const [first, second] = [await begin(person), await begin(person)];
    server.clock.advance(24 * hour);
    assert.equal((await answer(person, first)).status, 422);
    assert.equal((await answer(person, second)).status, 200);
  });

  it('writes each step into the audit trail, with operator and reason, and no code', async () => {
    const person = await enrolled(server);
    const code = await begin(person);
    const accountId = await idOf(person);
    const from = now().getTime() + 24 * hour * 1000;
    const trail = await server.store.audit.list(accountId, 2);
    const times = [from, from + 72 * hour * 1000].map((time) => new Date(time).toISOString()).join(' to ');
    assert.deepEqual(trail.map((entry) => [entry.event, entry.detail]).reverse(), [
      ['recovery_begun', detail],
      ['recovery_waiting', times],
    ]);
    const twoFactor = twoFactorOf(server);
    await twoFactor.announceRecovery({ accountId });
    assert.ok(!(await entriesOf(person)).includes('recovery_ready'), 'not before the delay is over');
    server.clock.advance(24 * hour);
    await Promise.all([1, 2, 3].map(() => twoFactor.announceRecovery({ accountId })));
    await answer(person, code);
    const entries = (await entriesOf(person)).filter((event) => event.startsWith('recovery'));
    assert.deepEqual(entries, ['recovery_begun', 'recovery_waiting', 'recovery_ready', 'recovery_code_used']);
    for (const [name, bytes] of await server.database.files()) {
      for (const form of [code, code.replaceAll('-', '')]) assert.ok(!bytes.includes(form), name);
    }
    assert.ok(!server.logs().includes(code));
  });
});

describe('no answer tells whether a recovery is running', () => {
  /** Everything that a half or a full session can read, without what differs for every account. */
  async function sees(person: Enrolled, browser: Visitor): Promise<unknown> {
    const half = await challenged(server, person);
    const wrong = await half.op('answerChallenge', { backupCode: 'ZZZZ-ZZZZ-ZZZZ-ZZZZ' });
    const { account: _account, enabledAt: _since, authenticators, ...status } = (await browser.op('status')).body;
    return {
      status,
      authenticators: (authenticators as Authenticator[]).map(({ name, lastUsedAt }) => [name, lastUsedAt]),
      challenge: (await half.op('readChallenge')).body['methods'],
      wrong: wrong.body,
      proof: (await browser.op('disable')).body,
    };
  }

  it('for anybody who is signed in, half or in full', async () => {
    const without = await enrolled(server);
    const waiting = await enrolled(server);
    const { person: valid } = await recovering();
    await begin(waiting);
    server.clock.advance(301);
    const seen = [];
    for (const person of [without, waiting, valid]) seen.push(await sees(person, person.browser));
    assert.deepEqual(seen[1], seen[0]);
    assert.deepEqual(seen[2], seen[0]);
  });

  it('the fingerprint of the factor stays, so that trusted devices do', async () => {
    const person = await enrolled(server);
    const accountId = await idOf(person);
    const before = await twoFactorOf(server).fingerprint(accountId);
    await begin(person);
    assert.equal(await twoFactorOf(server).fingerprint(accountId), before);
  });

  it('a code costs one run of the hash, whatever it is', async () => {
    let runs = 0;
    const plain = twoFactorOf(server);
    const hash = (text: string, salt: Uint8Array): Promise<Uint8Array> => {
      runs += 1;
      return Promise.resolve(createHash('sha256').update(text).update(salt).digest().subarray(0, 16));
    };
    const counted = twoFactorOf(server, { hash, recoveryDelayHours: 0 });
    const person = await enrolled(server);
    const due = { accountId: await idOf(person), expiresAt: new Date(now().getTime() + 600_000) };
    const recovery = await counted.beginRecovery(due, detail);
    const tried = [];
    const selector = recovery!.code.slice(0, 2);
    for (const backupCode of ['ZZZZ-ZZZZ-ZZZZ-ZZZZ', `${selector}ZZ-ZZZZ-ZZZZ-ZZZZ`, recovery!.code]) {
      runs = 0;
      await counted.answerChallenge(due, { backupCode }).catch(() => undefined);
      tried.push(runs);
    }
    assert.deepEqual(tried, [1, 1, 1]);
    assert.equal(await plain.runningRecovery(due.accountId), null, 'the code was right');
  });
});

describe('a row with a recovery', () => {
  it('that cannot be opened refuses backup codes alone, and an administrator can end it', async () => {
    const { person } = await recovering();
    const id = await idOf(person);
    const foreign = parseKeyRing(server.keys).seal(Buffer.from('x'), { accountId: 'other', purpose: 'recovery-code' });
    await server.store.db.updateTable('second_factors').set({ recovery_code: foreign }).where('account_id', '=', id).execute(); // prettier-ignore
    assertProblem(await answer(person, person.backupCodes[0]!), 503, 'unavailable', { retryAfter: 60 });
    assert.ok((await entriesOf(person)).includes('integrity_failed'));
    assert.equal(await twoFactorOf(server).cancelRecovery({ accountId: id }, detail), true);
    assert.equal((await answer(person, person.backupCodes[0]!)).status, 200);
  });

  it('a backup code in the place of the recovery code cannot be opened', async () => {
    const { person } = await recovering();
    const id = await idOf(person);
    const move = server.store.db
      .updateTable('second_factors')
      .set(({ ref }) => ({ recovery_code: ref('backup_codes') }));
    await move.where('account_id', '=', id).execute();
    assertProblem(await answer(person, person.backupCodes[0]!), 503, 'unavailable', { retryAfter: 60 });
  });

  it('is exported without it: a recovery does not move to another system', async () => {
    const { person, code } = await recovering();
    const accountId = await idOf(person);
    const rows = [];
    for await (const row of exportRows(server.store.secondFactors, parseKeyRing(server.keys), () => undefined)) {
      if (row.account === accountId) rows.push(row);
    }
    assert.deepEqual(Object.keys(rows[0]!).filter((name) => /recover/i.test(name)), []); // prettier-ignore
    assert.ok(!JSON.stringify(rows).includes(code));
    assert.equal(await twoFactorOf(server).runningRecovery(accountId).then((running) => running !== null), true); // prettier-ignore
  });
});
