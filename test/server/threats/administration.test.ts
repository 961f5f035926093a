import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Argon2 } from '../../../server/core/crypto/argon2.js';
import type { TwoFactorStore } from '../../../server/core/two-factor/store.js';
import type { PeoplePage } from '../../../server/reference/admin-page/directory.js';
import { cheapArgon2, startServer, type TestServer } from '../support/test-server.js';
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
  type Answer,
  type Enrolled,
  type Visitor,
} from '../support/visitor.js';

/** Administrators see all accounts and turn 2FA off for others: a way in that must be as strong as 2FA itself. */
let server: TestServer;
let sent: { address: string; subject: string; text: string }[] = [];
/** Runs right before a reset is written. */
let beforeReset: () => Promise<void> = () => Promise.resolve();
let boss: Enrolled;
const bossAccount: Account = { email: 'boss@harmony.example', password: 'correct horse battery' };
const plainAccount: Account = { email: 'deputy@harmony.example', password: 'correct horse battery' };

before(async () => {
  const mailer = {
    send: (address: string, mail: { subject: string; text: string }) => {
      sent.push({ address, ...mail });
      return Promise.resolve();
    },
  };
  const wrapStore = (store: TwoFactorStore): TwoFactorStore => ({
    ...store,
    async reset(...change) {
      await beforeReset();
      return store.reset(...change);
    },
  });
  server = await startServer({ administrators: [bossAccount.email, plainAccount.email], mailer, wrapStore });
  for (const { email, password } of [bossAccount, plainAccount]) {
    await server.accounts.create(email, password, server.clock.now());
  }
  const browser = visit(server);
  await browser.signIn(bossAccount);
  boss = { account: bossAccount, browser, ...(await enrol(server, browser)) };
});
after(() => server.close());

const report = '/api/administration/report';
const resets = '/api/administration/resets';
const idOf = async ({ email }: Account): Promise<string> => (await server.accounts.find(email))!.id;
const isOn = async (account: Account): Promise<boolean> =>
  (await server.store.secondFactors.read(await idOf(account))).active !== null;
const reset = (browser: Visitor, account: string, reason: unknown = 'lost her phone'): Promise<Answer> =>
  browser.call('POST', resets, { body: { account, reason } });
