import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { fetchHandler } from '../../../server/fetch.js';
import {
  createTwoFactor,
  openStore,
  parseKeyRing,
  type Log,
  type OpenStore,
  type TwoFactor,
} from '../../../server/index.js';
import { nodeHandler } from '../../../server/node.js';
import { checkedFetch } from '../support/contract.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';
import { cheapArgon2, newKey } from '../support/test-server.js';

const origin = 'https://app.example.com';
const lines: string[] = [];
const write = (details: object, message: string): void => void lines.push(`${message} ${JSON.stringify(details)}`);
const log: Log = { debug() {}, info() {}, warn: write, error: write };
let database: TestDatabase;
let store: OpenStore;
let twoFactor: TwoFactor;
before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
  const keys = parseKeyRing(newKey('k'));
  twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Acme', hash: cheapArgon2.derive, log });
});
after(async () => {
  await store.close();
  await database.remove();
});

const host = {
  identify: () =>
    Promise.resolve({ stage: 'challenge' as const, accountId: 'ada', expiresAt: new Date(Date.now() + 60_000) }),
  checkPassword: () => Promise.resolve(false),
  recordProof: () => Promise.resolve(false),
  completeChallenge: () => Promise.resolve(null),
  factorChanged: () => Promise.resolve(),
};
const answer = (): Request =>
  new Request('https://app.example.com/api/2fa/challenge', {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: '{"code":7}',
  });
const failures = async (): Promise<number> => (await store.secondFactors.read('ada')).budget.failures;

describe('the handler of the Fetch API', () => {
  it('a body that the app has read is a fault of the app and not a failed attempt', async () => {
    const handle = fetchHandler(twoFactor, { host, origins: [origin], log });
    const before = await failures();
    const request = answer();
    await request.text();
    assert.equal((await handle(request)).status, 503);
    assert.match(lines.join('\n'), /has read the body/);
    assert.equal(await failures(), before);
    assert.equal((await handle(answer())).status, 400);
    assert.equal(await failures(), before + 1);
  });

  it('tells the developer once that an origin is missing in the list, and that the base path is another', async () => {
    const handle = fetchHandler(twoFactor, { host, origins: [origin], basePath: '/2fa', log });
    const call = async (path: string, from: string): Promise<number> => {
      const headers = { origin: from, 'content-type': 'application/json' };
      return (await handle(new Request(`https://app.example.com${path}`, { method: 'POST', headers, body: '{}' })))
        .status;
    };
    lines.length = 0;
    for (const from of ['http://127.0.0.1:3000', 'http://other.example.com']) {
      assert.equal(await call('/2fa/setup', from), 403);
      assert.equal(await call('/api/2fa/setup', from), 404);
    }
    assert.deepEqual(lines, [
      'a change came from another origin than `origins` lists, and was refused {"received":"http://127.0.0.1:3000","origins":["https://app.example.com"]}',
      'a request came for a path that is not below `basePath` {}',
    ]);
  });

  it('logs no text of a client that is no origin', async () => {
    const handle = fetchHandler(twoFactor, { host, origins: [origin], log });
    const request = answer();
    request.headers.set('origin', 'text of a client');
    lines.length = 0;
    assert.equal((await handle(request)).status, 403);
    assert.equal(lines.length, 1);
    assert.doesNotMatch(lines[0]!, /text of a client/);
  });

  it('gives the host what the framework gives beside the request', async () => {
    const seen: unknown[] = [];
    const handle = fetchHandler<{ tenant: string }>(twoFactor, {
      host: { ...host, identify: ({ app }) => (seen.push(app), Promise.resolve(null)) },
      origins: [origin],
      addressOf: (_request, { tenant }) => `203.0.113.${tenant}`,
      log,
    });
    assert.equal((await handle(answer(), { tenant: '7' })).status, 401);
    assert.deepEqual(seen, [{ tenant: '7' }]);
  });
});

describe('an address that the app cannot tell', () => {
  const addressOf = (): never => {
    throw new Error('the proxy sent no address');
  };
  const options = { host, origins: [origin], addressOf, log };

  it('is a fault of the app on the Fetch API, and the handler does not reject', async () => {
    lines.length = 0;
    assert.equal((await fetchHandler(twoFactor, options)(answer())).status, 503);
    assert.match(lines.join('\n'), /the proxy sent no address/);
  });

  it('is a fault of the app on node:http, and the process goes on', async (t) => {
    const handler = nodeHandler(twoFactor, options);
    const server = createServer((req, res) => void handler(req, res));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    t.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    const response = await checkedFetch(`http://127.0.0.1:${port}/api/2fa/challenge`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json', connection: 'close' },
      body: '{"code":"123456"}',
    });
    assert.equal(response.status, 503);
  });
});

describe('a base path that no request begins with', () => {
  for (const basePath of ['api/2fa', '/api/2fa/', '/', '/api?x', 7, null]) {
    it(`${JSON.stringify(basePath)} is refused at the start`, () => {
      const options = { host, origins: [origin], basePath: basePath as string };
      assert.throws(() => fetchHandler(twoFactor, options), /basePath/);
      assert.throws(() => nodeHandler(twoFactor, options), /basePath/);
    });
  }
});
