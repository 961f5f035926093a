import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  createSignIn,
  createTwoFactor,
  openStore,
  parseKeyRing,
  type AuditEvent,
  type Log,
  type OpenStore,
  type Requirement,
  type SessionCarrier,
  type TwoFactor,
} from '../../../server/index.js';
import { signInApps, type SignInApp } from '../support/sign-in-apps.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';
import { cheapArgon2, newKey } from '../support/test-server.js';
import { visit as visitPlace, type Visitor } from '../support/visitor.js';

const userAgent = 'Firefox on Linux';

let database: TestDatabase;
let store: OpenStore;
let twoFactor: TwoFactor;
let now = new Date('2026-11-28T09:00:00.000Z');
let requirement: Requirement | null = null;
let lines: string[] = [];
let accounts = 0;

before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
  const keys = parseKeyRing(newKey('k'));
  twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Acme', clock: () => now, hash: cheapArgon2.derive, policy: () => requirement }); // prettier-ignore
});
after(async () => {
  await store.close();
  await database.remove();
});
beforeEach(() => {
  lines = [];
  requirement = null;
  now = new Date(now.getTime() + 60_000);
});

const write = (_details: object, message: string): void => void lines.push(message);
const log: Log = { debug() {}, info() {}, warn: write, error: write };

function newAccountId(): string {
  return `account-${(accounts += 1)}`;
}

async function withFactor(accountId: string): Promise<string> {
  await twoFactor.import({ accountId }, { secret: Buffer.alloc(20, 7) });
  return accountId;
}

/** The entries of an account since its 2FA was taken over, oldest first. */
async function entriesOf(accountId: string): Promise<AuditEvent[]> {
  const entries = await store.audit.list(accountId);
  return entries.filter(({ event }) => event !== 'imported').reverse();
}

for (const [name, start] of Object.entries(signInApps)) {
  describe(`the audit trail of sign-ins with ${name}`, () => {
    /** A `Request` has no address, and the app of these tests gives none. */
    const address = /node:http|Express/.test(name) ? '127.0.0.1' : null;
    const known = new Set<string>();
    let announced: AuditEvent[] = [];
    let onEvent: (event: AuditEvent) => void = () => undefined;
    let app: SignInApp;
    before(async () => {
      app = await start({
        twoFactor,
        store,
        clock: () => now,
        log,
        accounts: known,
        deviceName: (agent) => `Named ${agent}`,
        onEvent: (event) => onEvent(event),
        onSignedIn: () => undefined,
      });
    });
    after(() => app.close());
    beforeEach(() => {
      announced = [];
      onEvent = (event) => void announced.push(event);
    });

    const visit = (): Visitor => visitPlace({ url: app.url, clock: { now: () => now } });
    const newAccount = (): string => {
      const account = newAccountId();
      known.add(account);
      return account;
    };
    const headers = { 'user-agent': userAgent };
    async function signIn(account: string, expected: string): Promise<Visitor> {
      const browser = visit();
      const { body, text } = await browser.call('POST', '/login', { body: { account }, headers });
      assert.equal(body['next'], expected, text);
      return browser;
    }
    const listOf = async (browser: Visitor) =>
      (await browser.call('GET', '/api/2fa/devices', { headers })).body['devices'] as {
        id: string;
        current: boolean;
      }[];
    const remove = async (browser: Visitor, id: string): Promise<number> =>
      (await browser.call('DELETE', `/api/2fa/devices/${id}`, { headers })).status;
    const removeOthers = async (browser: Visitor): Promise<number> =>
      (await browser.call('DELETE', '/api/2fa/devices', { headers })).status;

    /** The trail has exactly these entries of this time, of this browser, and `onEvent` got the same. */
    async function assertTrail(account: string, ...events: string[]): Promise<void> {
      const entries = await entriesOf(account);
      const own = entries.map(({ requestId: _requestId, ...entry }) => entry);
      const expected = events.map((event) => ({ accountId: account, at: now, event, method: null, detail: null, address, userAgent })); // prettier-ignore
      assert.deepEqual(own, expected);
      assert.deepEqual(announced, entries);
    }

    it('has a challenge, and no entry of a sign-in that is full at once', async () => {
      const account = newAccount();
      await signIn(account, 'full');
      await assertTrail(account);
      await withFactor(account);
      await signIn(account, 'challenge');
      await assertTrail(account, 'challenge_issued');
    });

    it('has an enrolment that begins', async () => {
      requirement = { since: now, graceEndsAt: null };
      const account = newAccount();
      await signIn(account, 'enrolment');
      await assertTrail(account, 'enrolment_begun');
    });

    it('has a session that its owner ends, once, and none that does not exist', async () => {
      const account = newAccount();
      const own = await signIn(account, 'full');
      await signIn(account, 'full');
      const other = (await listOf(own)).find(({ current }) => !current)!;
      const stranger = await signIn(newAccount(), 'full');
      assert.deepEqual([await remove(stranger, other.id), await remove(own, 'nothing')], [404, 404]);
      await assertTrail(account);
      const answers = await Promise.all([remove(own, other.id), remove(own, other.id)]);
      assert.deepEqual(answers.sort(), [200, 404]);
      await assertTrail(account, 'session_revoked');
    });

    it('has a sign-out everywhere else, only when there is a session to end', async () => {
      const account = newAccount();
      const own = await signIn(account, 'full');
      assert.equal(await removeOthers(own), 200);
      await assertTrail(account);
      await signIn(account, 'full');
      await signIn(account, 'full');
      assert.equal(await removeOthers(own), 200);
      assert.equal(await removeOthers(own), 200);
      await assertTrail(account, 'signed_out_elsewhere');
    });

    it('goes on when onEvent throws, and the log says so', async () => {
      onEvent = () => {
        throw new Error('the listener fails');
      };
      const account = await withFactor(newAccount());
      await signIn(account, 'challenge');
      assert.equal((await entriesOf(account)).length, 1);
      assert.deepEqual(lines, ['a listener for audit entries failed']);
    });
  });
}