const read = async (browser: Visitor, search = ''): Promise<PeoplePage & { own: string }> => {
  const answer = await browser.call('GET', `${report}${search}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body as unknown as PeoplePage & { own: string };
};

describe('everybody but an administrator', () => {
  it('gets the answer of a path that is none, and changes nothing: without a session, half signed in, and in full', async () => {
    const person = await enrolled(server);
    const victim = await enrolled(server);
    const id = await idOf(victim.account);
    const half = await challenged(server, boss);
    for (const browser of [visit(server), await challenged(server, person), await proved(server, person), half]) {
      const unknown = await browser.call('GET', '/api/administration/unknown');
      assertProblem(unknown, 404, 'not_found');
      for (const [method, path, options] of [
        ['GET', report, {}],
        ['HEAD', report, {}],
        ['POST', report, { body: {} }],
        ['GET', resets, {}],
        ['DELETE', resets, {}],
        ['POST', resets, { body: { account: id, reason: 'mine now' } }],
        ['POST', resets, { raw: 'no JSON', headers: { 'content-type': 'text/plain' } }],
        ['POST', resets, { body: {} }],
        ['POST', resets, { body: {}, headers: { origin: 'https://other.example' } }],
        ['POST', resets, { body: {}, headers: { origin: '' } }],
      ] as const) {
        const answer = await browser.call(method, path, options);
        assert.equal(answer.status, 404, `${method} ${path}`);
        assert.equal(answer.text, method === 'HEAD' ? '' : unknown.text);
        assert.equal(answer.headers.get('allow'), null);
      }
      assert.ok(!(await browser.call('GET', '/api/session')).text.includes('administrator'));
    }
    assert.ok(await isOn(victim.account));
  });

  it('gets the answer of a path that is none however many requests come from one network', async () => {
    const other = await startServer({ administrators: [bossAccount.email], networkLimit: 2 });
    try {
      const stranger = visit(other);
      for (let count = 0; count < 5; count += 1) {
        assertProblem(await stranger.call('GET', report), 404, 'not_found');
        assertProblem(await reset(stranger, randomUUID()), 404, 'not_found');
      }
    } finally {
      await other.close();
    }
  });

  it('is everybody where ADMINISTRATORS is empty', async () => {
    const other = await startServer();
    try {
      await other.accounts.create(bossAccount.email, bossAccount.password, other.clock.now());
      const browser = visit(other);
      await browser.signIn(bossAccount);
      assertProblem(await browser.call('GET', report), 404, 'not_found');
      assertProblem(await reset(browser, randomUUID()), 404, 'not_found');
      assert.deepEqual(Object.keys((await browser.call('GET', '/api/session')).body), ['email', 'workspaces']);
    } finally {
      await other.close();
    }
  });

  it('cannot become one by an account with an address of the list', async () => {
    const other = await startServer({ administrators: ['nobody.yet@harmony.example'] });
    try {
      for (const email of ['nobody.yet@harmony.example', 'Nobody.Yet@Harmony.Example']) {
        const body = { email, password: 'correct horse battery' };
        assertProblem(await visit(other).call('POST', '/api/accounts', { body }), 409, 'account_exists');
      }
      assert.equal(await other.accounts.find('nobody.yet@harmony.example'), null);
    } finally {
      await other.close();
    }
  });

  it('learns no address of the list from the work of a refusal: one hash, as for an address that is taken', async () => {
    let hashes = 0;
    const argon2: Argon2 = {
      ...cheapArgon2,
      hashPassword(password) {
        hashes += 1;
        return cheapArgon2.hashPassword(password);
      },
    };
    const listed = 'nobody.yet@harmony.example';
    const other = await startServer({ administrators: [bossAccount.email, listed], argon2 });
    try {
      await other.accounts.create(bossAccount.email, bossAccount.password, other.clock.now());
      const { account } = await signedIn(other);
      for (const email of [account.email, bossAccount.email, listed]) {
        const before = hashes;
        const body = { email, password: 'correct horse battery' };
        assertProblem(await visit(other).call('POST', '/api/accounts', { body }), 409, 'account_exists');
        assert.equal(hashes - before, 1, email);
      }
    } finally {
      await other.close();
    }
  });

  it('is somebody whose address is no longer on the list, at the next request', async () => {
    const other = await startServer({ administrators: [bossAccount.email] });
    try {
      await other.accounts.create(bossAccount.email, bossAccount.password, other.clock.now());
      const browser = visit(other);
      await browser.signIn(bossAccount);
      assert.equal((await browser.call('GET', report)).status, 200);
      const db = other.store.db.withTables<{ accounts: { email: string } }>();
      await db.updateTable('accounts').set({ email: 'former@harmony.example' }).execute();
      assertProblem(await browser.call('GET', report), 404, 'not_found');
    } finally {
      await other.close();
    }
  });
});

describe('the report', () => {
  it('says who has 2FA, since when, by what and when it was last used, without a secret or a code', async () => {
    const [on, off] = [await enrolled(server), await signedIn(server)];
    const browser = await proved(server, boss);
    const { people, own } = await read(browser, `?search=${on.account.email.toUpperCase()}`);
    assert.equal(own, await idOf(bossAccount));
    assert.equal(people.length, 1);
    const { account, enabledAt, lastUsedAt, ...rest } = people[0]!;
    assert.equal(account, await idOf(on.account));
    for (const time of [enabledAt, lastUsedAt]) assert.match(time ?? '', /^2026-11-\d\dT.*Z$/);
    assert.deepEqual(rest, {
      address: on.account.email,
      twoFactor: 'on',
      methods: ['totp', 'backup_code'],
      backupCodesLeft: 10,
      lastUsedBy: 'totp',
      requiredFrom: null,
    });
    const [without] = (await read(browser, `?search=${off.account.email}`)).people;
    assert.deepEqual([without?.twoFactor, without?.enabledAt, without?.methods], ['off', null, []]);
    const answer = await browser.call('GET', report);
    for (const secret of [on.phone.base32, ...on.backupCodes]) assert.ok(!answer.text.includes(secret));
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.deepEqual((await browser.call('GET', '/api/session')).body['administrator'], true);
  });

  it('comes in pages in the order of the addresses, by state and by text, and each account is on one page', async () => {
    const browser = await proved(server, boss);
    for (let index = 0; index < 60; index += 1) {
      const email = `page_${String(index).padStart(2, '0')}@harmony.example`;
      await server.accounts.create(email, 'correct horse battery', server.clock.now());
    }
    await server.accounts.create('pagex00@harmony.example', 'correct horse battery', server.clock.now());
    // `_` is a letter here, and no placeholder.
    const addresses: string[] = [];
    let after = '';
    do {
      const page = await read(browser, `?search=PAGE_${after}`);
      assert.ok(page.people.length <= 25);
      assert.deepEqual([page.total, page.withTwoFactor], [60, 0]);
      addresses.push(...page.people.map(({ address }) => address));
      after = page.next === null ? '' : `&after=${page.next}`;
    } while (after !== '');
    assert.equal(new Set(addresses).size, 60);
    assert.deepEqual(addresses, [...addresses].sort());

    const on = await read(browser, '?state=on');
    assert.ok(on.people.every(({ twoFactor }) => twoFactor === 'on'));
    assert.ok(on.people.some(({ address }) => address === bossAccount.email));
    const off = await read(browser, '?state=off&search=deputy');
    assert.deepEqual(
      off.people.map(({ address }) => address),
      [plainAccount.email],
    );
  });

  it('names the day from which 2FA is required of an account, and that of one with more time', async () => {
    const other = await startServer({
      administrators: [bossAccount.email],
      requireTwoFactor: new Date('2026-12-01T00:00:00Z'),
    });
    try {
      for (const email of [bossAccount.email, 'late@harmony.example']) {
        await other.accounts.create(email, bossAccount.password, other.clock.now());
      }
      const { id } = (await other.accounts.find('late@harmony.example'))!;
      await other.store.enrolments.extend(id, new Date('2026-12-15T00:00:00Z'), []);
      const browser = visit(other);
      await browser.signIn(bossAccount);
      const { people } = await read(browser);
      assert.deepEqual(
        people.map(({ address, requiredFrom }) => [address, requiredFrom]),
        [
          [bossAccount.email, '2026-12-01T00:00:00.000Z'],
          ['late@harmony.example', '2026-12-15T00:00:00.000Z'],
        ],
      );
    } finally {
      await other.close();
    }
  });

  it('refuses what is no question of it', async () => {
    const browser = await proved(server, boss);
    for (const search of [
      '?state=damaged',
      '?state=on&state=off',
      '?search=%00',
      `?search=${'x'.repeat(255)}`,
      '?after=1',
      `?after=${randomUUID()}`,
      '?search[]=a&after[b]=c',
    ]) {
      const answer = await browser.call('GET', `${report}${search}`);
      if (search.includes('[')) assert.equal(answer.status, 200, 'fields of other names are ignored');
      else assertProblem(answer, 400, 'request_invalid');
    }
    const { people } = await read(browser, `?search=${encodeURIComponent("%' or 1=1 --!_")}`);
    assert.deepEqual(people, []);
  });
});

describe('a reset by an administrator', () => {
  it('turns 2FA off, ends all sessions, is in the trail with the reason, and tells the owner the reason', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    const id = await idOf(person.account);
    const browser = await proved(server, boss);
    await server.noticesSettled();
    sent = [];
    const answer = await reset(browser, id, '  lost her\nphone \u0000 on a trip ');
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual([answer.body['account'], answer.body['twoFactor']], [id, 'off']);
    assert.ok(!(await isOn(person.account)));
    assertProblem(await person.browser.op('status'), 401, 'not_signed_in');
    assertProblem(await half.op('readChallenge'), 401, 'challenge_expired');
    assert.deepEqual((await visit(server).signIn(person.account)).body, { next: 'done' });

    const entries = await server.store.audit.list(id, 5);
    const detail = `${await idOf(bossAccount)}: lost her phone on a trip`;
    for (const name of ['admin_reset', 'admin_sessions_ended']) {
      assert.equal(entries.find(({ event }) => event === name)?.detail, detail, name);
    }
    await server.noticesSettled();
    const [mail, ...more] = sent;
    assert.deepEqual([mail?.address, more.length], [person.account.email, 0]);
    assert.match(mail!.text, /An administrator turned two-factor authentication off/);
    assert.match(mail!.text, /^Reason: lost her phone on a trip$/m);
    assert.ok(!mail!.text.includes(bossAccount.email) && !mail!.text.includes('From:'));
    assertProblem(await reset(browser, id), 409, 'not_enabled');
  });

  it('also ends the session of somebody who signs in with the lost phone while it runs', async () => {
    const person = await enrolled(server);
    const id = await idOf(person.account);
    const [browser, elsewhere] = [await proved(server, boss), visit(server)];
    beforeReset = async () => {
      // Once: the reset begins again when the sign-in has changed the row.
      beforeReset = () => Promise.resolve();
      server.clock.advance(30);
      await elsewhere.signIn(person.account);
      const code = person.phone.code(server.clock.now());
      assert.equal((await elsewhere.op('answerChallenge', { code })).status, 200);
    };
    assert.equal((await reset(browser, id)).status, 200);
    assert.ok(!(await isOn(person.account)));
    assertProblem(await elsewhere.op('beginSetup'), 401, 'not_signed_in');
  });

  it('is refused without a reason', async () => {
    const person = await enrolled(server);
    const id = await idOf(person.account);
    const browser = await proved(server, boss);
    for (const reason of [undefined, null, '', ' \n\t\u0000 ', 7, ['lost'], 'x'.repeat(501)]) {
      const answer = await browser.call('POST', resets, { body: { account: id, reason } });
      assertProblem(answer, 400, 'request_invalid');
    }
    for (const account of [undefined, 'any', person.account.email, [id]]) {
      assertProblem(await browser.call('POST', resets, { body: { account, reason: 'lost' } }), 400, 'request_invalid');
    }
    assertProblem(await reset(browser, randomUUID()), 404, 'account_unknown');
    assert.ok(await isOn(person.account));
  });

  it('is refused without a proof of the last minute by a code', async () => {
    const person = await enrolled(server);
    const id = await idOf(person.account);
    const browser = await proved(server, boss);
    server.clock.advance(60);
    const refused = await reset(browser, id);
    assertProblem(refused, 403, 'reauthentication_required', { methods: ['totp', 'backup_code'] });
    assert.match(refused.headers.get('www-authenticate') ?? '', /max_age="60"/);
    const password = await browser.op('reauthenticate', { password: bossAccount.password });
    assertProblem(password, 403, 'reauthentication_required', { methods: ['totp', 'backup_code'] });
    assert.equal((await reset(browser, id)).status, 403);
    assert.ok(await isOn(person.account));
    assert.equal((await browser.op('reauthenticate', { code: boss.phone.code(server.clock.now()) })).status, 200);
    assert.equal((await reset(browser, id)).status, 200);
  });

  it('is refused to an administrator without 2FA, however fresh the password is', async () => {
    const person = await enrolled(server);
    const id = await idOf(person.account);
    const browser = visit(server);
    await browser.signIn(plainAccount);
    assert.equal((await browser.call('GET', report)).status, 200);
    assertProblem(await reset(browser, id), 403, 'administrator_without_2fa');
    await browser.op('reauthenticate', { password: plainAccount.password });
    assertProblem(await reset(browser, id), 403, 'administrator_without_2fa');
    assert.ok(await isOn(person.account));
  });

  it('is refused for the own account', async () => {
    const browser = await proved(server, boss);
    assertProblem(await reset(browser, await idOf(bossAccount)), 409, 'own_account');
    assert.ok(await isOn(bossAccount));
  });

  it('of two administrators by each other at the same time is made once: one with 2FA is left', async () => {
    const grace: Account = { email: 'grace@harmony.example', password: bossAccount.password };
    const alan: Account = { email: 'alan@harmony.example', password: bossAccount.password };
    let waiting: (() => void)[] | null = null;
    const other = await startServer({
      administrators: [grace.email, alan.email],
      wrapStore: (store) => ({
        ...store,
        // The first reads of both requests wait for each other: both have passed the check of their sessions by then.
        async read(accountId) {
          if (waiting !== null) {
            await new Promise<void>((resolve) => {
              waiting!.push(resolve);
              if (waiting!.length < 2) return;
              for (const go of waiting!) go();
              waiting = null;
            });
          }
          return store.read(accountId);
        },
      }),
    });
    try {
      const browsers: Visitor[] = [];
      for (const account of [grace, alan]) {
        await other.accounts.create(account.email, account.password, other.clock.now());
        const browser = visit(other);
        await browser.signIn(account);
        await enrol(other, browser);
        browsers.push(browser);
      }
      const ids = await Promise.all([alan, grace].map(async ({ email }) => (await other.accounts.find(email))!.id));
      waiting = [];
      const answers = await Promise.all(browsers.map((browser, index) => reset(browser, ids[index]!)));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
      assertProblem(
        answers.find(({ status }) => status === 409)!,
        409,
        'last_administrator',
      );
      const states = await Promise.all(ids.map(async (id) => (await other.store.secondFactors.read(id)).active));
      assert.equal(states.filter((active) => active !== null).length, 1);
    } finally {
      await other.close();
    }
  });

  it('of two at the same time leaves one entry', async () => {
    const person = await enrolled(server);
    const id = await idOf(person.account);
    const browser = await proved(server, boss);
    const answers = await Promise.all([reset(browser, id), reset(browser, id)]);
    for (const { status } of answers) assert.ok([200, 409].includes(status), String(status));
    assert.ok(answers.some(({ status }) => status === 200));
    const entries = await server.store.audit.list(id, 20);
    assert.equal(entries.filter(({ event }) => event === 'admin_reset').length, 1);
  });

  it('repairs a damaged row, which the report names', async () => {
    const person = await enrolled(server);
    const id = await idOf(person.account);
    await server.store.db.updateTable('second_factors').set({ secret: null }).where('account_id', '=', id).execute();
    const browser = await proved(server, boss);
    assert.equal((await read(browser, `?search=${person.account.email}`)).people[0]?.twoFactor, 'damaged');
    assert.equal((await reset(browser, id)).status, 200);
    assert.ok(!(await isOn(person.account)));
  });

  it('writes no address into the log, and an account that is deleted leaves nothing of itself in the trail of others', async () => {
    const person = await enrolled(server);
    await createAccount(server);
    const browser = await proved(server, boss);
    await reset(browser, await idOf(person.account), 'at the desk');
    assert.match(server.logs(), /"event":"admin_reset".*"reason":"at the desk"/);
    assert.ok(!server.logs().includes(bossAccount.email));
    const details = await server.store.db.selectFrom('audit_events').select('detail').execute();
    assert.ok(details.every(({ detail }) => !detail?.includes('@')));
  });
});
