import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  createSignIn,
  createTwoFactor,
  openStore,
  parseKeyRing,
  type Log,
  type OpenStore,
  type TwoFactor,
} from '../../../server/index.js';
import { phone } from '../support/phone.js';
import { signInApps, type SignInApp } from '../support/sign-in-apps.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';
import { cheapArgon2, newKey } from '../support/test-server.js';
import { visit as visitPlace, type Answer, type Visitor } from '../support/visitor.js';

type Stage = 'full' | 'challenge' | 'enrolment';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
const otp = { issuer: 'https://id.example.com', amr: ['otp'] };
const trusted = { trustedDevice: true };
const asked = { trustedDevice: 'asked' };
/** What lets a sign-in pass without a code while 2FA is on. */
const exemptions: [string, object][] = [
  ['a trusted device', trusted],
  ['a trusted device that is asked for', asked],
  ['a provider', otp],
];

let database: TestDatabase;
let store: OpenStore;
let twoFactor: TwoFactor;
const now = new Date('2026-11-28T09:00:00.000Z');
/** Runs once, between the look-up of 2FA and what follows it. */
let meanwhile: (() => Promise<unknown>) | null = null;
/** The first look-up of 2FA gives this, as a policy does. */
let firstStage: Stage | null = null;
/** Every later one gives this. */
let laterStage: Stage | null = null;
let isTrusted: () => unknown = () => true;
let accounts = 0;

before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
  const keys = parseKeyRing(newKey('k'));
  const real = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Acme', clock: () => now, hash: cheapArgon2.derive }); // prettier-ignore
  twoFactor = {
    ...real,
    async nextStage(accountId) {
      const given = meanwhile === null ? laterStage : firstStage;
      const stage = given ?? (await real.nextStage(accountId));
      const change = meanwhile;
      meanwhile = null;
      await change?.();
      return stage;
    },
  };
});
after(async () => {
  await store.close();
  await database.remove();
});
beforeEach(() => {
  meanwhile = null;
  firstStage = null;
  laterStage = null;
  isTrusted = () => true;
});

