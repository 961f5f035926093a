import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import express, { type Request, type Response } from 'express';
import {
  createTwoFactor,
  openStore,
  parseKeyRing,
  TwoFactorError,
  type Caller,
  type OpenStore,
  type TwoFactorHost,
} from '../../server/index.js';
import { twoFactorRouter, type ExpressContext } from '../../server/express.js';
import { checkedFetch } from './support/contract.js';
import { phone } from './support/phone.js';
import { createDatabase, type TestDatabase } from './support/test-database.js';
import { newKey } from './support/test-server.js';

/**
 * Another app that mounts the router as in the documentation: sessions in a Map, every body parsed before the router, a session id
 * in a header. It uses nothing of the reference host.
 */
interface HostSession {
  stage: 'challenge' | 'full';
  accountId: string;
  proof: { method: 'password' | 'second_factor'; at: Date } | null;
}

const origin = 'https://app.example.com';
const sessions = new Map<string, HostSession>();
let now = new Date('2026-11-24T09:00:00.000Z');
let callsOn = 0;
let database: TestDatabase;
let store: OpenStore;
let http: Server;
let url = '';

const idOf = (req: Request): string => req.get('x-session') ?? '';
function rotate(req: Request, res: Response, change: Partial<HostSession>): boolean {
  const session = sessions.get(idOf(req));
  if (!session || !sessions.delete(idOf(req))) return false;
  const id = randomUUID();
  sessions.set(id, { ...session, ...change });
  res.set('X-Session', id);
  return true;
}

const host: TwoFactorHost<ExpressContext> = {
  identify: ({ req }) => {
    const session = sessions.get(idOf(req));
    const caller: Caller | null =
      session === undefined
        ? null
        : session.stage === 'full'
          ? { stage: 'full', accountId: session.accountId, accountName: 'Ada Lovelace', proof: session.proof }
          : { stage: 'challenge', accountId: session.accountId, expiresAt: new Date(now.getTime() + 60_000) };
    return Promise.resolve(caller);
  },
  checkPassword: (_caller, password) => Promise.resolve(password === 'open sesame'),
  recordProof: ({ req, res }, _caller, proof) => Promise.resolve(rotate(req, res, { proof })),
  completeChallenge: ({ req, res }) =>
    Promise.resolve(
      rotate(req, res, { stage: 'full', proof: { method: 'second_factor', at: now } })
        ? { result: { token: 't' } }
        : null,
    ),
  factorChanged: ({ req, res }, { accountId }) => {
    for (const [id, session] of sessions) if (session.accountId === accountId && id !== idOf(req)) sessions.delete(id);
    rotate(req, res, {});
    return Promise.resolve();
  },
};

