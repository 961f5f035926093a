import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import express4 from 'express4';
import express, { type Express, type RequestHandler } from 'express';
import {
  createTwoFactor,
  openStore,
  parseKeyRing,
  type Log,
  type OpenStore,
  type TwoFactor,
  type TwoFactorHost,
  TwoFactorError,
} from '../../server/index.js';
import { twoFactorRouter, type ExpressContext } from '../../server/express.js';
import { checkedFetch } from './support/contract.js';
import { phone, type Phone } from './support/phone.js';
import { createDatabase, type TestDatabase } from './support/test-database.js';
import { newKey } from './support/test-server.js';

const origin = 'https://app.example.com';
const keys = parseKeyRing(newKey('k'));
let now = new Date('2026-11-24T09:00:00.000Z');
let database: TestDatabase;
let store: OpenStore;
let twoFactor: TwoFactor;
let lines: string[] = [];
const write = (details: object, message: string): void => void lines.push(`${message} ${JSON.stringify(details)}`);
const log: Log = { debug() {}, info() {}, warn: write, error: write };

before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
  twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Acme', clock: () => now, log });
});
after(async () => {
  await store.close();
  await database.remove();
});

/** A correct host, for an account that is signed in with its password. */
function hostOf(accountId: string, changes: Record<string, unknown> = {}): TwoFactorHost<ExpressContext> {
  const host = {
    identify: () =>
      Promise.resolve({ stage: 'full', accountId, accountName: 'Ada', proof: { method: 'password', at: now } }),
    checkPassword: () => Promise.resolve(true),
    recordProof: () => Promise.resolve(true),
    completeChallenge: () => Promise.resolve({}),
    factorChanged: () => Promise.resolve(),
    ...changes,
  };
  return host as unknown as TwoFactorHost<ExpressContext>;
}

