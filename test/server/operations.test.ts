import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  challengeSchema,
  newBackupCodesSchema,
  proofSchema,
  setupSchema,
  statusSchema,
  verifiedSchema,
} from '../../server/adapters/http/schemas.js';
import {
  readChallenge,
  readNewBackupCodes,
  readProof,
  readSetup,
  readStatus,
  readVerified,
} from '../../widget/protocol/read-message.js';
import type { Authenticator } from '../../widget/protocol/messages.js';
import { phone } from './support/phone.js';
import { startServer, type TestServer } from './support/test-server.js';
import { assertProblem, challenged, enrol, enrolled, proved, signedIn, visit, type Answer } from './support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

/** Both readers of the contract accept the answer, and it has no other fields. */
function assertMessage(
  answer: Answer,
  status: number,
  read: (value: unknown) => unknown,
  schema: { parse(value: unknown): unknown },
): void {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json; charset=utf-8$/);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.deepEqual(read(answer.body), answer.body);
  assert.deepEqual(schema.parse(answer.body), answer.body);
}

const minutesAhead = (minutes: number): string =>
  new Date(server.clock.now().getTime() + minutes * 60_000).toISOString();

describe('the answer of each operation', () => {
  it('status while 2FA is off', async () => {
    const { browser } = await signedIn(server);
    server.clock.advance(12);
    const answer = await browser.op('status');
    assertMessage(answer, 200, readStatus, statusSchema);
    assert.deepEqual(answer.body, { enabled: false, account: answer.body['account'], proofAge: 12 });
  });

  it('begin and confirm set-up, then status while 2FA is on', async () => {
    const { account, browser } = await signedIn(server);
    const setup = await browser.op('beginSetup');
    assertMessage(setup, 201, readSetup, setupSchema);
    assert.equal(setup.body['expiresAt'], minutesAhead(10));
    const keyUri = setup.body['keyUri'] as string;
    assert.match(
      keyUri,
      new RegExp(
        `^otpauth://totp/Harmony:${encodeURIComponent(account.email)}\\?secret=[A-Z2-7]{32}&issuer=Harmony&algorithm=SHA1&digits=6&period=30$`,
      ),
    );
    const { enabled, account: opaque } = (await browser.op('status')).body;
    assert.equal(enabled, false);

    const confirmed = await browser.op('confirmSetup', { code: phone(keyUri).code(server.clock.now()) });
    assertMessage(confirmed, 200, readStatus, statusSchema);
    const [first] = confirmed.body['authenticators'] as Authenticator[];
    const enabledAt = server.clock.now().toISOString();
    const on = {
      account: opaque,
      enabled: true,
      enabledAt,
      backupCodes: { remaining: 10, total: 10 },
      authenticators: [{ id: first?.id, name: 'Authenticator 1', addedAt: enabledAt, lastUsedAt: null }],
    };
    assert.deepEqual(confirmed.body, on);
    const status = await browser.op('status');
    assertMessage(status, 200, readStatus, statusSchema);
    assert.deepEqual(status.body, { ...on, proofAge: 0 });
  });

  it('cancel set-up, with and without a pending one', async () => {
    const { browser } = await signedIn(server);
    const setup = await browser.op('beginSetup');
    for (let time = 0; time < 2; time += 1) {
      const answer = await browser.op('cancelSetup');
      assert.deepEqual([answer.status, answer.text, answer.headers.get('cache-control')], [204, '', 'no-store']);
    }
    const code = phone(setup.body['keyUri'] as string).code(server.clock.now());
    assertProblem(await browser.op('confirmSetup', { code }), 410, 'setup_expired');
  });

  it('read and answer a challenge with a code', async () => {
    const person = await enrolled(server);
    const browser = await challenged(server, person);
    const challenge = await browser.op('readChallenge');
    assertMessage(challenge, 200, readChallenge, challengeSchema);
    assert.deepEqual(challenge.body, {
      methods: ['totp', 'backup_code'],
      codesUnblock: true,
      expiresAt: minutesAhead(10),
    });

    server.clock.advance(30);
    const verified = await browser.op('answerChallenge', { code: person.phone.code(server.clock.now()) });
    assertMessage(verified, 200, readVerified, verifiedSchema);
    assert.deepEqual(verified.body, {
      verified: true,
      method: 'totp',
      backupCodes: { remaining: 10, total: 10 },
      result: { redirect: '/preferences/security' },
    });
    assert.equal((await browser.call('GET', '/api/session')).status, 200);
  });

  it('answer a challenge with a backup code, in any spelling', async () => {
    const person = await enrolled(server);
    const spell = [
      (code: string) => code,
      (code: string) => code.toLowerCase().replaceAll('-', ' '),
      (code: string) => code.replaceAll('-', '').replaceAll('0', 'o').replaceAll('1', 'l'),
    ];
    for (const [index, spelling] of spell.entries()) {
      const browser = await challenged(server, person);
      const answer = await browser.op('answerChallenge', { backupCode: spelling(person.backupCodes[index] ?? '') });
      assertMessage(answer, 200, readVerified, verifiedSchema);
      assert.equal(answer.body['method'], 'backup_code');
      assert.deepEqual(answer.body['backupCodes'], { remaining: 9 - index, total: 10 });
    }
    const status = await (await proved(server, person)).op('status');
    assert.deepEqual(status.body['backupCodes'], { remaining: 7, total: 10 });
  });

  it('reauthenticate with a password while 2FA is off, with a code or a backup code while it is on', async () => {
    const { account, browser } = await signedIn(server);
    const byPassword = await browser.op('reauthenticate', { password: account.password });
    assertMessage(byPassword, 200, readProof, proofSchema);
    assert.deepEqual(byPassword.body, { validUntil: minutesAhead(5) });

    const { phone: app, backupCodes } = await enrol(server, browser);
    server.clock.advance(30);
    for (const answer of [{ code: app.code(server.clock.now()) }, { backupCode: backupCodes[0] }]) {
      const proof = await browser.op('reauthenticate', answer);
      assertMessage(proof, 200, readProof, proofSchema);
      assert.deepEqual(proof.body, { validUntil: minutesAhead(5) });
    }
  });

  it('begin, keep and drop new backup codes', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    const begun = await browser.op('beginBackupCodes');
    assertMessage(begun, 201, readNewBackupCodes, newBackupCodesSchema);
    assert.equal(begun.body['expiresAt'], minutesAhead(10));
    for (let time = 0; time < 2; time += 1) assert.equal((await browser.op('dropBackupCodes')).status, 204);
    assertProblem(await browser.op('keepBackupCodes'), 410, 'setup_expired');

    await browser.op('beginBackupCodes');
    const kept = await browser.op('keepBackupCodes');
    assertMessage(kept, 200, readStatus, statusSchema);
    assert.deepEqual(kept.body['backupCodes'], { remaining: 10, total: 10 });
  });

  it('disable', async () => {
    const browser = await proved(server, await enrolled(server));
    const answer = await browser.op('disable');
    assertMessage(answer, 200, readStatus, statusSchema);
    assert.deepEqual(answer.body, { enabled: false, account: answer.body['account'] });
  });

  it('an operation without fields accepts {} or no body', async () => {
    const { browser } = await signedIn(server);
    assert.equal((await browser.op('beginSetup', {})).status, 201);
    assert.equal((await browser.op('cancelSetup', {})).status, 204);
    assert.equal((await browser.op('cancelSetup')).status, 204);
  });

  it('HEAD is a GET without its body', async () => {
    const { browser } = await signedIn(server);
    const answer = await browser.call('HEAD', '/api/2fa/status');
    assert.deepEqual([answer.status, answer.text, answer.headers.get('cache-control')], [200, '', 'no-store']);
  });
});