for (const [name, start] of Object.entries(signInApps)) {
  describe(`a change while a sign-in begins, with ${name}`, () => {
    const known = new Set<string>();
    let app: SignInApp;
    before(async () => {
      app = await start({
        twoFactor,
        store,
        clock: () => now,
        log: silent,
        accounts: known,
        acceptsSecondFactorOf: ({ issuer }) => issuer === otp.issuer,
        isTrusted: () => isTrusted() as boolean,
        onSignedIn: () => undefined,
      });
    });
    after(() => app.close());

    const visit = (): Visitor => visitPlace({ url: app.url, clock: { now: () => now } });
    const newAccount = (): string => {
      const account = `account-${(accounts += 1)}`;
      known.add(account);
      return account;
    };
    const login = (browser: Visitor, account: string, claims?: object): Promise<Answer> =>
      browser.call('POST', '/login', { body: { account, claims } });
    const signIn = async (browser: Visitor, account: string, claims?: object): Promise<unknown> =>
      (await login(browser, account, claims)).body['next'];
    const page = async (browser: Visitor): Promise<number> => (await browser.call('GET', '/page')).status;
    const stageOf = async (browser: Visitor) => (await browser.call('GET', '/stage')).body['stage'];
    const reset = (account: string) => visit().call('POST', '/reset', { body: { account } });
    const signInsOf = async (account: string): Promise<string[]> => {
      const rows = await store.db.selectFrom('sign_ins').select('stage').where('account_id', '=', account).execute();
      return rows.map(({ stage }) => stage);
    };

    /** Turns 2FA on, or replaces the authenticator. */
    async function setUp(browser: Visitor): Promise<void> {
      const { body } = await browser.op('beginSetup');
      const code = phone(String(body['keyUri'])).code(now);
      const { status, text } = await browser.op('confirmSetup', { code, id: body['id'] });
      assert.equal(status, 200, text);
    }

    async function enrolled(account = newAccount()): Promise<{ browser: Visitor; account: string }> {
      const browser = visit();
      assert.equal(await signIn(browser, account), 'full');
      await setUp(browser);
      return { browser, account };
    }

    /** Nobody is signed in, in no stage, and the next try of the person is answered as usual. */
    async function refused(account: string, claims?: object): Promise<void> {
      const browser = visit();
      const { status, body, text } = await login(browser, account, claims);
      assert.ok(status >= 500, text);
      assert.equal(body['next'], undefined);
      assert.deepEqual([await page(browser), await stageOf(browser)], [401, null]);
    }

    for (const [exemption, claims] of exemptions) {
      it(`signs nobody in by ${exemption} once the authenticator was replaced`, async () => {
        const { browser, account } = await enrolled();
        meanwhile = () => setUp(browser);
        await refused(account, claims);
        assert.deepEqual(await signInsOf(account), ['full']);
      });

      it(`signs nobody in by ${exemption} once the password was reset`, async () => {
        const { account } = await enrolled();
        meanwhile = () => reset(account);
        await refused(account, claims);
        assert.deepEqual(await signInsOf(account), []);
      });

      it(`asks for a code in spite of ${exemption} once 2FA was turned on`, async () => {
        const account = newAccount();
        meanwhile = () => enrolled(account);
        const browser = visit();
        assert.equal(await signIn(browser, account, claims), 'challenge');
        assert.deepEqual([await page(browser), await stageOf(browser)], [401, 'challenge']);
      });
    }

    it('signs nobody in with the password of before a reset, and the next try as usual', async () => {
      const account = newAccount();
      meanwhile = () => reset(account);
      await refused(account);
      assert.deepEqual(await signInsOf(account), []);
      assert.equal(await signIn(visit(), account), 'full');
    });

    it('asks for no code with that password either, when 2FA was turned on before the reset', async () => {
      const account = newAccount();
      meanwhile = async () => {
        await enrolled(account);
        await reset(account);
      };
      await refused(account);
      assert.deepEqual(await signInsOf(account), []);
    });

    it('enrols nobody with that password', async () => {
      const account = newAccount();
      for (const stage of ['full', 'enrolment'] as const) {
        firstStage = stage;
        laterStage = 'enrolment';
        meanwhile = () => reset(account);
        await refused(account);
        assert.deepEqual(await signInsOf(account), [], stage);
      }
    });

    it('is seen by the look-up of the trust, which comes after the sign-in exists', async () => {
      const { browser, account } = await enrolled();
      let found: string[] = [];
      isTrusted = async () => {
        found = await signInsOf(account);
        return true;
      };
      assert.equal(await signIn(visit(), account, asked), 'full');
      assert.deepEqual(found.sort(), ['challenge', 'full']);
      // It ends the sign-in also when it comes right after the look-up.
      isTrusted = async () => {
        await setUp(browser);
        return true;
      };
      await refused(account, asked);
      let isForgotten = false;
      isTrusted = () => !isForgotten;
      meanwhile = () => Promise.resolve((isForgotten = true));
      assert.equal(await signIn(visit(), account, asked), 'challenge');
    });

    it('is no matter to a look-up of the trust that says anything but true, or fails', async () => {
      const { account } = await enrolled();
      const results = [false, 'true', 1, {}, null, undefined, Promise.resolve(false), Promise.resolve('true'), () => true]; // prettier-ignore
      for (const [index, result] of results.entries()) {
        isTrusted = () => result;
        const browser = visit();
        assert.equal(await signIn(browser, account, asked), 'challenge', `result ${index}`);
        assert.equal(await page(browser), 401);
      }
      isTrusted = () => Promise.resolve(true);
      const browser = visit();
      assert.equal(await signIn(browser, account, asked), 'full');
      assert.equal(await page(browser), 200);
      // The trust is no second-factor proof.
      assert.equal((await browser.op('disable')).status, 403);
      const before = (await signInsOf(account)).length;
      isTrusted = () => Promise.reject(new Error('the database is out of reach'));
      await refused(account, asked);
      assert.equal((await signInsOf(account)).length, before);
      let calls = 0;
      isTrusted = () => (calls += 1);
      assert.equal(await signIn(visit(), newAccount(), asked), 'full');
      assert.equal(calls, 0, 'without 2FA no trust is looked up');
    });
  });
}

describe('a change while a sign-in begins', () => {
  it('is refused as unavailable, with the time of the next try', async () => {
    const carrier = { read: () => null, write: () => Promise.resolve(), clear: () => Promise.resolve() };
    const { begin, endAll } = createSignIn<object>(
      {
        twoFactor,
        store,
        clock: () => now,
        findAccount: () => Promise.resolve({ name: 'Ada' }),
        checkPassword: () => Promise.resolve(false),
      },
      carrier,
    );
    meanwhile = () => endAll('ada');
    await assert.rejects(begin({}, 'ada'), { code: 'unavailable', details: { retryAfter: 1 } });
  });
});
