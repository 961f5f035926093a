import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { networkLimit } from '../../server/express-rate-limit.js';
import { expressSessionSignIn } from '../../server/express-session.js';
import { twoFactorRouter } from '../../server/express.js';
import { cookieSignIn as cookieSignInOnFetch, fetchHandler, type FetchContext } from '../../server/fetch.js';
import {
  createTwoFactor,
  createTwoFactorStore,
  openStore,
  parseKeyRing,
  type Log,
  type OpenStore,
  type TwoFactorHost,
  type TwoFactorOptions,
} from '../../server/index.js';
import { cookieSignIn as cookieSignInOnNode, nodeHandler } from '../../server/node.js';
import { phone } from './support/phone.js';
import { createDatabase, type TestDatabase } from './support/test-database.js';
import { cheapArgon2, newKey } from './support/test-server.js';

/** What an app in JavaScript hands in by mistake: it fails closed, at once where it can be seen at once, and names the place. */

const origin = 'https://app.example.com';
const keys = parseKeyRing(newKey('k'));
let now = new Date('2026-11-24T09:00:00.000Z');
let database: TestDatabase;
let store: OpenStore;
let lines: string[] = [];
const write = (details: object, message: string): void => void lines.push(`${message} ${JSON.stringify(details)}`);
const log: Log = { debug() {}, info() {}, warn: write, error: write };

before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
});
after(async () => {
  await store.close();
  await database.remove();
});

const create = (options: Partial<TwoFactorOptions> = {}) =>
  createTwoFactor({
    store: store.secondFactors,
    keys,
    issuer: 'Acme',
    clock: () => now,
    hash: cheapArgon2.derive,
    log,
    ...options,
  });

let accounts = 0;
const newAccount = (): string => `account-${(accounts += 1)}`;
const session = (accountId: string) => ({
  accountId,
  accountName: 'Ada',
  proof: { method: 'password' as const, at: now },
});

async function enrolled(twoFactor = create()) {
  const accountId = newAccount();
  const { keyUri, backupCodes } = await twoFactor.beginSetup(session(accountId));
  const app = phone(keyUri);
  await twoFactor.confirmSetup({ accountId }, app.code(now));
  now = new Date(now.getTime() + 30_000);
  return { accountId, app, backupCodes, due: { accountId, expiresAt: new Date(now.getTime() + 60_000) } };
}