before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
  const keys = parseKeyRing(newKey('k'));
  const twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Other App', clock: () => now });
  const app = express();
  app.use(express.json(), express.urlencoded());
  app.use('/security/second-factor', twoFactorRouter(twoFactor, { host, origins: [origin] }));
  app.use((_req, res) => {
    callsOn += 1;
    res.status(418).end();
  });
  http = createServer(app);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/security/second-factor`;
});
after(async () => {
  await new Promise((resolve) => http.close(resolve));
  await store.close();
  await database.remove();
});

let session = '';
async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await checkedFetch(url + path, {
    method,
    headers: {
      origin,
      'x-session': session,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  session = response.headers.get('x-session') ?? session;
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

describe('mounted into another app', () => {
  it('set-up, sign-in and disable work with its sessions', async () => {
    session = 'first';
    sessions.set('first', { stage: 'full', accountId: '42', proof: { method: 'password', at: now } });
    sessions.set('elsewhere', { stage: 'full', accountId: '42', proof: null });
    const setup = await call('POST', '/setup');
    const app = phone(setup.body['keyUri'] as string);
    assert.match(setup.body['keyUri'] as string, /^otpauth:\/\/totp\/Other%20App:Ada%20Lovelace\?/);
    assert.equal((await call('POST', '/setup/confirm', { code: app.code(now) })).status, 200);
    assert.deepEqual([...sessions.keys()], [session]);
    assert.notEqual(session, 'first');

    session = 'half';
    sessions.set('half', { stage: 'challenge', accountId: '42', proof: null });
    now = new Date(now.getTime() + 30_000);
    assert.equal((await call('POST', '/challenge', { code: app.wrongCode(now) })).status, 422);
    const verified = await call('POST', '/challenge', { code: app.code(now) });
    assert.deepEqual(verified.body['result'], { token: 't' });
    assert.equal((await call('POST', '/disable', {})).status, 200);
    assert.equal((await call('POST', '/reauthenticate', { password: 'wrong' })).status, 422);
    assert.equal((await call('POST', '/reauthenticate', { password: 'open sesame' })).status, 200);
  });

  it('bodies that the app has already parsed follow the same rules', async () => {
    assert.equal((await call('POST', '/setup/confirm', '["123456"]')).status, 400);
    assert.equal((await call('POST', '/setup/confirm', { code: 'x'.repeat(5000) })).status, 413);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    assert.equal((await call('POST', '/setup/confirm', 'code=123456', form)).status, 415);
    assert.equal((await call('POST', '/setup/confirm', { code: '123456' })).status, 410);
  });

  it('a session that ends while its code is checked is not signed in', async () => {
    session = 'full';
    sessions.set('full', { stage: 'full', accountId: '43', proof: { method: 'password', at: now } });
    const app = phone((await call('POST', '/setup')).body['keyUri'] as string);
    await call('POST', '/setup/confirm', { code: app.code(now) });
    sessions.set('half', { stage: 'challenge', accountId: '43', proof: null });
    now = new Date(now.getTime() + 30_000);
    const { completeChallenge } = host;
    host.completeChallenge = () => Promise.resolve(null);
    session = 'half';
    const answer = await call('POST', '/challenge', { code: app.code(now) });
    host.completeChallenge = completeChallenge;
    assert.deepEqual([answer.status, answer.body['code']], [401, 'challenge_expired']);
  });

  it('answers every request below its path', async () => {
    for (const path of ['/none', '/status', '/setup']) await call('PATCH', path);
    assert.equal(callsOn, 0);
  });

  it('a host that throws: 503, nobody is signed in', async () => {
    const { identify } = host;
    host.identify = () => Promise.reject(new Error('session store away'));
    assert.equal((await call('GET', '/status')).status, 503);
    host.identify = identify;
  });
});

describe('the use cases without HTTP', () => {
  it('refuse with the codes of the contract', async () => {
    const keys = parseKeyRing(newKey('k'));
    const twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Other App', clock: () => now });
    const refusal = (code: string) => (error: unknown) => error instanceof TwoFactorError && error.code === code;
    const requester = { accountId: '44', accountName: 'Bob', proof: null };
    assert.equal(await twoFactor.isEnabled('44'), false);
    await assert.rejects(twoFactor.beginSetup(requester), refusal('reauthentication_required'));
    await assert.rejects(twoFactor.disable(requester), refusal('not_enabled'));
    await assert.rejects(twoFactor.confirmSetup(requester, '123456'), refusal('setup_expired'));
    const over = { accountId: '42', expiresAt: now };
    await assert.rejects(twoFactor.answerChallenge(over, { code: '123456' }), refusal('challenge_expired'));
    await assert.rejects(twoFactor.readChallenge(over), refusal('challenge_expired'));
  });

  it('an issuer that no Key URI can hold is refused at the start', () => {
    const keys = parseKeyRing(newKey('k'));
    assert.throws(() => createTwoFactor({ store: store.secondFactors, keys, issuer: 'a:b' }), TypeError);
  });

  it('give each account the issuer of its tenant', async () => {
    const asked: string[] = [];
    const twoFactor = createTwoFactor({
      store: store.secondFactors,
      keys: parseKeyRing(newKey('k')),
      issuer: (accountId) => {
        asked.push(accountId);
        return accountId.startsWith('north') ? 'North & Sons' : Promise.resolve('South');
      },
      clock: () => now,
    });
    assert.deepEqual(asked, [], 'not before a set-up');
    const proof = { method: 'password', at: now } as const;
    for (const [accountId, issuer] of [
      ['north-1', 'North & Sons'],
      ['south-1', 'South'],
    ] as const) {
      const { keyUri } = await twoFactor.beginSetup({ accountId, accountName: 'Ada', proof });
      const uri = new URL(keyUri);
      assert.equal(uri.searchParams.get('issuer'), issuer);
      assert.equal(decodeURIComponent(uri.pathname), `/${issuer}:Ada`);
    }
    assert.deepEqual(asked, ['north-1', 'south-1']);
  });

  it('read the clock once per attempt: a step that begins meanwhile changes nothing', async () => {
    // A clock that advances by one millisecond per read, started right before a new step.
    let time = 0;
    const keys = parseKeyRing(newKey('k'));
    const twoFactor = createTwoFactor({
      store: store.secondFactors,
      keys,
      issuer: 'Other App',
      clock: () => new Date(time++),
    });
    for (let round = 0; round < 20; round += 1) {
      const accountId = `clock-${round}`;
      const step = 59_000_000 + round * 10;
      time = step * 30_000 - 2;
      const proof = { method: 'password', at: new Date(time - 1000) } as const;
      const { keyUri } = await twoFactor.beginSetup({ accountId, accountName: 'Ada', proof });
      await twoFactor.confirmSetup({ accountId }, phone(keyUri).code(new Date(step * 30_000 - 1)));
      const { active } = await store.secondFactors.read(accountId);
      assert.equal(active?.lastStep, step - 1);
    }
  });
});
