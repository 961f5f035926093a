import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { promisify } from 'node:util';
import express from 'express';
import session from 'express-session';
import { expressSessionSignIn } from '../../../server/express-session.js';
import { cookieSignIn } from '../../../server/fetch.js';
import { cookieSignIn as nodeCookieSignIn } from '../../../server/node.js';
import { hashToken, newAccountToken } from '../../../server/core/crypto/token.js';
import {
  createSignIn,
  createTwoFactor,
  openStore,
  parseKeyRing,
  type Log,
  type OpenStore,
  type TwoFactor,
} from '../../../server/index.js';
import { phone, type Phone } from '../support/phone.js';
import { onExpressSession, signInApps, type AppParts, type SignInApp } from '../support/sign-in-apps.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';
import { cheapArgon2, newKey } from '../support/test-server.js';
import { visit as visitPlace, type Answer, type Visitor } from '../support/visitor.js';

let database: TestDatabase;
let store: OpenStore;
let twoFactor: TwoFactor;
let now = new Date('2026-11-28T09:00:00.000Z');
let lines: string[] = [];
/** Runs between the look-up of 2FA and what follows it. */
let meanwhile: () => Promise<void> = () => Promise.resolve();
let onSignedIn: () => void = () => undefined;
let accounts = 0;

before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
  const keys = parseKeyRing(newKey('k'));
  const real = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Acme', clock: () => now, hash: cheapArgon2.derive }); // prettier-ignore
  twoFactor = {
    ...real,
    async nextStage(accountId) {
      const stage = await real.nextStage(accountId);
      await meanwhile();
      return stage;
    },
  };
});
after(async () => {
  await store.close();
  await database.remove();
});
beforeEach(() => {
  lines = [];
  meanwhile = () => Promise.resolve();
  onSignedIn = () => undefined;
});

const write = (_details: object, message: string): void => void lines.push(message);
const log: Log = { debug() {}, info() {}, warn: write, error: write };

function partsOf(changes: Partial<AppParts> = {}): AppParts {
  return {
    twoFactor,
    store,
    clock: () => now,
    log,
    accounts: new Set(),
    onSignedIn: () => onSignedIn(),
    ...changes,
  };
}

/** The header of a refusal, as RFC 9470 §3 has it. */
const challengeOf = (maxAge: number): string =>
  `Bearer error="insufficient_user_authentication", error_description="A recent proof is required", max_age="${maxAge}"`;

interface Person {
  account: string;
  phone: Phone;
  backupCodes: string[];
}

