import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkedDriver } from '../../server/conformance/driver/checked-driver.js';
import { startDriver } from '../../server/conformance/driver/command-driver.js';
import { driverFunctions, type Driver } from '../../server/conformance/driver/driver.js';
import { loadDriver } from '../../server/conformance/driver/load-driver.js';
import { DriverError } from '../../server/conformance/kit/outcome.js';

const right: Driver = {
  createAccount: () => Promise.resolve({ email: 'ada@example.com' }),
  signIn: () => Promise.resolve({ headers: { Cookie: 'a=b', Origin: 'https://app.example' } }),
};

/** A driver with one function that returns what no driver may return. */
const wrong = (name: string, value: unknown): Driver =>
  checkedDriver({ ...right, [name]: () => Promise.resolve(value) });

async function complaintOf(run: () => Promise<unknown>): Promise<string> {
  const error = await run().then(
    () => null,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof DriverError, String(error));
  return error.message;
}

describe('the answers of a driver', () => {
  it('that are right pass, with the names of headers in lower case', async () => {
    const driver = checkedDriver(right);
    assert.deepEqual(await driver.signIn(await driver.createAccount()), {
      headers: { cookie: 'a=b', origin: 'https://app.example' },
    });
    assert.deepEqual(Object.keys(driver), ['createAccount', 'signIn']);
  });

  const faults: [name: keyof Driver, value: unknown, message: RegExp][] = [
    ['createAccount', undefined, /createAccount has to return an object that describes the account/],
    ['createAccount', ['ada'], /createAccount has to return an object/],
    ['createAccount', { password: '' }, /password has to be a text that is not empty/],
    ['signIn', 'a=b', /signIn has to return an object with headers/],
    ['signIn', {}, /signIn has to return headers as an object of texts/],
    ['signIn', { headers: { cookie: 5 } }, /signIn: the header cookie has to be a text/],
    ['signIn', { headers: { cookie: 'a=b\nc: d' } }, /signIn: the header cookie has to be a text that HTTP allows/],
    ['signIn', { headers: { 'a b': 'c' } }, /signIn: a header has a name that HTTP does not allow/],
    ['moveClock', {}, /moveClock: now has to be the time of the server/],
    ['moveClock', { now: 'soon' }, /moveClock: now has to be the time of the server/],
    ['readStored', [1], /readStored has to return a text or a list of texts/],
    ['secondInstance', { base: 'app.example' }, /secondInstance: base has to be an address/],
    ['proveRecently', { headers: [] }, /proveRecently has to return headers/],
  ];
  for (const [name, value, message] of faults) {
    it(`are refused: ${name} returns ${JSON.stringify(value)}`, async () => {
      const driver = wrong(name, value);
      const call = driver[name] as (...parts: unknown[]) => Promise<unknown>;
      assert.match(await complaintOf(() => call({}, {})), message);
    });
  }

  it('without a required function are refused at once', () => {
    const { signIn } = right;
    assert.throws(() => checkedDriver({ signIn } as unknown as Driver), /the driver has no function createAccount/);
  });

  it('that fail name the function', async () => {
    const driver = checkedDriver({ ...right, createAccount: () => Promise.reject(new Error('no such table')) });
    assert.equal(await complaintOf(() => driver.createAccount()), 'createAccount failed: no such table');
  });
});

describe('a driver', () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-driver-'))));
  after(() => rm(folder, { recursive: true, force: true }));

  async function write(name: string, text: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  }

  it('is a module that exports functions, or an object with methods as its default', async () => {
    const named = await write(
      'named.mjs',
      `export const createAccount = async () => ({ id: 1 }); export const signIn = async () => ({ headers: {} });`,
    );
    const object = await write(
      'object.mjs',
      `class D { #id = 2; async createAccount() { return { id: this.#id }; } async signIn() { return { headers: {} }; } } export default new D();`,
    );
    assert.deepEqual(await (await loadDriver(named)).createAccount(), { id: 1 });
    assert.deepEqual(await (await loadDriver(object)).createAccount(), { id: 2 });
  });

  it('that cannot be loaded says why', async () => {
    assert.match(
      await complaintOf(() => loadDriver(join(folder, 'none.mjs'))),
      /the driver .*none\.mjs cannot be loaded/,
    );
    const broken = await write('broken.mjs', 'throw new Error("no database")');
    assert.match(await complaintOf(() => loadDriver(broken)), /no database/);
  });

  const program = (body: string): string => `
    import { createInterface } from 'node:readline';
    for await (const line of createInterface({ input: process.stdin })) {
      const { id, call, account, seconds } = JSON.parse(line);
      ${body}
    }`;
  const start = async (name: string, body: string): Promise<Driver> =>
    startDriver(`"${process.execPath}" "${await write(name, program(body))}"`);

  it('is a program that answers lines of JSON, also out of order', async () => {
    const driver = await start(
      'right.mjs',
      `const answer = (result) => console.log(JSON.stringify({ id, result }));
       if (call === 'describe') answer({ functions: ['createAccount', 'signIn', 'moveClock'] });
       if (call === 'createAccount') setTimeout(() => answer({ id: 7 }), 50);
       if (call === 'signIn') answer({ headers: { cookie: String(account.id) } });
       if (call === 'moveClock') console.log(JSON.stringify({ id, error: 'no clock today' }));`,
    );
    try {
      const account = driver.createAccount();
      assert.deepEqual(await driver.signIn({ id: 3 }), { headers: { cookie: '3' } });
      assert.deepEqual(await account, { id: 7 });
      await assert.rejects(driver.moveClock!(1), /no clock today/);
      assert.deepEqual(Object.keys(driver).sort(), ['close', 'createAccount', 'moveClock', 'signIn']);
    } finally {
      await driver.close!();
    }
  });

  for (const [name, body, message] of [
    ['ends', 'process.exit(3);', /the driver has ended, with exit code 3/],
    ['talks', `console.log('ready');`, /wrote a line that is no answer to a call/],
    ['describes nothing', `console.log(JSON.stringify({ id, result: {} }));`, /describe has to return/],
    ['has unknown functions', `console.log(JSON.stringify({ id, result: { functions: ['fly'] } }));`, /names "fly"/],
  ] as const) {
    it(`that ${name} is refused`, async () => {
      assert.match(await complaintOf(() => start(`${name.replaceAll(' ', '-')}.mjs`, body)), message);
    });
  }

  it('knows no other functions than those of the documentation', () => {
    assert.deepEqual(driverFunctions.slice(0, 5), [
      'createAccount',
      'signIn',
      'moveClock',
      'proveRecently',
      'readStored',
    ]);
  });
});
