import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import express from 'express';
import session from 'express-session';
import { expressSessionSignIn } from '../../../server/express-session.js';
import { twoFactorRouter } from '../../../server/express.js';
import {
  createTwoFactor,
  openStore,
  parseKeyRing,
  type Log,
  type OpenStore,
  type TwoFactor,
} from '../../../server/index.js';
import { phone, type Phone } from '../support/phone.js';
import { signInApps, type SignInApp } from '../support/sign-in-apps.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';
import { cheapArgon2, newKey, origin } from '../support/test-server.js';
import { visit as visitPlace, type Answer, type Visitor } from '../support/visitor.js';

let database: TestDatabase;
let store: OpenStore;
let twoFactor: TwoFactor;
let now = new Date('2026-11-28T09:00:00.000Z');
let lines: string[] = [];
const write = (details: object, message: string): void => void lines.push(`${message} ${JSON.stringify(details)}`);
const log: Log = { debug() {}, info() {}, warn: write, error: write };

/** The functions of the app. A test lets one of them fail. */
type Hook = 'policy' | 'findAccount' | 'checkPassword' | 'onSignedIn';
const healthy: Record<Hook, () => unknown> = {
  policy: () => null,
  findAccount: () => undefined,
  checkPassword: () => undefined,
  onSignedIn: () => undefined,
};
let hooks = { ...healthy };

before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
  twoFactor = createTwoFactor({
    store: store.secondFactors,
    keys: parseKeyRing(newKey('k')),
    issuer: 'Acme',
    clock: () => now,
    hash: cheapArgon2.derive,
    policy: () => hooks.policy() as null,
    log,
  });
});
after(async () => {
  await store.close();
  await database.remove();
});
beforeEach(() => {
  hooks = { ...healthy };
  lines = [];
});

const notAnError = (value: unknown): Error => value as Error;

/** With `next` of Express undefined and null are no error, and these texts skip handlers. */
const failures: Record<string, () => unknown> = {
  'throws an Error': () => {
    throw new Error('canary');
  },
  'throws a text': () => {
    throw 'route' as unknown as Error;
  },
  'throws nothing': () => {
    throw undefined as unknown as Error;
  },
  'rejects with an Error that has a status': () => Promise.reject(Object.assign(new Error('canary'), { status: 200 })),
  'rejects with null': () => Promise.reject(notAnError(null)),
  'rejects with the name of a router': () => Promise.reject(notAnError('router')),
};
const garbage: Record<Hook, Record<string, () => unknown>> = {
  policy: { 'returns nothing': () => undefined, 'returns true': () => true, 'returns a list': () => [] },
  findAccount: {
    'returns a text': () => 'Ada',
    'returns a list': () => [],
    'returns true': () => Promise.resolve(true),
  },
  checkPassword: { 'returns null': () => null, 'returns a text': () => 'yes', 'returns an object': () => ({}) },
  onSignedIn: { 'returns what JSON cannot hold': () => 1n },
};
const faultsOf = (hook: Hook) => Object.entries({ ...failures, ...garbage[hook] });

/** The answer of the contract to a fault: it says nothing of it. */
function assertFault({ status, headers, body, text }: Answer): void {
  assert.equal(status, 503, text);
  assert.equal(headers.get('content-type'), 'application/problem+json; charset=utf-8');
  assert.deepEqual([body['code'], body['retryAfter'], headers.get('retry-after')], ['unavailable', 5, '5']);
  assert.doesNotMatch(text, /canary/);
  assert.equal(lines.length, 1, lines.join('\n'));
  lines = [];
}