describe('the answer of each operation in a wrong state', () => {
  const everyOther = [
    'status',
    'beginSetup',
    'confirmSetup',
    'cancelSetup',
    'reauthenticate',
    'beginBackupCodes',
    'keepBackupCodes',
    'dropBackupCodes',
    'disable',
  ] as const;

  for (const operation of everyOther) {
    it(`${operation} without a session`, async () => {
      assertProblem(await visit(server).op(operation), 401, 'not_signed_in');
    });
  }
  for (const operation of ['readChallenge', 'answerChallenge'] as const) {
    it(`${operation} without a session and with a full one`, async () => {
      const body = operation === 'answerChallenge' ? { code: '123456' } : undefined;
      assertProblem(await visit(server).op(operation, body), 401, 'challenge_expired');
      const { browser } = await signedIn(server);
      assertProblem(await browser.op(operation, body), 401, 'challenge_expired');
    });
  }

  it('while 2FA is off: operations that need it on', async () => {
    const { browser } = await signedIn(server);
    assertProblem(await browser.op('beginBackupCodes'), 409, 'not_enabled');
    assertProblem(await browser.op('disable'), 409, 'not_enabled');
    assertProblem(await browser.op('keepBackupCodes'), 410, 'setup_expired');
    assert.equal((await browser.op('dropBackupCodes')).status, 204);
    server.clock.advance(301);
    assertProblem(await browser.op('beginBackupCodes'), 409, 'not_enabled');
    assertProblem(await browser.op('disable'), 409, 'not_enabled');
  });

  it('while 2FA is off: a code is not a proof', async () => {
    const { browser } = await signedIn(server);
    for (const body of [{ code: '123456' }, { backupCode: 'ABCD-EFGH-JKMN-PQRS' }]) {
      assertProblem(await browser.op('reauthenticate', body), 403, 'reauthentication_required', {
        methods: ['password'],
      });
    }
  });

  it('while 2FA is on: a password is not a proof, right or wrong', async () => {
    const { account, browser } = await enrolled(server);
    for (const password of [account.password, 'not it at all']) {
      const answer = await browser.op('reauthenticate', { password });
      assertProblem(answer, 403, 'reauthentication_required', { methods: ['totp', 'backup_code'] });
    }
  });

  it('nothing pending: both confirmations, on or off', async () => {
    const { browser, phone: app } = await enrolled(server);
    assertProblem(await browser.op('confirmSetup', { code: app.code(server.clock.now(), 1) }), 410, 'setup_expired');
    assertProblem(await browser.op('keepBackupCodes'), 410, 'setup_expired');
  });

  it('two confirmations at once: one wins', async () => {
    const { browser } = await signedIn(server);
    const code = phone((await browser.op('beginSetup')).body['keyUri'] as string).code(server.clock.now());
    const answers = await Promise.all([1, 2, 3].map(() => browser.op('confirmSetup', { code })));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      assert.ok(['setup_expired', 'not_signed_in'].includes(answer.body['code'] as string), answer.text);
    }
  });

  it('two requests to keep backup codes at once: one wins', async () => {
    const browser = await proved(server, await enrolled(server));
    await browser.op('beginBackupCodes');
    const answers = await Promise.all([1, 2, 3].map(() => browser.op('keepBackupCodes')));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 410, 410]);
  });
});
