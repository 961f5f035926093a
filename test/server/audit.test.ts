import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventsOf, type AuditEvent } from '../../server/core/audit/events.js';
import { addAuthenticator } from './support/authenticators.js';
import { startServer, type TestServer } from './support/test-server.js';
import {
  assertProblem,
  challenged,
  createAccount,
  enrolled,
  proved,
  signedIn,
  visit,
  type Person,
  type Visitor,
} from './support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

const now = (): Date => server.clock.now();

async function trail({ account }: Pick<Person, 'account'>): Promise<AuditEvent[]> {
  const accounts = server.store.db.withTables<{ accounts: { id: string; email: string } }>();
  const query = accounts.selectFrom('accounts').select('id').where('email', '=', account.email);
  return (await server.store.audit.list((await query.executeTakeFirstOrThrow()).id)).toReversed();
}

/** The audit entries of an action, as `event` or `event method`. */
async function writtenBy(person: Pick<Person, 'account'>, action: () => Promise<unknown>): Promise<string[]> {
  const before = (await trail(person)).length;
  await action();
  const entries = (await trail(person)).slice(before);
  return entries.map(({ event, method }) => (method === null ? event : `${event} ${method}`));
}

describe('the audit trail has exactly these entries', () => {
  it('at sign-in', async () => {
    const account = await createAccount(server);
    const browser = visit(server);
    assert.deepEqual(await writtenBy({ account }, () => browser.signIn(account)), ['password_ok']);
    const person = await enrolled(server);
    const other = visit(server);
    assert.deepEqual(await writtenBy(person, () => other.signIn(person.account)), ['password_ok', 'challenge_issued']);
  });

  it('in a set-up', async () => {
    const { account, browser } = await signedIn(server);
    const wrote = (action: () => Promise<unknown>): Promise<string[]> => writtenBy({ account }, action);
    assert.deepEqual(await wrote(() => browser.op('beginSetup')), ['setup_begun']);
    assert.deepEqual(await wrote(() => browser.op('confirmSetup', { code: '000000' })), ['setup_failed totp']);
    assert.deepEqual(await wrote(() => browser.op('cancelSetup')), ['setup_cancelled']);
    assert.deepEqual(await wrote(() => browser.op('cancelSetup')), [], 'nothing was pending');
    assert.deepEqual(await wrote(() => browser.op('status')), []);
    const person = await enrolled(server);
    assert.equal((await trail(person)).at(-1)?.event, 'enabled');
  });

  it('at a challenge: wrong, right, used again, and by backup code', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    const answer = (browser: Visitor, body: object) => writtenBy(person, () => browser.op('answerChallenge', body));
    assert.deepEqual(await answer(half, { code: person.phone.wrongCode(now()) }), ['second_factor_failed totp']);
    assert.deepEqual(await answer(half, { nonsense: true }), ['second_factor_failed']);
    server.clock.advance(30);
    const code = person.phone.code(now());
    assert.deepEqual(await answer(half, { code }), ['second_factor_ok totp']);
    const again = await challenged(server, person);
    assert.deepEqual(await answer(again, { code }), ['replay_refused totp']);
    assert.deepEqual(await answer(again, { backupCode: 'AAAA-AAAA-AAAA-AAAA' }), [
      'backup_code_tried backup_code',
      'second_factor_failed backup_code',
    ]);
    assert.deepEqual(await answer(again, { backupCode: person.backupCodes[0] }), [
      'backup_code_tried backup_code',
      'second_factor_ok backup_code',
      'backup_code_used',
    ]);
  });

  it('when an account is locked and blocked, once each, and nothing while it is locked', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    const wrong = { code: person.phone.wrongCode(now()) };
    const fail = () => writtenBy(person, () => half.op('answerChallenge', wrong));
    for (let time = 1; time < 5; time += 1) assert.deepEqual(await fail(), ['second_factor_failed totp']);
    assert.deepEqual(await fail(), ['second_factor_failed totp', 'locked']);
    assert.deepEqual(await fail(), []);

    const { accountId } = (await trail(person))[0]!;
    const factor = await server.store.secondFactors.read(accountId);
    await server.store.secondFactors.recordFailure(factor, { ...factor.budget, failures: 99, lockedUntil: null }, []);
    assert.deepEqual(await fail(), ['second_factor_failed totp', 'locked', 'blocked']);
  });

  it('when the fifth answer is a backup code: locked once it has turned out to be wrong, and not when it is right', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    const answer = (body: object) => writtenBy(person, () => half.op('answerChallenge', body));
    const wrong = { code: person.phone.wrongCode(now()) };
    for (let time = 1; time < 5; time += 1) assert.deepEqual(await answer(wrong), ['second_factor_failed totp']);
    const [backupCode] = person.backupCodes;
    assert.deepEqual(await answer({ backupCode }), [
      'backup_code_tried backup_code',
      'second_factor_ok backup_code',
      'backup_code_used',
    ]);

    const other = await challenged(server, person);
    const fail = () => writtenBy(person, () => other.op('answerChallenge', { backupCode }));
    const failed = ['backup_code_tried backup_code', 'second_factor_failed backup_code'];
    for (let time = 1; time < 5; time += 1) assert.deepEqual(await fail(), failed);
    assert.deepEqual(await fail(), [...failed, 'locked']);
    assert.deepEqual(await fail(), []);
  });

  it('for a proof, new backup codes, another authenticator, and off', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    const wrote = (action: () => Promise<unknown>): Promise<string[]> => writtenBy(person, action);
    assert.deepEqual(await wrote(() => browser.op('reauthenticate', { code: person.phone.wrongCode(now()) })), [
      'proof_failed totp',
    ]);
    server.clock.advance(30);
    const code = person.phone.code(now());
    assert.deepEqual(await wrote(() => browser.op('reauthenticate', { code })), ['proof_ok totp']);
    assert.deepEqual(await wrote(() => browser.op('beginBackupCodes')), ['backup_codes_begun']);
    assert.deepEqual(await wrote(() => browser.op('dropBackupCodes')), ['backup_codes_dropped']);
    await browser.op('beginBackupCodes');
    assert.deepEqual(await wrote(() => browser.op('keepBackupCodes')), ['backup_codes_renewed']);
    const { enrol } = await import('./support/visitor.js');
    let added = '';
    const add = async (): Promise<void> => void (added = (await addAuthenticator(server, browser, 'Tablet')).id);
    assert.deepEqual(await wrote(add), ['setup_begun', 'authenticator_added']);
    const named = () => browser.op('nameAuthenticator', { name: 'Old tablet' }, added);
    assert.deepEqual(await wrote(named), ['authenticator_named']);
    assert.deepEqual(await wrote(named), [], 'the same name is no change');
    const removed = () => browser.op('removeAuthenticator', undefined, added);
    assert.deepEqual(await wrote(removed), ['authenticator_removed']);
    const details = (await trail(person)).filter(({ event }) => event.startsWith('authenticator_'));
    assert.deepEqual(details.map(({ detail }) => detail), ['Tablet', 'Old tablet', 'Old tablet']); // prettier-ignore
    assert.deepEqual(await wrote(() => enrol(server, browser)), ['setup_begun', 'replaced']);
    assert.deepEqual(await wrote(() => browser.op('disable')), ['disabled']);
    assert.deepEqual(await wrote(() => browser.op('reauthenticate', { password: 'not it' })), [
      'password_tried password',
      'password_failed password',
    ]);
    const { password } = person.account;
    assert.deepEqual(await wrote(() => browser.op('reauthenticate', { password })), [
      'password_tried password',
      'proof_ok password',
    ]);
  });

  it('with time, address, user agent and the request id of the log', async () => {
    const person = await signedIn(server);
    const headers = { 'user-agent': `Browser/1 \u00e9\t${'x'.repeat(500)}` };
    await person.browser.call('POST', '/api/2fa/setup', { headers });
    const entry = (await trail(person)).at(-1)!;
    assert.equal(entry.at.getTime(), now().getTime());
    assert.equal(entry.address, '127.0.0.1');
    assert.match(entry.userAgent ?? '', /^Browser\/1 [\x20-\x7e]{190}$/);
    const line = server
      .logs()
      .split('\n')
      .find((text) => text.includes(`"requestId":"${entry.requestId}"`));
    assert.match(line ?? '', /"route":"\/api\/2fa\/setup"/);
  });

  it('from a requester with the former name of `client` too', () => {
    const client = { address: '192.0.2.1', userAgent: 'Browser', requestId: 'r1' };
    const requester = { accountId: 'someone' };
    assert.deepEqual(
      eventsOf({ ...requester, visit: client }, now(), 'enabled'),
      eventsOf({ ...requester, client }, now(), 'enabled'),
    );
    assert.equal(eventsOf(requester, now(), 'enabled')[0]?.address, null);
  });

  it('never with a code, a secret or a session id', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    await half.op('answerChallenge', { backupCode: person.backupCodes[0], code: '123456' });
    await half.op('answerChallenge', { backupCode: person.backupCodes[1] });
    const text = JSON.stringify(await trail(person));
    for (const secret of [...person.backupCodes, person.phone.base32, half.cookie!.split('=')[1]!]) {
      assert.ok(!text.includes(secret));
    }
  });
});

describe('a change whose audit entry cannot be written', () => {
  it('is refused for every operation, and works again once the table is back', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    const half = await challenged(server, person);
    server.clock.advance(30);
    const code = person.phone.code(now());
    const { schema } = server.store.db;
    await schema.alterTable('audit_events').renameTo('audit_events_away').execute();
    for (const refused of [
      await half.op('answerChallenge', { code }),
      await half.op('answerChallenge', { code: person.phone.wrongCode(now()) }),
      await half.op('answerChallenge', { backupCode: person.backupCodes[0] }),
      await browser.op('disable'),
      await browser.op('beginSetup'),
      await browser.op('beginBackupCodes'),
      await visit(server).signIn(person.account),
    ]) {
      assertProblem(refused, 503, 'unavailable', { retryAfter: 5 });
    }
    await schema.alterTable('audit_events_away').renameTo('audit_events').execute();
    assert.equal((await half.call('GET', '/api/session')).status, 401);
    assert.equal((await half.op('answerChallenge', { code })).status, 200);
    const { body } = await browser.op('status');
    assert.deepEqual(body['backupCodes'], { remaining: 10, total: 10 });
  });
});