for (const [name, start] of Object.entries(signInApps)) {
  describe(`sign-ins with ${name}`, () => {
    const known = new Set<string>();
    let app: SignInApp;
    before(async () => {
      const acceptsSecondFactorOf = ({ issuer, amr = [] }: { issuer: string; amr?: readonly string[] | undefined }) =>
        issuer === 'https://id.example.com' && amr.includes('otp');
      const deviceName = (userAgent: string | null) => `Named ${userAgent}`;
      app = await start(partsOf({ accounts: known, acceptsSecondFactorOf, deviceName }));
    });
    after(() => app.close());

    const visit = (cookie?: string): Visitor => visitPlace({ url: app.url, clock: { now: () => now } }, cookie);
    const newAccount = (): string => {
      const account = `account-${(accounts += 1)}`;
      known.add(account);
      return account;
    };
    const signIn = async (browser: Visitor, account: string, claims?: object): Promise<unknown> =>
      (await browser.call('POST', '/login', { body: { account, claims } })).body['next'];
    const page = async (browser: Visitor): Promise<number> => (await browser.call('GET', '/page')).status;

    /** A browser that is signed in and has just turned 2FA on. */
    async function enrolled(account = newAccount()): Promise<{ browser: Visitor; person: Person }> {
      const browser = visit();
      assert.equal(await signIn(browser, account), 'full');
      const { body } = await browser.op('beginSetup');
      const own = phone(String(body['keyUri']));
      assert.equal((await browser.op('confirmSetup', { code: own.code(now), id: body['id'] })).status, 200);
      now = new Date(now.getTime() + 30_000);
      return { browser, person: { account, phone: own, backupCodes: body['backupCodes'] as string[] } };
    }

    /** A second browser that waits for the second factor. */
    async function challenged(person: Person): Promise<Visitor> {
      const browser = visit();
      assert.equal(await signIn(browser, person.account), 'challenge');
      return browser;
    }

    it('is full without 2FA, in a session with a new id', async () => {
      const browser = visit();
      const account = newAccount();
      assert.equal(await page(browser), 401);
      const foreign = `${!name.startsWith('express') ? 'session' : 'connect.sid'}=${'a'.repeat(43)}`;
      browser.cookie = foreign;
      assert.equal(await signIn(browser, account), 'full');
      assert.notEqual(browser.cookie, foreign);
      const { status, body } = await browser.call('GET', '/page');
      assert.deepEqual([status, body], [200, { account }]);
    });

    it('opens no page while the second factor is due, and each after the right code', async () => {
      const { person } = await enrolled();
      const browser = await challenged(person);
      const half = browser.cookie;
      assert.equal(await page(browser), 401);
      assert.equal((await browser.call('POST', '/danger', { body: {} })).status, 401);
      assert.equal((await browser.op('status')).status, 401);
      assert.equal((await browser.op('answerChallenge', { code: person.phone.wrongCode(now) })).status, 422);
      assert.equal(await page(browser), 401);
      const { status, body } = await browser.op('answerChallenge', { code: person.phone.code(now) });
      assert.deepEqual([status, body['result']], [200, { redirect: '/page' }]);
      assert.equal(await page(browser), 200);
      assert.notEqual(browser.cookie, half);
      assert.equal(await page(visit(half)), 401);
      assert.equal((await visit(half).op('readChallenge')).status, 401);
      now = new Date(now.getTime() + 30_000);
    });

    it('is read only when it is full, and tells its stage', async () => {
      const { person } = await enrolled();
      const stage = async (browser: Visitor) => (await browser.call('GET', '/stage')).body;
      assert.deepEqual(await stage(visit()), { stage: null, account: null });
      const browser = await challenged(person);
      assert.deepEqual(await stage(browser), { stage: 'challenge', account: null });
      await browser.op('answerChallenge', { code: person.phone.code(now) });
      assert.deepEqual(await stage(browser), { stage: 'full', account: person.account });
      now = new Date(now.getTime() + 30_000);
    });

    it('accepts one of two simultaneous right answers to one challenge', async () => {
      const { person } = await enrolled();
      const { cookie } = await challenged(person);
      const answers = await Promise.all([
        visit(cookie).op('answerChallenge', { code: person.phone.code(now) }),
        visit(cookie).op('answerChallenge', { backupCode: person.backupCodes[0] }),
        visit(cookie).op('answerChallenge', { backupCode: person.backupCodes[1] }),
      ]);
      const statuses = answers.map(({ status }) => status);
      assert.deepEqual(statuses.sort(), [200, 401, 401]);
      now = new Date(now.getTime() + 30_000);
    });

    it('ends elsewhere when 2FA is turned on, and when it is turned off', async () => {
      const account = newAccount();
      const elsewhere = visit();
      assert.equal(await signIn(elsewhere, account), 'full');
      const { browser, person } = await enrolled(account);
      assert.equal(await page(elsewhere), 401);
      assert.equal(await page(browser), 200);
      const half = await challenged(person);
      assert.equal((await browser.op('disable')).status, 200);
      assert.equal((await half.op('readChallenge')).status, 401);
      assert.equal(await page(browser), 200);
    });

    it('that runs while 2FA is turned on gets a challenge', async () => {
      const account = newAccount();
      meanwhile = async () => {
        meanwhile = () => Promise.resolve();
        await enrolled(account);
      };
      const browser = visit();
      assert.equal(await signIn(browser, account), 'challenge');
      assert.equal(await page(browser), 401);
    });

    it('asks for a recent proof before the app’s own sensitive changes', async () => {
      const { browser, person } = await enrolled();
      assert.equal((await browser.call('POST', '/danger', { body: {} })).status, 204);
      now = new Date(now.getTime() + 301_000);
      const refused = await browser.call('POST', '/danger', { body: {} });
      assert.deepEqual([refused.status, refused.body['code']], [403, 'reauthentication_required']);
      const before = browser.cookie;
      assert.equal((await browser.op('reauthenticate', { code: person.phone.code(now) })).status, 200);
      assert.notEqual(browser.cookie, before);
      assert.equal((await browser.call('POST', '/danger', { body: {} })).status, 204);
      assert.equal(await page(visit(before)), 401);
      now = new Date(now.getTime() + 30_000);
    });

    it('asks for a newer proof where the app wants one, and says how new', async () => {
      const { browser, person } = await enrolled();
      const remove = () => browser.call('POST', '/delete', { body: {} });
      now = new Date(now.getTime() + 29_000);
      assert.equal((await remove()).status, 204);
      now = new Date(now.getTime() + 1_000);
      const refused = await remove();
      assert.deepEqual([refused.status, refused.body['code']], [403, 'reauthentication_required']);
      assert.deepEqual(refused.body['methods'], ['totp', 'backup_code']);
      assert.equal(refused.headers.get('www-authenticate'), challengeOf(60));
      // For every other change the proof is recent still.
      assert.equal((await browser.call('POST', '/danger', { body: {} })).status, 204);
      assert.equal((await browser.op('reauthenticate', { code: person.phone.code(now) })).status, 200);
      assert.equal((await remove()).status, 204);
      now = new Date(now.getTime() + 60_000);
      assert.equal((await remove()).status, 403);
    });

    it('takes no password for a proof while 2FA is on, at its own guards either', async () => {
      const { browser } = await enrolled();
      now = new Date(now.getTime() + 301_000);
      const proved = await browser.op('reauthenticate', { password: 'open sesame' });
      assert.deepEqual([proved.status, proved.body['code']], [403, 'reauthentication_required']);
      for (const path of ['/danger', '/delete'])
        assert.equal((await browser.call('POST', path, { body: {} })).status, 403);
    });

    it('names the challenge of RFC 9470 in each refusal for want of a proof, and in no other one', async () => {
      const { browser, person } = await enrolled();
      const half = await challenged(person);
      now = new Date(now.getTime() + 301_000);
      const header = async (call: Promise<Answer>) => (await call).headers.get('www-authenticate');
      for (const operation of ['beginSetup', 'beginBackupCodes', 'disable'] as const) {
        assert.equal(await header(browser.op(operation)), challengeOf(300), operation);
      }
      assert.equal(await header(browser.op('reauthenticate', { password: 'open sesame' })), challengeOf(300));
      assert.equal(await header(browser.call('POST', '/danger', { body: {} })), challengeOf(300));
      assert.equal(await header(half.call('POST', '/danger', { body: {} })), null);
      assert.equal(await header(browser.op('confirmSetup', { code: '000000' })), null);
      assert.equal(
        await header(browser.call('POST', '/api/2fa/disable', { headers: { origin: 'https://evil.example' } })),
        null,
      );
    });

    it('tells the page how old its proof is', async () => {
      const { browser, person } = await enrolled();
      const age = async (of: Visitor) => (await of.op('status')).body['proofAge'];
      assert.equal(await age(browser), 30);
      now = new Date(now.getTime() + 269_000);
      assert.equal(await age(browser), 299);
      now = new Date(now.getTime() + 1_000);
      assert.equal(await age(browser), undefined);
      const account = newAccount();
      const other = visit();
      await signIn(other, account, { remembered: true });
      assert.equal(await age(other), undefined);
      await other.op('reauthenticate', { password: 'open sesame' });
      assert.equal(await age(other), 0);
      assert.equal((await browser.op('reauthenticate', { code: person.phone.code(now) })).status, 200);
      assert.equal(await age(browser), 0);
      now = new Date(now.getTime() + 30_000);
    });

    it('ends at the sign-out, also for a copy of its cookie', async () => {
      const browser = visit();
      await signIn(browser, newAccount());
      const copy = visit(browser.cookie);
      assert.equal(await page(copy), 200);
      assert.equal((await browser.call('POST', '/logout', { body: {} })).status, 204);
      assert.equal(await page(copy), 401);
    });

    it('ends everywhere at a password reset, and at a second sign-in in the same browser', async () => {
      const account = newAccount();
      const browsers = [visit(), visit()] as const;
      for (const browser of browsers) await signIn(browser, account);
      const copy = visit(browsers[0].cookie);
      await signIn(browsers[0], newAccount());
      assert.equal(await page(copy), 401);
      assert.equal((await browsers[1].call('POST', '/reset', { body: { account } })).status, 204);
      assert.equal(await page(browsers[1]), 401);
    });

    it('ends everywhere else, also where a code is due, and goes on where the owner asked for it', async () => {
      const { browser, person } = await enrolled();
      const [elsewhere, half] = [await challenged(person), await challenged(person)];
      assert.equal((await elsewhere.op('answerChallenge', { code: person.phone.code(now, 1) })).status, 200);
      assert.equal((await half.call('POST', '/others', { body: {} })).status, 401);
      assert.equal(await page(elsewhere), 200);
      assert.equal((await browser.call('POST', '/others', { body: {} })).status, 204);
      assert.deepEqual([await page(browser), await page(elsewhere)], [200, 401]);
      assert.equal((await half.op('readChallenge')).status, 401);
    });

    it('does not live until a wrong time when the clock was ahead, full or half', async () => {
      const { person } = await enrolled();
      const right = now;
      now = new Date(right.getTime() + 365 * 24 * 3_600_000);
      const full = visit();
      assert.equal(await signIn(full, newAccount()), 'full');
      const half = await challenged(person);
      now = right;
      assert.equal(await page(full), 401);
      assert.equal((await half.op('readChallenge')).status, 401);
      // A clock that is set back by less signs nobody out.
      const browser = visit();
      assert.equal(await signIn(browser, newAccount()), 'full');
      now = new Date(right.getTime() - 3_000_000);
      assert.equal(await page(browser), 200);
      now = right;
    });

    it('ends after a day, and a challenge after ten minutes', async () => {
      const { browser, person } = await enrolled();
      const half = await challenged(person);
      now = new Date(now.getTime() + 600_000);
      assert.equal((await half.op('answerChallenge', { code: person.phone.code(now) })).status, 401);
      now = new Date(now.getTime() + 23 * 3_600_000);
      assert.equal(await page(browser), 200);
      now = new Date(now.getTime() + 3_600_000);
      assert.equal(await page(browser), 401);
    });

    it('ends with its account', async () => {
      const account = newAccount();
      const browser = visit();
      await signIn(browser, account);
      // Suspended: the app does not give the account any more.
      known.delete(account);
      assert.equal((await browser.op('status')).status, 401);
      assert.equal(await page(browser), 401);
      assert.equal((await browser.call('POST', '/danger', { body: {} })).status, 401);
      assert.notEqual((await visit().call('POST', '/login', { body: { account } })).status, 200);
      known.add(account);
      assert.equal(await signIn(browser, account), 'full');
      assert.equal(await page(browser), 200);
      await twoFactor.forget(account);
      assert.equal(await page(browser), 401);
      assert.notEqual((await browser.call('POST', '/login', { body: { account } })).status, 200);
    });

    it('needs no code when the provider’s second factor is accepted by the app’s rule, and only then', async () => {
      const { person } = await enrolled();
      const otp = { issuer: 'https://id.example.com', amr: ['pwd', 'otp'] };
      assert.equal(await signIn(visit(), person.account, { ...otp, amr: ['pwd'] }), 'challenge');
      assert.equal(await signIn(visit(), person.account, { ...otp, issuer: 'https://evil.example.com' }), 'challenge');
      const browser = visit();
      assert.equal(await signIn(browser, person.account, otp), 'full');
      assert.equal(await page(browser), 200);
      // The sign-in of this session was a first factor.
      for (const path of ['/danger', '/delete']) {
        const refused = await browser.call('POST', path, { body: {} });
        assert.deepEqual([refused.status, refused.body['methods']], [403, ['totp', 'backup_code']], path);
      }
      assert.equal((await browser.op('status')).body['proofAge'], undefined);
    });

    it('of a remembered device proves nothing: changes ask for the password, and with 2FA for a code', async () => {
      const account = newAccount();
      const browser = visit();
      assert.equal(await signIn(browser, account, { remembered: true }), 'full');
      assert.equal(await page(browser), 200);
      assert.equal((await browser.call('POST', '/danger', { body: {} })).status, 403);
      assert.equal((await browser.op('beginSetup')).status, 403);
      assert.equal((await browser.op('reauthenticate', { password: 'open sesame' })).status, 200);
      assert.equal((await browser.call('POST', '/danger', { body: {} })).status, 204);
      const { person } = await enrolled();
      assert.equal(await signIn(visit(), person.account, { remembered: true }), 'challenge');
    });

    it('of a trusted device needs no code, and is no second-factor proof; any other value than true is none', async () => {
      const { person } = await enrolled();
      const browser = visit();
      assert.equal(await signIn(browser, person.account, { trustedDevice: true }), 'full');
      assert.equal(await page(browser), 200);
      assert.equal((await browser.call('POST', '/danger', { body: {} })).status, 403);
      assert.equal((await browser.op('disable')).status, 403);
      for (const trustedDevice of [false, 'true', 1, {}, null]) {
        const first = { trustedDevice } as never;
        assert.equal(await signIn(visit(), person.account, first), 'challenge', JSON.stringify(trustedDevice));
      }
    });

    it('is in the list of its account alone, with its name and its last use, and can be ended from another', async () => {
      const listOf = async (browser: Visitor) =>
        (await browser.op('devices')).body['devices'] as Record<string, unknown>[];
      const account = newAccount();
      const [laptop, phone, stranger] = [visit(), visit(), visit()];
      const login = (browser: Visitor, userAgent: string) =>
        browser.call('POST', '/login', { body: { account }, headers: { 'user-agent': userAgent } });
      assert.equal((await login(laptop, 'laptop')).body['next'], 'full');
      now = new Date(now.getTime() + 90_000);
      assert.equal((await login(phone, 'p'.repeat(100))).body['next'], 'full');
      assert.equal(await signIn(stranger, newAccount()), 'full');
      const list = await listOf(laptop);
      assert.deepEqual(
        list.map(({ kind, name, address, current }) => ({ kind, name, address, current })),
        [
          { kind: 'session', name: `Named ${'p'.repeat(54)}`, address: null, current: false },
          { kind: 'session', name: 'Named laptop', address: null, current: true },
        ],
      );
      assert.equal(list[1]!['lastUsedAt'], now.toISOString());
      assert.equal(Date.parse(list[1]!['addedAt'] as string), now.getTime() - 90_000);
      const remove = (browser: Visitor, id: unknown) => browser.call('DELETE', `/api/2fa/devices/${String(id)}`);
      assert.equal((await remove(stranger, list[0]!['id'])).status, 404);
      assert.equal(await page(phone), 200);
      assert.equal((await remove(laptop, list[0]!['id'])).status, 200);
      assert.equal(await page(phone), 401);
      assert.equal((await remove(laptop, list[0]!['id'])).status, 404);
      assert.equal((await login(phone, 'phone')).body['next'], 'full');
      assert.equal((await laptop.op('removeOtherDevices')).status, 200);
      assert.deepEqual([await page(laptop), await page(phone), await page(stranger)], [200, 401, 200]);
      assert.equal((await listOf(laptop)).length, 1);
    });

    it('is in a list of 100 at most: the newest, and the one that asks, however many there are', async () => {
      const account = newAccount();
      const browser = visit();
      assert.equal(await signIn(browser, account), 'full');
      const own = await store.db.selectFrom('sign_ins').selectAll().where('account_id', '=', account).executeTakeFirstOrThrow(); // prettier-ignore
      const others = Array.from({ length: 110 }, (_, index) => ({
        ...own,
        token_hash: hashToken(newAccountToken(account)),
        created_at: own.created_at! + 1 + index,
      }));
      // Begun without a name: when is not known, and counts as now.
      others[0]!.created_at = others[1]!.created_at = null as never;
      await store.db.insertInto('sign_ins').values(others).execute();
      now = new Date(now.getTime() + 1000);
      const devices = (await browser.op('devices')).body['devices'] as { current: boolean; addedAt: string }[];
      assert.equal(devices.length, 100);
      assert.equal(devices.at(-1)!.current, true);
      assert.deepEqual(
        devices.slice(0, -1).map(({ addedAt }) => Date.parse(addedAt)),
        [now, now, ...others.slice(-97).reverse()].map((one) => (one instanceof Date ? one.getTime() : one.created_at)),
      );
      assert.equal((await store.signIns.list(account, '', now)).length, 100, 'no other sign-in is read');
    });

    it('can be ended from the list that showed it, also after a thousand newer ones', async () => {
      const account = newAccount();
      const [owner, other] = [visit(), visit()];
      assert.equal(await signIn(owner, account), 'full');
      assert.equal(await signIn(other, account), 'full');
      const devices = (await other.op('devices')).body['devices'] as { id: string; current: boolean }[];
      const { id } = devices.find(({ current }) => current)!;
      const [row] = await store.db.selectFrom('sign_ins').selectAll().where('account_id', '=', account).execute();
      for (let batch = 0; batch < 11; batch += 1) {
        const newer = Array.from({ length: 100 }, () => ({
          ...row!,
          token_hash: hashToken(newAccountToken(account)),
          created_at: now.getTime() + 1000,
        }));
        await store.db.insertInto('sign_ins').values(newer).execute();
      }
      assert.equal((await owner.op('removeDevice', undefined, id)).status, 200);
      assert.deepEqual([await page(other), await page(owner)], [401, 200]);
      assert.equal((await owner.op('removeDevice', undefined, id)).status, 404);
    });

    it('is refused when the app fails at it, and nobody is signed in', async () => {
      const { person } = await enrolled();
      const browser = await challenged(person);
      const { cookie } = browser;
      onSignedIn = () => {
        throw new Error('the app fails');
      };
      assert.equal((await browser.op('answerChallenge', { code: person.phone.code(now) })).status, 503);
      assert.equal(await page(browser), 401);
      assert.equal(await page(visit(cookie)), 401);
      assert.equal((await visit(cookie).op('answerChallenge', { backupCode: person.backupCodes[0] })).status, 401);
      assert.ok(lines.length > 0);
      assert.ok((await visit().call('POST', '/login', { body: { account: newAccount() } })).status >= 500);
      now = new Date(now.getTime() + 30_000);
    });

    it('refuses an account id that is no text', async () => {
      for (const account of [7, '', null]) {
        assert.ok((await visit().call('POST', '/login', { body: { account } })).status >= 500, String(account));
      }
    });
  });
}