type Host = TwoFactorHost<FetchContext>;
const hostWith = (changes: object = {}): Host => ({
  identify: () => Promise.resolve(null),
  checkPassword: () => Promise.resolve(true),
  recordProof: () => Promise.resolve(true),
  completeChallenge: () => Promise.resolve({}),
  factorChanged: () => Promise.resolve(),
  ...changes,
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe('without its options', () => {
  const functions = {
    createTwoFactor,
    twoFactorRouter: (options: never) => twoFactorRouter(create(), options),
    fetchHandler: (options: never) => fetchHandler(create(), options),
    nodeHandler: (options: never) => nodeHandler(create(), options),
    expressSessionSignIn,
    'cookieSignIn of fetch': cookieSignInOnFetch,
    'cookieSignIn of node': cookieSignInOnNode,
  };
  for (const [name, call] of Object.entries(functions)) {
    for (const options of [undefined, null, 'options']) {
      it(`${name} says so for ${String(options)}`, () => {
        assert.throws(() => call(options as never), { name: 'TypeError', message: / takes an object of options$/ });
      });
    }
  }

  it('a limiter or an address that is no function is refused at once', () => {
    for (const option of ['limiter', 'addressOf']) {
      for (const handler of [fetchHandler, nodeHandler]) {
        const mount = () => handler(create(), { host: hostWith() as never, origins: [origin], [option]: {} });
        assert.throws(mount, { name: 'TypeError', message: new RegExp(option) });
      }
    }
  });

  for (const limit of [undefined, null, Number.NaN, -1, 1.5, '120', Infinity]) {
    it(`a limit of ${String(limit)} calls a minute is refused: it would be none`, () => {
      assert.throws(() => networkLimit(limit as number), { name: 'TypeError', message: /networkLimit/ });
    });
  }
});

describe('in place of a store', () => {
  const mistakes: Record<string, [make: () => unknown, message: RegExp]> = {
    'all that openStore returns': [
      () => create({ store: store as never }),
      /of the result of openStore, store takes `secondFactors`/,
    ],
    'the promise of openStore': [
      () => create({ store: Promise.resolve(store.secondFactors) as never }),
      /store is missing, or has no method read; it is a promise: await it/,
    ],
    'a key ring that is not awaited': [
      () => create({ keys: Promise.resolve(keys) as never }),
      /keys is missing, or has no method seal; it is a promise: await it/,
    ],
    'rows without the function that deletes': [
      () => createTwoFactorStore({ ...store.rows, forget: undefined } as never),
      /createTwoFactorStore: rows is missing, or has no method forget$/,
    ],
    'no rows': [() => createTwoFactorStore(undefined as never), /createTwoFactorStore: rows is missing/],
  };
  for (const [what, [make, message]] of Object.entries(mistakes)) {
    it(`${what} is refused at once, by its name`, () => {
      assert.throws(make, { name: 'TypeError', message });
    });
  }
});

describe('an option of createTwoFactor that fails later', () => {
  it('a clock without a time: nothing is let in, and no challenge is endless', async () => {
    let time: Date | number = now;
    const twoFactor = create({ clock: () => time as Date });
    const { accountId, app } = await enrolled(twoFactor);
    for (const broken of [new Date(Number.NaN), now.getTime()]) {
      time = broken;
      const due = { accountId, expiresAt: new Date(0) };
      await assert.rejects(twoFactor.readChallenge(due), /clock/);
      await assert.rejects(twoFactor.answerChallenge(due, { code: app.code(now) }), /clock/);
    }
  });

  const issuers: Record<string, (accountId: string) => unknown> = {
    'no text': () => undefined,
    'an empty text': () => ' ',
    'a text with a colon': () => 'Ac:me',
    'a text that leaves no room for a name': () => 'x'.repeat(1000),
    'a promise of such a text': () => Promise.resolve('a\nb'),
  };
  for (const [what, issuer] of Object.entries(issuers)) {
    it(`an issuer of an account that is ${what}: no set-up begins, and the error names the option`, async () => {
      const twoFactor = create({ issuer: issuer as TwoFactorOptions['issuer'] });
      const accountId = newAccount();
      await assert.rejects(
        twoFactor.beginSetup(session(accountId)),
        /createTwoFactor: the value that issuer returns: /,
      );
      assert.equal((await store.secondFactors.read(accountId)).version, 0);
    });
  }

  const sources: Record<string, (size: number) => unknown> = {
    'no bytes': () => new Uint8Array(),
    'too few bytes': (size) => new Uint8Array(size - 1),
    'a text': (size) => 'x'.repeat(size),
    'a promise': (size) => Promise.resolve(new Uint8Array(size)),
    'the same bytes each time': (size) => new Uint8Array(size),
  };
  for (const [what, random] of Object.entries(sources)) {
    it(`randomness that is ${what}: no set-up begins, and nothing hangs`, async () => {
      const twoFactor = create({ random: random as TwoFactorOptions['random'] & {} });
      await assert.rejects(twoFactor.beginSetup(session(newAccount())), /random/);
    });
  }

  it('a hash: a right backup code is no failed attempt', async () => {
    const { accountId, backupCodes, due } = await enrolled();
    const twoFactor = create({ hash: () => Promise.reject(new Error('out of memory')) });
    for (let time = 0; time < 7; time += 1) {
      await assert.rejects(twoFactor.answerChallenge(due, { backupCode: backupCodes[0]! }), /out of memory/);
    }
    const { budget } = await store.secondFactors.read(accountId);
    assert.deepEqual(budget, { failures: 0, lockedUntil: null, blockedAt: null, recent: [], rightCodes: null });
    assert.equal((await create().answerChallenge(due, { backupCode: backupCodes[0]! })).method, 'backup_code');
  });

  it('an asynchronous listener: its rejection is logged, and the process goes on', async () => {
    lines = [];
    const onEvent: () => unknown = () => Promise.reject(new Error('no queue'));
    const twoFactor = create({ onEvent });
    await twoFactor.beginSetup(session(newAccount()));
    await new Promise((resolve) => setTimeout(resolve));
    assert.match(lines.join(), /a listener for audit entries failed.*no queue/);
  });
});

describe('rows of one’s own that were written for an earlier version', () => {
  it('rows that drop the authenticators: none is added, and the first one goes on', async () => {
    const { rows } = store;
    const twoFactor = create({
      store: createTwoFactorStore({
        ...rows,
        compareAndSet: (factor, next, events) =>
          rows.compareAndSet(
            factor,
            { ...next, active: next.active && { ...next.active, authenticators: null } },
            events,
          ),
      }),
    });
    const { accountId, app, due } = await enrolled(twoFactor);
    const requester = { ...session(accountId), proof: { method: 'second_factor' as const, at: now } };
    const begun = await twoFactor.beginSetup(requester, { mode: 'add' });
    const added = phone(begun.keyUri).code(now);
    await assert.rejects(twoFactor.confirmSetup({ accountId }, added), /do not keep `authenticators`/);
    await assert.rejects(twoFactor.answerChallenge(due, { code: added }), { code: 'code_invalid' });
    assert.equal((await twoFactor.answerChallenge(due, { code: app.code(now) })).method, 'totp');
    const status = await twoFactor.status(accountId);
    assert.equal(status.enabled && status.authenticators?.length, 1);
  });
});

describe('an answer of the host that cannot be read', () => {
  const call = (host: Host, path: string, body?: object, options: { log?: Log } = {}) =>
    fetchHandler(create(), { host, origins: [origin], log, ...options })(
      new Request(`${origin}/api/2fa${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { origin, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );

  const callers: Record<string, () => unknown> = {
    'a revoked proxy': revoked,
    'an object with a throwing getter': () => ({
      get stage(): never {
        throw new Error('lazy');
      },
    }),
    'a caller with a revoked proof': () => ({ stage: 'full', accountId: '7', accountName: 'Ada', proof: revoked() }),
    'a thenable that throws': () => ({
      then(): never {
        throw new Error('lazy');
      },
    }),
  };
  for (const [what, identify] of Object.entries(callers)) {
    it(`${what} for a caller: 503, and the log names the method`, async () => {
      lines = [];
      assert.equal((await call(hostWith({ identify }), '/status')).status, 503);
      assert.match(lines.join(), /host\.identify/);
    });
  }

  const circular: { self?: object } = {};
  circular.self = circular;
  const results: Record<string, () => object> = {
    'a BigInt': () => ({ result: 5n }),
    'a circle': () => ({ result: circular }),
    'a revoked proxy': () => ({ result: revoked() }),
    'a getter that throws': () => ({
      get result(): never {
        throw new Error('lazy');
      },
    }),
  };
  for (const [what, completeChallenge] of Object.entries(results)) {
    it(`${what} for the result of a challenge: 503, and the log names the method`, async () => {
      const { due, app } = await enrolled();
      lines = [];
      const host = hostWith({ identify: () => Promise.resolve({ stage: 'challenge', ...due }), completeChallenge });
      assert.equal((await call(host, '/challenge', { code: app.code(now) })).status, 503);
      assert.match(lines.join(), /host\.completeChallenge/);
    });
  }

  it('a log that fails: the request is answered, and the console gets the fault', async (t) => {
    const printed = t.mock.method(console, 'error', () => undefined);
    const failing = {
      ...log,
      error: () => {
        throw new Error('disk full');
      },
    };
    const identify = () => Promise.reject(new Error('down'));
    assert.equal((await call(hostWith({ identify }), '/status', undefined, { log: failing })).status, 503);
    assert.equal(printed.mock.callCount(), 1);
  });
});

describe('findAccount of an app', () => {
  let signedIn = 0;
  const begin = (account: unknown) =>
    cookieSignInOnFetch({
      twoFactor: create(),
      store,
      findAccount: () => Promise.resolve(account as null),
      checkPassword: () => Promise.resolve(true),
      onSignedIn: () => void (signedIn += 1),
    }).begin(new Request(origin), 'gone');

  for (const account of [undefined, null]) {
    it(`that returns ${String(account)} for an account that is gone signs nobody in`, async () => {
      await assert.rejects(begin(account), { code: 'not_signed_in' });
      assert.equal(signedIn, 0);
    });
  }

  for (const account of [false, 0, '', 'Ada', true]) {
    it(`that returns ${JSON.stringify(account)} is named in the error`, async () => {
      await assert.rejects(begin(account), /findAccount/);
      assert.equal(signedIn, 0);
    });
  }
});