for (const [name, start] of Object.entries(signInApps)) {
  describe(`a function of the app that fails, with ${name}`, () => {
    const accounts = new Set<string>();
    let app: SignInApp;
    before(async () => {
      const parts = { twoFactor, store, clock: () => now, log, accounts };
      app = await start({
        ...parts,
        findAccount: () => hooks.findAccount(),
        checkPassword: () => hooks.checkPassword(),
        onSignedIn: () => hooks.onSignedIn(),
      });
    });
    after(() => app.close());

    const visit = (): Visitor => visitPlace({ url: app.url, clock: { now: () => now } });

    async function signedIn(): Promise<{ browser: Visitor; account: string }> {
      const account = `${name} ${accounts.size}`;
      accounts.add(account);
      const browser = visit();
      assert.equal((await browser.call('POST', '/login', { body: { account } })).body['next'], 'full');
      return { browser, account };
    }

    /** A browser for which a code is due. */
    async function challenged(): Promise<{ browser: Visitor; app: Phone }> {
      const { browser: first, account } = await signedIn();
      const app = phone((await first.op('beginSetup')).body['keyUri'] as string);
      assert.equal((await first.op('confirmSetup', { code: app.code(now) })).status, 200);
      now = new Date(now.getTime() + 30_000);
      const browser = visit();
      assert.equal((await browser.call('POST', '/login', { body: { account } })).body['next'], 'challenge');
      return { browser, app };
    }

    for (const hook of ['policy', 'findAccount'] as const) {
      for (const [what, fail] of faultsOf(hook)) {
        it(`${hook} ${what}: no page and no operation, and the sign-in goes on afterwards`, async () => {
          const { browser } = await signedIn();
          hooks[hook] = fail;
          assertFault(await browser.call('GET', '/page'));
          assertFault(await browser.call('POST', '/danger'));
          assertFault(await browser.call('POST', '/delete'));
          assertFault(await browser.op('status'));
          assertFault(await browser.op('beginSetup'));
          hooks = { ...healthy };
          assert.equal((await browser.call('GET', '/page')).status, 200);
        });
      }
    }

    for (const [what, fail] of faultsOf('checkPassword')) {
      it(`checkPassword ${what}: no proof, and no failed attempt`, async () => {
        const { browser, account } = await signedIn();
        hooks.checkPassword = fail;
        assertFault(await browser.op('reauthenticate', { password: 'open sesame' }));
        assert.equal((await store.secondFactors.read(account)).budget.failures, 0);
      });
    }

    for (const [what, fail] of faultsOf('onSignedIn')) {
      it(`onSignedIn ${what}: nobody is signed in`, async () => {
        const { browser, app } = await challenged();
        hooks.onSignedIn = fail;
        assertFault(await browser.op('answerChallenge', { code: app.code(now) }));
        hooks = { ...healthy };
        assert.equal((await browser.call('GET', '/page')).status, 401);
      });
    }
  });
}

describe('a log of the app that fails', () => {
  const logs: Record<string, () => unknown> = {
    throws: failures['throws nothing']!,
    rejects: () => Promise.reject(new Error('the disk is full')),
  };
  for (const [what, fail] of Object.entries(logs)) {
    it(`${what}: guards and operations answer all the same`, async (test) => {
      const shown = test.mock.method(console, 'error', () => undefined);
      const failing = { debug() {}, info() {}, warn: fail, error: fail } as Log;
      const own = createTwoFactor({
        store: store.secondFactors,
        keys: parseKeyRing(newKey('k')),
        issuer: 'Acme',
        policy: () => Promise.reject(new Error('no policy')),
        log: failing,
      });
      const signIn = expressSessionSignIn({
        twoFactor: own,
        store,
        log: failing,
        findAccount: () => Promise.resolve({ name: 'Ada' }),
        checkPassword: () => Promise.resolve(true),
      });
      const app = express();
      app.use(session({ secret: 's', resave: false, saveUninitialized: true }));
      let token: string | null = await store.signIns.begin('log', new Date(Date.now() + 60_000), new Date());
      const full = await store.signIns.promote(token, null, new Date(Date.now() + 60_000), new Date());
      token = full;
      app.use((req, _res, next) => {
        (req.session as unknown as Record<string, unknown>)['harmony2fa'] = token;
        next();
      }, signIn.middleware);
      app.use('/api/2fa', twoFactorRouter(own, { host: signIn.host, origins: [origin], log: failing }));
      const server = createServer(app);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      try {
        const { port } = server.address() as AddressInfo;
        const answer = await fetch(`http://127.0.0.1:${port}/api/2fa/status`);
        assert.deepEqual([answer.status, ((await answer.json()) as { code: string }).code], [503, 'unavailable']);
        assert.ok(shown.mock.callCount() > 0, 'the line is in the console');
      } finally {
        server.closeAllConnections();
        server.close();
      }
    });
  }
});

describe('an asynchronous function where a value is wanted', () => {
  it('ends no process when it rejects', async () => {
    const { createSignIn } = await import('../../../server/index.js');
    const { describeClient } = await import('../../../server/adapters/http/client-info.js');
    const later = (): never => Promise.reject(new Error('later')) as never;
    const signIn = createSignIn<object>(
      {
        twoFactor,
        store,
        clock: () => now,
        findAccount: () => Promise.resolve({ name: 'Ada' }),
        checkPassword: () => Promise.resolve(false),
        deviceName: later,
        acceptsSecondFactorOf: later,
      },
      { read: () => null, write: (_context, _token, _keep, fill) => fill().then(() => undefined), clear: () => Promise.resolve() }, // prettier-ignore
    );
    await assert.rejects(signIn.begin({}, 'asynchronous'), /later/);
    assert.deepEqual(describeClient({ addresses: [later()], userAgent: undefined, requestId: null }), {
      address: null,
      userAgent: null,
      requestId: null,
    });
    // A rejection that nobody has taken ends the process after the promises have run.
    await new Promise((resolve) => setImmediate(resolve));
  });
});