describe('sign-ins in the sessions of express-session', () => {
  const account = 'passport-account';
  const accounts = new Set([account]);
  const browserOf = ({ url }: SignInApp): Visitor => visitPlace({ url, clock: { now: () => now } });

  it('close every page to an account that Passport has signed in alone, and say so once', async () => {
    const app = await onExpressSession(express, partsOf({ accounts }));
    const browser = browserOf(app);
    const login = { body: { account, password: 'open sesame' } };
    for (let round = 0; round < 2; round += 1) {
      assert.equal((await browser.call('POST', '/passport', login)).status, 200);
      for (const path of ['/page', '/passport-page']) assert.equal((await browser.call('GET', path)).status, 401, path);
    }
    assert.equal(lines.filter((line) => line.startsWith('Passport has signed in')).length, 1);
    app.close();
  });

  it('end when Passport signs another account into them, or signs their own one out', async () => {
    const victim = 'passport-victim';
    await twoFactor.import({ accountId: victim }, { secret: Buffer.alloc(20, 7) });
    const app = await onExpressSession(express, partsOf({ accounts: new Set([account, victim]) }));
    for (const [path, body] of [
      ['/passport-beside', { account: victim, password: 'open sesame' }],
      ['/passport-out', {}],
    ] as const) {
      const browser = browserOf(app);
      assert.equal((await browser.call('POST', '/login', { body: { account } })).status, 200);
      assert.deepEqual((await browser.call('GET', '/page')).body, { account });
      const copy = browserOf(app);
      copy.cookie = browser.cookie;
      assert.equal((await browser.call('POST', path, { body })).status, 200);
      for (const page of ['/page', '/passport-page']) {
        assert.equal((await browser.call('GET', page)).status, 401, `${path} ${page}`);
      }
      assert.equal((await copy.call('GET', '/page')).status, 401);
    }
    app.close();
  });

  it('may be filled by Passport’s own req.login', async () => {
    const app = await onExpressSession(express, partsOf({ accounts }), undefined, (req, id) =>
      promisify(req.login.bind(req) as (user: object, done: (error?: Error) => void) => void)({ id }),
    );
    const browser = browserOf(app);
    assert.equal((await browser.call('POST', '/login', { body: { account } })).status, 200);
    assert.deepEqual((await browser.call('GET', '/page')).body, { account });
    app.close();
  });

  it('keep the app’s data over the challenge, and not over the first factor', async () => {
    const app = await onExpressSession(express, partsOf({ accounts }));
    const browser = browserOf(app);
    const basket = async (): Promise<unknown> => (await browser.call('GET', '/basket')).body['basket'];
    await browser.call('POST', '/basket', { body: {} });
    assert.equal(await basket(), 'apples');
    await browser.call('POST', '/login', { body: { account } });
    assert.equal(await basket(), null);
    await browser.call('POST', '/basket', { body: {} });
    const { body } = await browser.op('beginSetup');
    const own = phone(String(body['keyUri']));
    assert.equal((await browser.op('confirmSetup', { code: own.code(now), id: body['id'] })).status, 200);
    assert.equal(await basket(), 'apples');
    app.close();
  });

  it('sign nobody in when the session store does not store', async () => {
    const sessions = new session.MemoryStore();
    const app = await onExpressSession(express, partsOf({ accounts: new Set(['stuck']) }), sessions);
    const browser = browserOf(app);
    sessions.set = (_id, _session, done) => done?.(new Error('the disk is full'));
    assert.equal((await browser.call('POST', '/login', { body: { account: 'stuck' } })).status, 500);
    assert.equal((await browser.call('GET', '/page')).status, 401);
    assert.ok(lines.some((line) => line.includes('express-session could not save a session')));
    app.close();
  });

  it('say what is missing', async () => {
    const complete = {
      twoFactor,
      store,
      findAccount: () => Promise.resolve(null),
      checkPassword: () => Promise.resolve(false),
    };
    for (const name of ['twoFactor', 'store', 'findAccount', 'checkPassword'] as const) {
      for (const create of [expressSessionSignIn, cookieSignIn]) {
        assert.throws(() => create({ ...complete, [name]: undefined }), new RegExp(`^TypeError: ${name} has`));
      }
    }
    assert.throws(() => cookieSignIn({ ...complete, cookieName: 'a b' }), /cookieName/);
    for (const cookieName of ['__Host-app', '__Secure-app', '__host-app']) {
      assert.throws(() => cookieSignIn({ ...complete, cookieName }), /without its prefix.*: app$/);
    }
    for (const hours of [0, -1, 24 * 366 + 1, NaN, Infinity, '24']) {
      assert.throws(() => cookieSignIn({ ...complete, hours: hours as number }), /hours has to be .* at most 8784/);
    }
    for (const secure of [null, 0, '']) {
      assert.throws(() => cookieSignIn({ ...complete, secure: secure as never }), /secure has to be/);
    }
    const { read } = expressSessionSignIn(complete);
    await assert.rejects(read({} as never), /mount express-session before/);
  });

  it('refuse at the start of the app a time that no proof can meet', async () => {
    const complete = {
      twoFactor,
      store,
      findAccount: () => Promise.resolve(null),
      checkPassword: () => Promise.resolve(false),
    };
    const carrier = { read: () => null, write: () => Promise.resolve(), clear: () => Promise.resolve() };
    const guards: Record<string, (options: { maxAge: number }) => unknown> = {
      'express-session': expressSessionSignIn(complete).requireRecentProof,
      'the Fetch API': cookieSignIn(complete).requireRecentProof,
      'node:http': nodeCookieSignIn(complete).requireRecentProof,
      'other sessions': createSignIn<object>(complete, carrier).requireRecentProof,
    };
    const wrong = [0, -60, 29, 301, 3600, 60.5, NaN, Infinity, '60', null, undefined, true];
    for (const [mount, guard] of Object.entries(guards)) {
      for (const maxAge of wrong) {
        const expected = { name: 'TypeError', message: /maxAge has to be a whole number of seconds from 30 to 300/ };
        assert.throws(() => guard({ maxAge: maxAge as number }), expected, `${mount}: ${String(maxAge)}`);
      }
      for (const maxAge of [30, 300]) assert.equal(typeof guard({ maxAge }), 'function', mount);
    }
    const requester = { accountId: 'ada', proof: { method: 'password', at: now } } as const;
    for (const maxAge of wrong) {
      const options = { maxAge: maxAge as number };
      await assert.rejects(twoFactor.requireRecentProof(requester, options), { name: 'TypeError', message: /maxAge/ });
    }
    await twoFactor.requireRecentProof(requester, { maxAge: 30 });
  });

  it('begin for nothing but an account, whatever the app takes for one', async () => {
    const rows = [{}, { email: 'ada@example.com' }, { name: '' }, { name: 7 }, { name: null }];
    for (const found of [undefined, false, '', 7, 'name', true, [], [{ name: 'Ada' }], ...rows]) {
      let signedIn = 0;
      const { begin } = cookieSignIn({
        twoFactor,
        store,
        findAccount: () => Promise.resolve(found as never),
        checkPassword: () => Promise.resolve(false),
        onSignedIn: () => (signedIn += 1),
      });
      const expected = found === undefined ? { code: 'not_signed_in' } : /findAccount (returned|has to return)/;
      await assert.rejects(begin(new Request('https://app.example.com/'), 'somebody'), expected);
      assert.equal(signedIn, 0);
    }
  });

  it('let no request pass a guard that is called as a function', async () => {
    const { requireFull, requireRecentProof, middleware } = expressSessionSignIn({
      twoFactor,
      store,
      findAccount: () => Promise.resolve(null),
      checkPassword: () => Promise.resolve(false),
    });
    for (const guard of [requireFull, requireRecentProof, middleware] as unknown as ((
      req: object,
    ) => Promise<void>)[]) {
      await assert.rejects(async () => guard({ session: {} }), /this is a request handler/);
    }
  });

  it('sign nobody in, and let no request pass, without their middleware', async () => {
    const messages: string[] = [];
    const signIn = expressSessionSignIn({
      twoFactor,
      store,
      log: { ...log, error: (details) => void messages.push((details as { error: Error }).error.message) },
      findAccount: () => Promise.resolve({ name: 'Ada' }),
      checkPassword: () => Promise.resolve(false),
    });
    const app = express();
    app.use(session({ secret: 's', resave: false, saveUninitialized: false }));
    app.get('/sign-in', async (req, res) => void res.json(await signIn.begin(req, 'without middleware')));
    app.get('/page', signIn.requireFull, (_req, res) => void res.json({}));
    app.use((error: Error, _req: unknown, res: express.Response, _next: unknown) => {
      messages.push(error.message);
      res.status(500).end();
    });
    const server = app.listen(0);
    const { port } = server.address() as { port: number };
    // `begin` is a call of the app's own route, which deals with its errors. A guard answers.
    for (const [path, status] of [
      ['sign-in', 500],
      ['page', 503],
    ] as const) {
      const answer = await fetch(`http://127.0.0.1:${port}/${path}`);
      assert.deepEqual([answer.status, answer.headers.get('set-cookie')], [status, null]);
    }
    assert.equal(messages.length, 2);
    for (const message of messages)
      assert.match(message, /mount the middleware of the sign-in right after the session/);
    server.close();
  });

  it('send a browser to the page of the sign-in, and a program an answer', async () => {
    const signIn = expressSessionSignIn({
      twoFactor,
      store,
      signInPage: '/sign-in',
      findAccount: () => Promise.resolve(null),
      checkPassword: () => Promise.resolve(false),
    });
    const app = express();
    app.use(session({ secret: 's', resave: false, saveUninitialized: false }), signIn.middleware);
    app.get('/page', signIn.requireFull);
    const server = app.listen(0);
    const { port } = server.address() as { port: number };
    const get = (accept: string) => fetch(`http://127.0.0.1:${port}/page`, { headers: { accept }, redirect: 'manual' });
    const html = await get('text/html');
    assert.deepEqual([html.status, html.headers.get('location')], [303, '/sign-in']);
    assert.equal((await get('application/json')).status, 401);
    server.close();
  });
});
