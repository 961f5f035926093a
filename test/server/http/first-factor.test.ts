import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createSignIn,
  createTwoFactor,
  openStore,
  parseKeyRing,
  type FirstFactor,
  type OpenStore,
  type SignIn,
} from '../../../server/index.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';
import { cheapArgon2, newKey } from '../support/test-server.js';

/** The app compares a password by a slow hash. A reset in the meantime must end what the former password begins. */
let database: TestDatabase;
let store: OpenStore;
before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
});
after(async () => {
  await store.close();
  await database.remove();
});

let accounts = 0;

/** A browser of an account whose password is reset once it was checked. */
function open(required: boolean) {
  const accountId = `account-${(accounts += 1)}`;
  const twoFactor = createTwoFactor({
    store: store.secondFactors,
    keys: parseKeyRing(newKey('k')),
    issuer: 'Acme',
    hash: cheapArgon2.derive,
    policy: () => (required ? { since: new Date(), graceEndsAt: null } : null),
  });
  let token: string | null = null;
  const signIn: SignIn<object> = createSignIn<object>(
    {
      twoFactor,
      store,
      findAccount: () => Promise.resolve({ name: 'Ada' }),
      checkPassword: () => Promise.resolve(false),
      acceptsSecondFactorOf: () => assert.fail('these are no claims'),
    },
    {
      read: () => token,
      async write(_context, fresh, _keeps, fill) {
        await fill();
        token = fresh;
      },
      clear: () => Promise.resolve(),
    },
  );
  let password = 'old';
  return {
    begin: (first?: FirstFactor) => signIn.begin({}, accountId, first),
    checkOld: () => password === 'old',
    async reset() {
      password = 'new';
      await signIn.endAll(accountId);
    },
    stage: () => signIn.stageOf({}),
  };
}

describe('a password that is reset after the app has checked it', () => {
  for (const required of [false, true]) {
    it(`begins no sign-in, where 2FA is ${required ? 'required' : 'off'}`, async () => {
      const browser = open(required);
      assert.ok(browser.checkOld());
      await browser.reset();
      await assert.rejects(browser.begin({ stillRight: browser.checkOld }), { code: 'not_signed_in' });
      assert.equal(await browser.stage(), null);
    });

    it(`ends the sign-in that has begun by then, where 2FA is ${required ? 'required' : 'off'}`, async () => {
      const browser = open(required);
      const stillRight = async (): Promise<boolean> => {
        const right = browser.checkOld();
        await browser.reset();
        return right;
      };
      await assert.rejects(browser.begin({ stillRight }), ({ code }: { code?: string }) => code !== undefined);
      assert.equal(await browser.stage(), null);
    });
  }

  it('signs in where it is still right', async () => {
    const browser = open(false);
    assert.equal(await browser.begin({ stillRight: browser.checkOld }), 'full');
    assert.equal(await browser.begin({ stillRight: () => Promise.resolve(true), remembered: true }), 'full');
  });

  const wrong = { 'a number': 1, 'a text': 'yes', 'an object': {}, null: null, nothing: undefined };
  for (const [what, answer] of Object.entries(wrong)) {
    it(`is wrong for ${what} in place of true`, async () => {
      const browser = open(false);
      await assert.rejects(browser.begin({ stillRight: () => answer as never }), { code: 'not_signed_in' });
      assert.equal(await browser.stage(), null);
    });
  }

  it('begins nothing when the app fails', async () => {
    const browser = open(false);
    const stillRight = () => Promise.reject(new Error('no database'));
    await assert.rejects(browser.begin({ stillRight }), /no database/);
    assert.equal(await browser.stage(), null);
    assert.equal(
      (await store.db.selectFrom('sign_ins').selectAll().where('account_id', '=', `account-${accounts}`).execute())
        .length,
      0,
    );
  });
});
