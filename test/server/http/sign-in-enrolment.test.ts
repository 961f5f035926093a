import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  createEnrolmentPolicy,
  createTwoFactor,
  openStore,
  parseKeyRing,
  type EnrolmentRule,
  type Log,
  type OpenStore,
  type TwoFactor,
} from '../../../server/index.js';
import { endpoints, type Operation } from '../../../widget/protocol/endpoints.js';
import { phone } from '../support/phone.js';
import { signInApps, type SignInApp } from '../support/sign-in-apps.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';
import { cheapArgon2, newKey } from '../support/test-server.js';
import { visit as visitPlace, type Visitor } from '../support/visitor.js';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
const day = 24 * 60 * 60 * 1000;
const since = new Date('2026-11-01T00:00:00.000Z');

let database: TestDatabase;
let store: OpenStore;
let twoFactor: TwoFactor;
let now = new Date('2026-11-28T09:00:00.000Z');
let rule: EnrolmentRule | null = null;
let accounts = 0;

before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
  const clock = (): Date => now;
  const policy = createEnrolmentPolicy({ enrolments: store.enrolments, ruleFor: () => rule, clock });
  const keys = parseKeyRing(newKey('k'));
  twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Acme', clock, hash: cheapArgon2.derive, policy }); // prettier-ignore
});
after(async () => {
  await store.close();
  await database.remove();
});
beforeEach(() => (rule = { since }));

const pass = (milliseconds: number): void => void (now = new Date(now.getTime() + milliseconds));

for (const [name, start] of Object.entries(signInApps)) {
  describe(`a sign-in where 2FA is required, with ${name}`, () => {
    const known = new Set<string>();
    let app: SignInApp;
    before(async () => {
      const acceptsSecondFactorOf = () => true;
      app = await start({
        twoFactor,
        store,
        clock: () => now,
        log: silent,
        accounts: known,
        acceptsSecondFactorOf,
        onSignedIn: () => undefined,
      });
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
    const stage = async (browser: Visitor) => (await browser.call('GET', '/stage')).body;

    async function enrolling(account = newAccount()): Promise<Visitor> {
      const browser = visit();
      assert.equal(await signIn(browser, account), 'enrolment');
      return browser;
    }

    async function enrol(browser: Visitor) {
      const { body } = await browser.op('beginSetup');
      const own = phone(String(body['keyUri']));
      return browser.op('confirmSetup', { code: own.code(now), id: body['id'] });
    }

    it('reads no page of the app, makes none of its changes, and is no sign-in to it', async () => {
      const browser = await enrolling();
      assert.equal(await page(browser), 401);
      assert.equal((await browser.call('POST', '/danger', { body: {} })).status, 401);
      assert.deepEqual(await stage(browser), { stage: 'enrolment', account: null });
    });

    it('reaches no operation of the contract but those of a set-up', async () => {
      const browser = await enrolling();
      const before = browser.cookie;
      const setup: Operation[] = ['status', 'beginSetup', 'confirmSetup', 'cancelSetup'];
      for (const operation of Object.keys(endpoints) as Operation[]) {
        if (setup.includes(operation)) continue;
        const { method, path } = endpoints[operation];
        const sent = method === 'GET' ? {} : { body: { code: '000000' } };
        const answer = await browser.call(method, `/api/2fa${path.replace('{id}', 'any')}`, sent);
        // This app lists no sessions and devices, to nobody.
        assert.equal(answer.status, /device/i.test(operation) ? 404 : 401, `${operation}: ${answer.text}`);
      }
      assert.equal((await browser.op('beginSetup', { mode: 'add' })).status, 409, 'nothing is there to add to');
      assert.equal(browser.cookie, before);
      assert.equal(await page(browser), 401);
    });

    it('is full after a confirmed set-up, in a session with a new id, and ends elsewhere', async () => {
      const account = newAccount();
      rule = null;
      const elsewhere = visit();
      assert.equal(await signIn(elsewhere, account), 'full');
      rule = { since, from: new Date(now.getTime() + 1000) };
      assert.equal(await page(elsewhere), 200);
      rule = { since };
      const browser = await enrolling(account);
      const half = browser.cookie;
      assert.equal((await enrol(browser)).status, 200);
      assert.notEqual(browser.cookie, half);
      assert.equal(await page(browser), 200);
      assert.deepEqual(await stage(browser), { stage: 'full', account });
      assert.equal((await browser.call('POST', '/danger', { body: {} })).status, 204);
      for (const copy of [visit(half), elsewhere]) {
        assert.equal(await page(copy), 401);
        assert.equal((await copy.op('status')).status, 401);
      }
      pass(30_000);
    });

    it('is enrolled by one of two simultaneous confirmations', async () => {
      const browser = await enrolling();
      const { body } = await browser.op('beginSetup');
      const code = phone(String(body['keyUri'])).code(now);
      const answers = await Promise.all(
        [1, 2, 3].map(() => visit(browser.cookie).op('confirmSetup', { code, id: body['id'] })),
      );
      assert.equal(answers.filter(({ status }) => status === 200).length, 1);
      pass(30_000);
    });

    it('lasts ten minutes, and needs no other proof until then', async () => {
      const browser = await enrolling();
      pass(10 * 60_000 - 1000);
      const { status, body } = await browser.op('beginSetup');
      assert.equal(status, 201);
      pass(1000);
      const code = phone(String(body['keyUri'])).code(now);
      assert.equal((await browser.op('confirmSetup', { code })).status, 401);
      assert.equal((await browser.op('status')).status, 401);
      assert.deepEqual(await stage(browser), { stage: null, account: null });
    });

    it('is no enrolment for a remembered device: its person gives the first factor', async () => {
      const browser = visit();
      assert.equal(await signIn(browser, newAccount(), { remembered: true }), undefined);
      assert.equal((await browser.op('beginSetup')).status, 401);
    });

    it('is an enrolment, too, after an identity provider has asked for a second factor of its own', async () => {
      assert.equal(await signIn(visit(), newAccount(), { issuer: 'https://id.example.com' }), 'enrolment');
    });

    it('of before the date ends at the date, and does not come back when the rule is lifted', async () => {
      const account = newAccount();
      rule = { since, from: new Date(now.getTime() + day / 2) };
      const browser = visit();
      assert.equal(await signIn(browser, account), 'full');
      pass(day / 2 - 1000);
      assert.equal(await page(browser), 200);
      pass(1000);
      assert.equal(await page(browser), 401);
      assert.equal((await browser.op('status')).status, 401);
      rule = null;
      assert.equal(await page(browser), 401);
      rule = { since, from: now };
      await enrolling(account);
    });

    it('has one time of grace, whatever the number of sign-ins', async () => {
      const account = newAccount();
      rule = { since, graceDays: 14 };
      const ends = new Date(now.getTime() + 14 * day).toISOString();
      for (let count = 0; count < 14; count += 1) {
        const browser = visit();
        assert.equal(await signIn(browser, account), 'full');
        const { body } = await browser.op('status');
        assert.deepEqual(body['required'], { since: since.toISOString(), graceEndsAt: ends });
        pass(day);
      }
      await enrolling(account);
    });

    it('goes on as before with a policy that requires nothing of the account', async () => {
      rule = null;
      const browser = visit();
      assert.equal(await signIn(browser, newAccount()), 'full');
      assert.equal('required' in (await browser.op('status')).body, false);
      assert.equal(await page(browser), 200);
    });
  });
}
