import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { endpoints, type Operation } from '../../../widget/protocol/endpoints.js';
import { phone } from '../support/phone.js';
import { signal } from '../support/signal.js';
import { cheapArgon2, newKey, startServer, type TestServer } from '../support/test-server.js';
import {
  type Answer,
  assertProblem,
  challenged,
  createAccount,
  enrolled,
  proved,
  signedIn,
  visit,
} from '../support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

const confirmSetup = (code: string, id?: unknown) => ({ code, ...(id !== undefined && { id }) });

describe('a page confirms only the codes that it has shown', () => {
  it('two sets of backup codes: the saved one is kept, or none', async () => {
    const person = await enrolled(server);
    const tab = await proved(server, person);
    const first = await tab.op('beginBackupCodes');
    const second = await tab.op('beginBackupCodes');
    assert.notEqual(first.body['id'], second.body['id']);
    assertProblem(await tab.op('keepBackupCodes', { id: first.body['id'] }), 410, 'setup_expired');
    assertProblem(await tab.op('keepBackupCodes', { id: 'x' }), 410, 'setup_expired');
    assertProblem(await tab.op('keepBackupCodes', { id: '' }), 410, 'setup_expired');
    assert.equal((await tab.op('keepBackupCodes', { id: second.body['id'] })).status, 200);

    const elsewhere = await challenged(server, person);
    const [saved] = second.body['backupCodes'] as string[];
    assert.equal((await elsewhere.op('answerChallenge', { backupCode: saved })).status, 200);
  });

  it('two set-ups: the scanned one is confirmed, or none, and no failure is counted', async () => {
    const { browser } = await signedIn(server);
    const first = await browser.op('beginSetup');
    const second = await browser.op('beginSetup');
    const code = (setup: typeof first) => phone(setup.body['keyUri'] as string).code(server.clock.now());
    for (let time = 0; time < 7; time += 1) {
      assertProblem(
        await browser.op('confirmSetup', confirmSetup(code(first), first.body['id'])),
        410,
        'setup_expired',
      );
    }
    assertProblem(await browser.op('confirmSetup', confirmSetup(code(second), first.body['id'])), 410, 'setup_expired');
    assert.equal((await browser.op('confirmSetup', confirmSetup(code(second), second.body['id']))).status, 200);
  });

  it('an id stays valid while keys are rotated', async () => {
    const { browser } = await signedIn(server);
    const setup = await browser.op('beginSetup');
    await server.restart({ keys: `${newKey('next')},${server.keys}` });
    const code = phone(setup.body['keyUri'] as string).code(server.clock.now());
    assert.equal((await browser.op('confirmSetup', confirmSetup(code, setup.body['id']))).status, 200);
  });

  it('without an id the latest one is confirmed', async () => {
    const { browser } = await signedIn(server);
    await browser.op('beginSetup');
    const latest = await browser.op('beginSetup');
    const code = phone(latest.body['keyUri'] as string).code(server.clock.now());
    assert.equal((await browser.op('confirmSetup', { code })).status, 200);
    await browser.op('beginBackupCodes');
    assert.equal((await browser.op('keepBackupCodes')).status, 200);
  });

  it('an id that is not a text is malformed', async () => {
    const { browser } = await enrolled(server);
    await browser.op('beginBackupCodes');
    for (const id of [7, null, {}, ['x'], true]) {
      assertProblem(await browser.op('keepBackupCodes', { id }), 400, 'request_invalid');
    }
    assert.equal((await browser.op('keepBackupCodes', {})).status, 200);
  });

  it('an id reveals nothing of the secret or the codes', async () => {
    const { browser } = await signedIn(server);
    const { body } = await browser.op('beginSetup');
    assert.match(body['id'] as string, /^[\w-]{43}$/);
    const secret = new URL(body['keyUri'] as string).searchParams.get('secret') ?? '';
    for (const known of [secret, ...(body['backupCodes'] as string[])]) {
      assert.ok(!(body['id'] as string).includes(known.slice(0, 8)));
    }
  });
});