describe('the audit trail of sign-ins over other sessions', () => {
  interface Context {
    token: string | null;
  }
  const carrier: SessionCarrier<Context> = {
    read: ({ token }) => token,
    write(context, token) {
      context.token = token;
      return Promise.resolve();
    },
    clear: () => Promise.resolve(),
  };
  const signInWith = (changes: Partial<SessionCarrier<Context>>) =>
    createSignIn<Context>(
      {
        twoFactor,
        store,
        clock: () => now,
        findAccount: (id) => Promise.resolve({ name: id }),
        checkPassword: () => Promise.resolve(false),
        deviceName: () => 'A browser',
      },
      { ...carrier, ...changes },
    );
  const clientOfLast = async (account: string) => {
    const { address, userAgent, requestId } = (await entriesOf(account)).at(-1)!;
    return { address, userAgent, requestId };
  };

  it('has as much of the client as the carrier knows, as printable characters', async () => {
    const account = await withFactor(newAccountId());
    const begin = async (changes: Partial<SessionCarrier<Context>>) => {
      assert.equal(await signInWith(changes).begin({ token: null }, account), 'challenge');
      return clientOfLast(account);
    };
    assert.deepEqual(await begin({}), { address: null, userAgent: null, requestId: null });
    const agent = { userAgent: () => 'Fire\u{1f98a}fox\n' };
    assert.deepEqual(await begin(agent), { address: null, userAgent: 'Fire??fox?', requestId: null });
    const client = () => ({ address: '203.0.113.7', requestId: 'r-1' });
    assert.deepEqual(await begin({ ...agent, client }), { address: '203.0.113.7', userAgent: 'Fire??fox?', requestId: 'r-1' }); // prettier-ignore
    assert.equal((await begin({ client: () => ({ address: '<script>' }) })).address, null);
  });

  it('has the client that calls the host, and else that of the carrier', async () => {
    const account = newAccountId();
    const signIn = signInWith({ client: () => ({ address: '203.0.113.7' }) });
    const [own, caller] = [{ token: null }, { stage: 'full', accountId: account, accountName: account, proof: null } as const]; // prettier-ignore
    await signIn.begin(own, account);
    const removeOthers = async (client?: Parameters<NonNullable<typeof signIn.host.removeOtherDevices>>[2]) => {
      await signIn.begin({ token: null }, account);
      assert.equal(await signIn.host.removeOtherDevices!(own, caller, client), true);
      return clientOfLast(account);
    };
    assert.deepEqual(await removeOthers(), { address: '203.0.113.7', userAgent: null, requestId: null });
    const client = { address: '198.51.100.9', userAgent, requestId: 'r-2' };
    assert.deepEqual(await removeOthers(client), client);
  });

  it('refuses a change whose entry cannot be written, and changes nothing', async () => {
    const account = await withFactor(newAccountId());
    const signIn = signInWith({ client: () => ({ requestId: 'x'.repeat(10) }) });
    const [own, other] = [{ token: null as string | null }, { token: null as string | null }];
    const trusted = { trustedDevice: true } as const;
    await signIn.begin(own, account, trusted);
    await signIn.begin(other, account, trusted);
    const caller = { stage: 'full', accountId: account, accountName: account, proof: null } as const;
    const { id } = (await signIn.host.devices!(own, caller)).find(({ current }) => !current)!;
    // An entry without a name breaks a rule of the table.
    const broken = [{ accountId: account, at: now, event: null as never, method: null, detail: null, address: null, userAgent: null, requestId: null }]; // prettier-ignore
    await assert.rejects(store.signIns.endListed(account, id, now, broken));
    await assert.rejects(store.signIns.endOthers(account, own.token!, broken));
    assert.equal((await signIn.read(other))?.accountId, account);
    const half = await store.signIns.begin(account, new Date(now.getTime() + 1000), now);
    await assert.rejects(store.signIns.enrol(half, now, broken));
    assert.equal((await store.signIns.find(half, now))?.stage, 'challenge');
    assert.deepEqual(await entriesOf(account), []);
  });

  it('has no entry of a deleted account', async () => {
    const account = newAccountId();
    const half = await store.signIns.begin(account, new Date(now.getTime() + 1000), now);
    await twoFactor.forget(account);
    const entry = { accountId: account, at: now, event: 'signed_out_elsewhere', method: null, detail: null, address: null, userAgent: null, requestId: null } as const; // prettier-ignore
    await assert.rejects(store.signIns.endOthers(account, half, [entry]), { code: 'not_signed_in' });
    await store.signIns.record([entry]);
    assert.deepEqual(await entriesOf(account), []);
  });

  it('takes only a function for onEvent', () => {
    const options = { twoFactor, store, findAccount: () => Promise.resolve(null), checkPassword: () => Promise.resolve(false) }; // prettier-ignore
    assert.throws(
      () => createSignIn<Context>({ ...options, onEvent: 'mail' as never }, carrier),
      /^TypeError: onEvent has/,
    );
  });
});