const list = () => Promise.resolve([]);
const yes = () => Promise.resolve(true);
const half =
  (accountId: string, expiresAt: unknown = new Date(now.getTime() + 60_000)) =>
  () =>
    Promise.resolve({ stage: 'challenge', accountId, expiresAt });

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** The answer to one call of an app that mounts the router. */
async function call(app: Express, path: string, { method = 'POST', headers = {}, body }: Sent = {}) {
  const http = createServer(app as (req: IncomingMessage, res: ServerResponse) => void);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = http.address() as AddressInfo;
    const response = await checkedFetch(`http://127.0.0.1:${port}/2fa${path}`, {
      method,
      headers: { origin, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    const json = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    return { status: response.status, headers: response.headers, body: json };
  } finally {
    http.closeAllConnections();
    http.close();
  }
}

function appWith(host: TwoFactorHost<ExpressContext>, ...before: RequestHandler[]): Express {
  const app = express();
  if (before.length > 0) app.use(...before);
  app.use('/2fa', twoFactorRouter(twoFactor, { host, origins: [origin], log }));
  return app;
}

let accounts = 0;
const newAccount = (): string => `account-${(accounts += 1)}`;

async function enrolled(accountId: string): Promise<Phone> {
  const proof = { method: 'password', at: now } as const;
  const { keyUri } = await twoFactor.beginSetup({ accountId, accountName: 'Ada', proof });
  const app = phone(keyUri);
  await twoFactor.confirmSetup({ accountId }, app.code(now));
  now = new Date(now.getTime() + 30_000);
  return app;
}

const failuresOf = async (accountId: string): Promise<number> =>
  (await store.secondFactors.read(accountId)).budget.failures;

describe('a wrong option is refused when the router is mounted', () => {
  for (const method of ['identify', 'checkPassword', 'recordProof', 'completeChallenge', 'factorChanged']) {
    it(`a host without ${method}`, () => {
      assert.throws(() => appWith(hostOf('1', { [method]: undefined })), new RegExp(`host\\.${method}`));
    });
  }

  const wrongDevices: Record<string, Record<string, unknown>> = {
    removeDevice: { devices: list, removeOtherDevices: yes },
    removeOtherDevices: { devices: list, removeDevice: yes },
    devices: { removeDevice: yes },
    trustDays: { trustDays: 30 },
  };
  for (const [method, changes] of Object.entries(wrongDevices)) {
    it(`a host with ${Object.keys(changes).join(' and ')}`, () => {
      assert.throws(() => appWith(hostOf('1', changes)), new RegExp(`host\\.${method}`));
    });
  }

  for (const host of [undefined, null, {}, 'host']) {
    it(`${JSON.stringify(host)} for a host`, () => assert.throws(() => appWith(host as never), /host\.identify/));
  }

  const wrongOrigins: unknown[] = [
    undefined, null, [], 'https://app.example.com', ['https://app.example.com/'], ['https://APP.example.com'],
    ['https://app.example.com:443'], ['app.example.com'], ['*'], ['https://*.example.com'], ['null'], [''], [7], ['https://a.example, https://b.example'],
    ['file:///'], ['https://app.example.com', 'https://b.example/x'],
  ]; // prettier-ignore
  for (const origins of wrongOrigins) {
    it(`${JSON.stringify(origins) ?? 'undefined'} for origins`, () => {
      assert.throws(() => twoFactorRouter(twoFactor, { host: hostOf('1'), origins: origins as string[] }), /origins/);
    });
  }

  const wrongOptions: Record<string, [() => unknown, RegExp]> = {
    'a promise for the use cases': [() => mount(Promise.resolve(twoFactor)), /createTwoFactor/],
    'nothing for the use cases': [() => mount(undefined), /createTwoFactor/],
    'a limiter that is no handler': [() => mount(twoFactor, { limiter: {} }), /limiter/],
    'a log without error': [() => mount(twoFactor, { log: { info() {} } }), /log/],
    'a clock that is a time': [() => create({ clock: new Date() }), /clock/],
    'a clock that returns a number': [() => create({ clock: () => Date.now() }), /clock/],
    'a clock that returns no time': [() => create({ clock: () => new Date(Number.NaN) }), /clock/],
    'a source of randomness that is none': [() => create({ random: 4 }), /random/],
    'a listener that is none': [() => create({ onEvent: {} }), /onEvent/],
    'a log of the use cases without error': [() => create({ log: {} }), /log/],
  };
  function mount(useCases: unknown, options: object = {}): unknown {
    return twoFactorRouter(useCases as TwoFactor, { host: hostOf('1'), origins: [origin], ...options });
  }
  function create(options: object): unknown {
    return createTwoFactor({ store: store.secondFactors, keys, issuer: 'Acme', ...options });
  }
  for (const [what, [make, message]] of Object.entries(wrongOptions)) {
    it(what, () => assert.throws(make, { name: 'TypeError', message }));
  }

  for (const missing of ['store', 'keys']) {
    it(`createTwoFactor without ${missing}`, () => {
      const options = { store: store.secondFactors, keys, issuer: 'Acme', [missing]: undefined };
      assert.throws(() => createTwoFactor(options), new RegExp(missing));
    });
  }

  for (const text of [undefined, null, 7, {}]) {
    it(`${JSON.stringify(text) ?? 'undefined'} for a key ring`, () => {
      assert.throws(() => parseKeyRing(text as never), { name: 'KeyRingError', message: /missing/ });
    });
  }
});

describe('an invalid account id', () => {
  for (const id of [undefined, null, 7, '', {}, ['7'], 7n, 'a\0b', '\ud800', Symbol('7')]) {
    it(`${typeof id} ${String(JSON.stringify(typeof id === 'bigint' ? '7n' : id))} is never “2FA is off”`, async () => {
      const accountId = id as string;
      const message = /accountId/;
      await assert.rejects(twoFactor.isEnabled(accountId), message);
      await assert.rejects(twoFactor.nextStage(accountId), message);
      await assert.rejects(twoFactor.mustEnrol(accountId), message);
      await assert.rejects(twoFactor.status(accountId), message);
      await assert.rejects(twoFactor.fingerprint(accountId), message);
      await assert.rejects(twoFactor.forget(accountId), message);
      await assert.rejects(twoFactor.confirmSetup({ accountId }, '123456'), message);
      await assert.rejects(twoFactor.disable({ accountId, accountName: 'Ada', proof: null }), message);
      await assert.rejects(
        twoFactor.prove({ accountId }, { code: '123456' }, () => Promise.resolve(true)),
        message,
      );
      const due = { accountId, expiresAt: new Date(now.getTime() + 1000) };
      await assert.rejects(twoFactor.answerChallenge(due, { code: '123456' }), message);
    });
  }

  it('an id in place of an object, and the reverse, are refused', async () => {
    await assert.rejects(twoFactor.cancelSetup('7' as never), /an object with accountId/);
    await assert.rejects(twoFactor.isEnabled({ accountId: '7' } as never), /accountId/);
  });
});

describe('a wrong type from the host signs nobody in, and the log names the method', () => {
  const callers: unknown[] = [
    undefined, [], 7, false, 'ada', { stage: 'full' }, { stage: 'admin', accountId: '7' },
    { stage: 'full', accountId: 7, accountName: 'Ada', proof: null },
    { stage: 'full', accountId: '7', accountName: 'Ada' },
    { stage: 'full', accountId: '7', accountName: 'Ada', proof: { method: 'totp', at: now } },
    { stage: 'full', accountId: '7', accountName: 'Ada', proof: { method: 'password', at: now.getTime() } },
    { stage: 'full', accountId: '7', accountName: 'Ada', proof: { method: 'password', at: now.toISOString() } },
    { stage: 'full', accountId: '7', accountName: 'Ada', proof: { method: 'password', at: new Date('never') } },
    // Without completeEnrolment the host has no such stage.
    { stage: 'enrolment', accountId: '7', accountName: 'Ada', expiresAt: new Date(now.getTime() + 1000) },
  ]; // prettier-ignore
  for (const caller of callers) {
    it(`identify returned ${JSON.stringify(caller) ?? 'undefined'}`, async () => {
      lines = [];
      const app = appWith(hostOf('7', { identify: () => Promise.resolve(caller) }));
      assert.equal((await call(app, '/status', { method: 'GET' })).status, 503);
      assert.match(lines.join('\n'), /host\.identify/);
    });
  }

  for (const expiresAt of ['2999-01-01T00:00:00.000Z', 4_102_444_800_000, null, new Date(Number.NaN)]) {
    it(`a challenge that ends at ${String(expiresAt)} is not an endless challenge`, async () => {
      const id = newAccount();
      const app = await enrolled(id);
      const mounted = appWith(hostOf(id, { identify: half(id, expiresAt) }));
      const body = JSON.stringify({ code: app.code(now) });
      assert.equal((await call(mounted, '/challenge', { body })).status, 503);
      assert.equal(await failuresOf(id), 0);
    });
  }

  const enrolling =
    (accountId: string, expiresAt: unknown = new Date(now.getTime() + 60_000)) =>
    () =>
      Promise.resolve({ stage: 'enrolment', accountId, accountName: 'Ada', expiresAt });

  it('an enrolment that ends at no time is none', async () => {
    for (const expiresAt of ['2999-01-01T00:00:00.000Z', null, undefined, new Date(Number.NaN)]) {
      const id = newAccount();
      const caller = { stage: 'enrolment', accountId: id, accountName: 'Ada', expiresAt };
      const host = hostOf(id, {
        identify: () => Promise.resolve(caller),
        completeEnrolment: () => Promise.resolve(true),
      });
      assert.equal((await call(appWith(host), '/setup')).status, 503);
      assert.equal((await store.secondFactors.read(id)).version, 0);
    }
  });

  for (const completed of [undefined, null, 'ok', 1, {}, []]) {
    it(`completeEnrolment returned ${typeof completed} ${JSON.stringify(completed)}`, async () => {
      const id = newAccount();
      lines = [];
      const host = hostOf(id, { identify: enrolling(id), completeEnrolment: () => Promise.resolve(completed) });
      const mounted = appWith(host);
      const { body } = await call(mounted, '/setup');
      const code = phone(String(body['keyUri'])).code(now);
      const answer = await call(mounted, '/setup/confirm', { body: JSON.stringify({ code }) });
      assert.equal(answer.status, 503);
      assert.match(lines.join('\n'), /host\.completeEnrolment failed .* end the other sessions/);
    });
  }

  it('completeEnrolment that is false signs nobody in', async () => {
    const id = newAccount();
    const host = hostOf(id, { identify: enrolling(id), completeEnrolment: () => Promise.resolve(false) });
    const mounted = appWith(host);
    const { body } = await call(mounted, '/setup');
    const code = phone(String(body['keyUri'])).code(now);
    const answer = await call(mounted, '/setup/confirm', { body: JSON.stringify({ code }) });
    assert.deepEqual([answer.status, answer.body['code']], [401, 'not_signed_in']);
    assert.equal(await twoFactor.isEnabled(id), true);
  });

  it('completeEnrolment that is no function is refused when the router is mounted', () => {
    assert.throws(() => appWith(hostOf('7', { completeEnrolment: true })), /host\.completeEnrolment/);
  });

  for (const completed of [undefined, true, false, 'ok', 1, [], ['ok'], () => ({})]) {
    it(`completeChallenge returned ${typeof completed} ${String(completed)}`, async () => {
      const id = newAccount();
      const app = await enrolled(id);
      lines = [];
      const host = hostOf(id, { identify: half(id), completeChallenge: () => Promise.resolve(completed) });
      const answer = await call(appWith(host), '/challenge', { body: JSON.stringify({ code: app.code(now) }) });
      assert.equal(answer.status, 503);
      assert.equal(answer.body['verified'], undefined);
      assert.match(lines.join('\n'), /host\.completeChallenge/);
    });
  }

  it('completeChallenge decides only the result', async () => {
    const id = newAccount();
    const app = await enrolled(id);
    const completed = { result: 'r', method: 'backup_code', extra: 1 };
    const host = hostOf(id, { identify: half(id), completeChallenge: () => Promise.resolve(completed) });
    const { body } = await call(appWith(host), '/challenge', { body: JSON.stringify({ code: app.code(now) }) });
    assert.deepEqual([body['method'], body['result'], body['extra']], ['totp', 'r', undefined]);
  });

  for (const right of [{ ok: false }, 1, 'true', undefined, null, [true]]) {
    it(`checkPassword returned ${JSON.stringify(right) ?? 'undefined'}: no proof, and no failed attempt`, async () => {
      const id = newAccount();
      lines = [];
      const host = hostOf(id, { checkPassword: () => Promise.resolve(right) });
      const body = JSON.stringify({ password: 'x' });
      for (let time = 0; time < 7; time += 1) {
        assert.equal((await call(appWith(host), '/reauthenticate', { body })).status, 503);
      }
      assert.equal(await failuresOf(id), 0);
      assert.match(lines.join('\n'), /checkPassword/);
    });
  }

  for (const days of ['30', 0, -1, 1.5, 366, true, undefined, Number.NaN]) {
    it(`trustDays returned ${String(days)}: nobody is trusted, and no code is spent`, async () => {
      const id = newAccount();
      const app = await enrolled(id);
      lines = [];
      const host = hostOf(id, { identify: half(id), trustDays: () => Promise.resolve(days) });
      assert.equal((await call(appWith(host), '/challenge', { method: 'GET' })).status, 503);
      const code = app.code(now);
      const body = JSON.stringify({ code, trustDevice: true });
      assert.equal((await call(appWith(host), '/challenge', { body })).status, 503);
      assert.match(lines.join('\n'), /host\.trustDays/);
      const right = hostOf(id, { identify: half(id) });
      assert.equal((await call(appWith(right), '/challenge', { body: JSON.stringify({ code }) })).status, 200);
    });
  }

  const device = {
    id: 'd1', kind: 'session', name: 'Chrome', address: null, current: true,
    addedAt: now.toISOString(), lastUsedAt: now.toISOString(), expiresAt: now.toISOString(),
  }; // prettier-ignore
  const lists: unknown[] = [
    undefined, null, {}, [null], ['d1'], [{ ...device, id: '' }], [{ ...device, id: 'a b' }], [{ ...device, name: '' }],
    [{ ...device, addedAt: now }], [{ ...device, kind: 'phone' }], Array(101).fill(device),
  ]; // prettier-ignore
  for (const devices of lists) {
    it(`devices returned ${JSON.stringify(devices)?.slice(0, 60) ?? 'undefined'}`, async () => {
      lines = [];
      const changes = { devices: () => Promise.resolve(devices), removeDevice: yes, removeOtherDevices: yes };
      assert.equal((await call(appWith(hostOf('7', changes)), '/devices', { method: 'GET' })).status, 503);
      assert.match(lines.join('\n'), /host\.devices/);
    });
  }

  it('removeDevice and removeOtherDevices returned a wrong type, or false', async () => {
    const answers = { removeDevice: '/devices/d1', removeOtherDevices: '/devices' };
    const refusals = { removeDevice: [404, 'not_found'], removeOtherDevices: [401, 'not_signed_in'] };
    for (const [method, path] of Object.entries(answers)) {
      const host = (answer: unknown) =>
        hostOf('7', {
          devices: list,
          removeDevice: yes,
          removeOtherDevices: yes,
          [method]: () => Promise.resolve(answer),
        });
      for (const wrong of [undefined, 1, 'yes', {}]) {
        assert.equal((await call(appWith(host(wrong)), path, { method: 'DELETE' })).status, 503, method);
      }
      const refused = await call(appWith(host(false)), path, { method: 'DELETE' });
      assert.deepEqual([refused.status, refused.body['code']], refusals[method as keyof typeof refusals]);
      assert.equal((await call(appWith(host(true)), path, { method: 'DELETE' })).status, 200);
    }
  });

  it('recordProof returned a wrong type', async () => {
    const host = hostOf(newAccount(), { recordProof: () => Promise.resolve('yes') });
    assert.equal((await call(appWith(host), '/reauthenticate', { body: '{"password":"x"}' })).status, 503);
  });

  it('factorChanged throws: the answer is the success of the stored change, and the log asks the operator to act', async () => {
    const id = newAccount();
    const { keyUri } = await twoFactor.beginSetup({
      accountId: id,
      accountName: 'Ada',
      proof: { method: 'password', at: now },
    });
    lines = [];
    const host = hostOf(id, { factorChanged: () => Promise.reject(new Error('session store away')) });
    const answer = await call(appWith(host), '/setup/confirm', {
      body: JSON.stringify({ code: phone(keyUri).code(now) }),
    });
    assert.deepEqual([answer.status, answer.body['enabled']], [200, true]);
    assert.match(lines.join('\n'), new RegExp(`end the other sessions.*${id}`));
  });

  const thrown: Record<string, unknown> = {
    'an error of another library with status 401': Object.assign(new Error('vault says no'), { status: 401 }),
    'an error with status 429': Object.assign(new Error('slow down'), { status: 429, statusCode: 429 }),
    'a text': 'vault says no',
    nothing: undefined,
    'an object with a status': { status: 400 },
  };
  for (const [what, reason] of Object.entries(thrown)) {
    it(`a host that throws ${what} causes 503, and the log names the method`, async () => {
      const id = newAccount();
      const app = await enrolled(id);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- that is what is tried
      const fail = () => Promise.reject(reason);
      const body = JSON.stringify({ code: app.code(now) });
      for (const [method, changes] of Object.entries({
        identify: { identify: fail },
        completeChallenge: { identify: half(id), completeChallenge: fail },
      })) {
        lines = [];
        assert.equal((await call(appWith(hostOf(id, changes)), '/challenge', { body })).status, 503);
        assert.match(lines.join('\n'), new RegExp(`host\\.${method} failed`));
      }
      assert.equal(await failuresOf(id), 0);
    });
  }

  it('a host that throws a TwoFactorError is answered with its code', async () => {
    const host = hostOf('7', { identify: () => Promise.reject(new TwoFactorError('not_signed_in')) });
    assert.equal((await call(appWith(host), '/status', { method: 'GET' })).status, 401);
  });

  it('without a log, faults go to the console', async (t) => {
    const printed = t.mock.method(console, 'error', () => undefined);
    const app = express();
    const host = hostOf('7', { identify: () => Promise.reject(new Error('session store away')) });
    app.use('/2fa', twoFactorRouter(twoFactor, { host, origins: [origin] }));
    assert.equal((await call(app, '/status', { method: 'GET' })).status, 503);
    assert.match(JSON.stringify(printed.mock.calls.map((each) => each.arguments)), /session store away/);
  });
});

describe('a host without the optional methods', () => {
  it('answers every caller that it has no operation of the devices', async () => {
    const calls: [method: string, path: string][] = [
      ['GET', '/devices'],
      ['DELETE', '/devices'],
      ['DELETE', '/devices/d1'],
      ['POST', '/devices'],
    ];
    for (const identify of [undefined, half('7'), () => Promise.resolve(null)]) {
      for (const [method, path] of calls) {
        const host = hostOf('7', identify ? { identify } : {});
        const answer = await call(appWith(host), path, { method });
        assert.deepEqual([answer.status, answer.body['code']], [404, 'not_found'], `${method} ${path}`);
      }
    }
  });

  it('offers no trust, and ignores the choice', async () => {
    const id = newAccount();
    const app = await enrolled(id);
    const passed: unknown[] = [];
    const host = hostOf(id, {
      identify: half(id),
      completeChallenge: (_context: unknown, _caller: unknown, how: unknown) => {
        passed.push(how);
        return Promise.resolve({});
      },
    });
    assert.equal((await call(appWith(host), '/challenge', { method: 'GET' })).body['trustDays'], undefined);
    const body = JSON.stringify({ code: app.code(now), trustDevice: true });
    assert.equal((await call(appWith(host), '/challenge', { body })).status, 200);
    assert.deepEqual(passed, [{ method: 'totp', trustDevice: false }]);
  });

  it('whose trustDays is null neither', async () => {
    const id = newAccount();
    await enrolled(id);
    const host = hostOf(id, { identify: half(id), trustDays: () => Promise.resolve(null) });
    assert.equal((await call(appWith(host), '/challenge', { method: 'GET' })).body['trustDays'], undefined);
  });

  it('a choice of a wrong type is a failed attempt', async () => {
    const id = newAccount();
    const app = await enrolled(id);
    const host = hostOf(id, { identify: half(id) });
    const body = JSON.stringify({ code: app.code(now), trustDevice: 'yes' });
    assert.equal((await call(appWith(host), '/challenge', { body })).status, 400);
    assert.equal(await failuresOf(id), 1);
  });
});

describe("a fault of the app's middleware is never a failed attempt", () => {
  const right = async (...before: RequestHandler[]) => {
    const id = newAccount();
    const app = await enrolled(id);
    const mounted = appWith(hostOf(id, { identify: half(id) }), ...before);
    const answer = await call(mounted, '/challenge', { body: JSON.stringify({ code: app.code(now) }) });
    return { status: answer.status, failures: await failuresOf(id) };
  };
  const drain: RequestHandler = (req, _res, next) => {
    req.resume().on('end', () => next());
  };

  it('a middleware that sets an empty body without reading: a right code is accepted', async () => {
    for (const left of [{}, null, [], 'x', Object.create({ code: '000000' })] as unknown[]) {
      const leave: RequestHandler = (req, _res, next) => {
        req.body = left;
        next();
      };
      assert.deepEqual(await right(leave), { status: 200, failures: 0 });
    }
  });

  it('a middleware that sets an encoding, or pauses the stream: a right code is accepted', async () => {
    const encode: RequestHandler = (req, _res, next) => {
      req.setEncoding('utf8');
      next();
    };
    const pause: RequestHandler = (req, _res, next) => {
      req.pause();
      next();
    };
    assert.deepEqual(await right(encode), { status: 200, failures: 0 });
    assert.deepEqual(await right(pause), { status: 200, failures: 0 });
  });

  it('a body that the app has read as bytes is parsed', async () => {
    assert.deepEqual(await right(express.raw({ type: () => true })), { status: 200, failures: 0 });
  });

  it('a stream that was read without a body in the request: 503 at once, logged, not counted', async () => {
    lines = [];
    assert.deepEqual(await right(drain), { status: 503, failures: 0 });
    assert.match(lines.join('\n'), /has read the body/);
  });

  it('an empty chunked body without a media type counts as no body', async (t) => {
    const id = newAccount();
    const mounted = appWith(hostOf(id));
    const { port, close } = await listening(mounted);
    t.after(close);
    for (const [method, status] of [
      ['POST', 201],
      ['DELETE', 204],
    ] as const) {
      const answer = await raw(
        port,
        `${method} /2fa/setup HTTP/1.1\r\nHost: x\r\nOrigin: ${origin}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n`,
      );
      assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
    }
    const full = await raw(
      port,
      `POST /2fa/setup HTTP/1.1\r\nHost: x\r\nOrigin: ${origin}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    );
    assert.match(full, /^HTTP\/1\.1 415 /);
  });

  class Form {
    code = '123456';
  }
  for (const [what, left] of [
    ['an object of a class of its own', new Form()],
    ['an object with nothing in it', {}],
    ['an empty text', ''],
    ['a map', new Map([['code', '123456']])],
    ['a time', new Date()],
  ] as const) {
    it(`${what}, set after the body was read, is a fault of the app`, async () => {
      lines = [];
      const leave: RequestHandler = (req, _res, next) => {
        req.resume().on('end', () => {
          req.body = left;
          next();
        });
      };
      assert.deepEqual(await right(leave), { status: 503, failures: 0 });
      assert.match(lines.join('\n'), /has read the body/);
    });
  }

  it('a body that the app has read as text, or has parsed in another realm, is accepted', async () => {
    assert.deepEqual(await right(express.text({ type: () => true })), { status: 200, failures: 0 });
    assert.deepEqual(await right(express.json()), { status: 200, failures: 0 });
    const elsewhere: RequestHandler = (req, _res, next) => {
      req.setEncoding('utf8');
      let text = '';
      req.on('data', (part: string) => (text += part));
      req.on('end', () => {
        req.body = runInNewContext('JSON.parse(text)', { text }) as unknown;
        next();
      });
    };
    assert.deepEqual(await right(elsewhere), { status: 200, failures: 0 });
  });

  it('an empty object or a list from the client is refused', async () => {
    for (const body of ['{}', '[1]', '"x"']) {
      const id = newAccount();
      await enrolled(id);
      const mounted = appWith(hostOf(id, { identify: half(id) }), express.json({ strict: false }));
      assert.equal((await call(mounted, '/challenge', { body })).status, 400);
    }
  });

  it('a body that never ends is refused after half a minute, in an app without a limit', async (t) => {
    const arrivals = new EventEmitter();
    const mounted = appWith(hostOf(newAccount()), (_req, _res, next) => {
      next();
      setImmediate(() => arrivals.emit('one'));
    });
    const { port, close } = await listening(mounted);
    t.after(close);
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const arrived = once(arrivals, 'one');
    const answer = raw(
      port,
      `POST /2fa/setup HTTP/1.1\r\nHost: x\r\nOrigin: ${origin}\r\nContent-Type: application/json\r\nContent-Length: 10\r\nConnection: close\r\n\r\n{`,
    );
    await arrived;
    t.mock.timers.tick(30_000);
    assert.match(await answer, /^HTTP\/1\.1 400 /);
  });
});

describe('answers that must not be stored have no validator', () => {
  it('in an app with etag on, and If-None-Match changes nothing', async () => {
    const app = express();
    app.set('etag', 'strong');
    app.use('/2fa', twoFactorRouter(twoFactor, { host: hostOf(newAccount()), origins: [origin], log }));
    for (const [method, path] of [
      ['GET', '/status'],
      ['POST', '/setup'],
      ['GET', '/none'],
    ] as const) {
      const { status, headers } = await call(app, path, { method, headers: { 'if-none-match': '*' } });
      assert.notEqual(status, 304);
      assert.equal(headers.get('etag'), null);
      assert.equal(headers.get('cache-control'), 'no-store');
    }
  });
});

describe('under a router that ignores the promise of a handler, like Express 4', () => {
  it('a rejection is answered and ends no process', async (t) => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    t.after(() => process.off('unhandledRejection', note));
    const router = twoFactorRouter(twoFactor, {
      host: hostOf('7', { identify: () => Promise.resolve(null) }),
      origins: [origin],
      log,
    });
    const app = express4() as unknown as Express;
    app.use('/2fa', router);
    assert.equal((await call(app, '/status', { method: 'GET' })).status, 401);
    assert.equal((await call(app, '/setup', { body: '[]' })).status, 400);
    assert.equal((await call(app, '/challenge', { body: '{' })).status, 400);
    assert.equal((await call(app, '/challenge', { body: '{"code":"1"}' })).status, 401);
    assert.deepEqual(unhandled, []);
  });
});

async function listening(app: Express): Promise<{ port: number; close(): void }> {
  const http = createServer(app as (req: IncomingMessage, res: ServerResponse) => void);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return { port: (http.address() as AddressInfo).port, close: () => (http.closeAllConnections(), void http.close()) };
}

async function raw(port: number, text: string): Promise<string> {
  const { connect } = await import('node:net');
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer')));
  });
}