describe('a page that shows one account cannot change another', () => {
  const changes: Operation[] = [
    'beginSetup', 'confirmSetup', 'cancelSetup', 'reauthenticate', 'beginBackupCodes', 'keepBackupCodes', 'dropBackupCodes', 'disable',
    'removeDevice', 'removeOtherDevices',
    'nameAuthenticator', 'removeAuthenticator',
  ]; // prettier-ignore
  const claim = (account: unknown) => ({ 'x-two-factor-account': account as string });

  it('every change with the id of another account is refused, and nothing changes', async () => {
    const ada = await signedIn(server);
    const bob = await enrolled(server);
    const shown = (await ada.browser.op('status')).body['account'];
    const pending = await bob.browser.op('beginBackupCodes');
    for (const operation of changes) {
      const { method, path } = endpoints[operation];
      const body = { code: bob.phone.code(server.clock.now()), id: pending.body['id'] };
      for (const account of [shown, 'x', '']) {
        const answer = await bob.browser.call(method, `/api/2fa${path}`, { body, headers: claim(account) });
        assertProblem(answer, 401, 'not_signed_in');
      }
    }
    const status = await bob.browser.op('status');
    assert.equal(status.body['enabled'], true);
    assert.equal((await bob.browser.op('keepBackupCodes', { id: pending.body['id'] })).status, 200);
  });

  it('the own account is the same in all sessions, and accepted like no account', async () => {
    const person = await enrolled(server);
    const account = (await person.browser.op('status')).body['account'];
    const other = await proved(server, person);
    assert.equal((await other.op('status')).body['account'], account);
    const { method, path } = endpoints.disable;
    const answer = await other.call(method, `/api/2fa${path}`, { headers: claim(account) });
    assert.deepEqual([answer.status, answer.body['account']], [200, account]);
  });

  it('a page stays valid while keys are rotated', async () => {
    const { browser } = await signedIn(server);
    const account = (await browser.op('status')).body['account'];
    await server.restart({ keys: `${newKey('newest')},${server.keys}` });
    const begun = await browser.call('POST', '/api/2fa/setup', { headers: claim(account) });
    assert.equal(begun.status, 201);
  });

  it('a challenge of another account cannot be answered', async () => {
    const ada = await signedIn(server);
    const bob = await enrolled(server);
    const shown = (await ada.browser.op('status')).body['account'];
    const half = await challenged(server, bob);
    server.clock.advance(30);
    const body = { code: bob.phone.code(server.clock.now()) };
    assertProblem(await half.call('POST', '/api/2fa/challenge', { body, headers: claim(shown) }), 401, 'not_signed_in');
    assert.equal((await half.op('answerChallenge', body)).status, 200);
  });

  it('the value reveals nothing of the account, and differs for each account', async () => {
    const accounts = [];
    for (let time = 0; time < 3; time += 1) {
      const account = await createAccount(server);
      const browser = visit(server);
      await browser.signIn(account);
      const value = (await browser.op('status')).body['account'] as string;
      const { id } = (await server.accounts.find(account.email)) ?? { id: '' };
      assert.match(value, /^[\w-]{43}$/);
      assert.ok(!value.includes(id.slice(0, 8)));
      accounts.push(value);
    }
    assert.equal(new Set(accounts).size, 3);
  });
});

describe('a confirmed set-up', () => {
  it('is a second-factor proof of its session: new backup codes need no further code', async () => {
    const { browser } = await enrolled(server);
    assert.equal((await browser.op('beginBackupCodes')).status, 201);
  });

  it('is not a proof after a later sign-in, nor after five minutes', async () => {
    const { browser } = await enrolled(server);
    server.clock.advance(301);
    assertProblem(await browser.op('disable'), 403, 'reauthentication_required', { methods: ['totp', 'backup_code'] });
  });

  it('resets the count of failures in a row', async () => {
    const { browser } = await signedIn(server);
    const setup = await browser.op('beginSetup');
    const app = phone(setup.body['keyUri'] as string);
    for (const left of [4, 3, 2]) {
      const wrong = await browser.op('confirmSetup', { code: app.wrongCode(server.clock.now()) });
      assert.equal(wrong.body['attemptsRemaining'], left);
    }
    assert.equal((await browser.op('confirmSetup', { code: app.code(server.clock.now()) })).status, 200);
    const next = await browser.op('reauthenticate', { code: app.wrongCode(server.clock.now()) });
    assert.equal(next.body['attemptsRemaining'], 4);
  });
});

describe('a page that is read again while the server hashes the codes of others', () => {
  /** Lets a set be hashed. One for each set, in the order of their turns: somebody else's, and the three that may wait. */
  const gates = Array.from({ length: 4 }, () => signal());
  const hashing = signal();
  let busy: TestServer;
  before(async () => {
    const salts: string[] = [];
    const derive: typeof cheapArgon2.derive = async (text, salt) => {
      // The salt of the set comes first, then the selector of the code.
      const set = salt.subarray(0, 16).join();
      if (!salts.includes(set)) salts.push(set);
      hashing.give();
      await gates[salts.indexOf(set)]!.given;
      return cheapArgon2.derive(text, salt);
    };
    busy = await startServer({ argon2: { ...cheapArgon2, derive } });
  });
  after(() => busy.close());

  it('gets its set-up: what the pages before it have begun makes room for it', async () => {
    const others = (await signedIn(busy)).browser.op('beginSetup');
    await hashing.given;
    const { browser } = await signedIn(busy);
    const refusals = [signal(), signal(), signal()];
    const refused: number[] = [];
    const begin = async (page: number): Promise<Answer> => {
      const answer = await browser.op('beginSetup');
      if (answer.status === 503) refusals[refused.push(page) - 1]!.give();
      return answer;
    };
    // Three may wait. Once one of four is refused, all four have come, so that the next page is the last.
    const begun = [0, 1, 2, 3].map(begin);
    await refusals[0]!.given;
    begun.push(begin(4));
    await refusals[1]!.given;
    const newest = begin(5);
    await refusals[2]!.given;
    assert.ok(!refused.includes(5));

    for (const earlier of gates.slice(0, 3)) earlier.give();
    assert.equal((await others).status, 201);
    assert.equal((await Promise.all(begun)).filter(({ status }) => status === 201).length, 2);
    gates[3]!.give();
    const { status, body } = await newest;
    assert.equal(status, 201);
    const code = phone(body['keyUri'] as string).code(busy.clock.now());
    assert.equal((await browser.op('confirmSetup', confirmSetup(code, body['id']))).status, 200);
  });
});
