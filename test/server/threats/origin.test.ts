import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { endpoints } from '../../../widget/protocol/endpoints.js';
import { origin, startServer, type TestServer } from '../support/test-server.js';
import {
  assertProblem,
  challenged,
  enrol,
  enrolled,
  proved,
  signedIn,
  visit,
  type Enrolled,
} from '../support/visitor.js';

const bossAccount = { email: 'boss@harmony.example', password: 'correct horse battery' };
let server: TestServer;
/** The routes of administrators are none for everybody else, whatever the origin is. */
let boss: Enrolled;
before(async () => {
  server = await startServer({ origins: ['https://second.example'], administrators: [bossAccount.email] });
  await server.accounts.create(bossAccount.email, bossAccount.password, server.clock.now());
  const browser = visit(server);
  await browser.signIn(bossAccount);
  boss = { account: bossAccount, browser, ...(await enrol(server, browser)) };
});
after(() => server.close());

const changes: [method: string, path: string][] = [
  ...Object.values(endpoints)
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }): [string, string] => [method, `/api/2fa${path}`]),
  ['POST', '/api/session'],
  ['DELETE', '/api/session'],
  ['POST', '/api/accounts'],
  ['DELETE', '/api/workspaces/research'],
  ['POST', '/api/password'],
  ['POST', '/api/recovery/stop'],
  ['POST', '/api/administration/resets'],
];

const foreign: Record<string, string | undefined>[] = [
  { origin: undefined },
  { origin: 'null' },
  { origin: '' },
  { origin: 'http://evil.localhost:3000' },
  { origin: 'http://localhost:3000.evil.example' },
  { origin: 'https://localhost:3000' },
  { origin: 'http://localhost:3001' },
  { origin: 'http://localhost' },
  { origin: 'http://LOCALHOST:3000' },
  { origin: `${origin}/` },
  { origin: `${origin}, https://evil.example` },
  { origin: `${origin} ${origin}` },
  { origin: undefined, referer: `${origin}/sign-in` },
  { origin: undefined, 'sec-fetch-site': 'same-origin' },
  { origin, 'sec-fetch-site': 'cross-site' },
  { origin, 'sec-fetch-site': 'same-site' },
  { origin, 'sec-fetch-site': 'none' },
  { origin: 'https://evil.example', 'x-forwarded-host': 'localhost:3000', host: 'evil.example' },
];

describe('a state-changing call from another origin', () => {
  for (const [method, path] of changes) {
    it(`${method} ${path} is refused with any headers, and changes nothing`, async () => {
      const browser = await proved(server, path.includes('/administration/') ? boss : await enrolled(server));
      const before = await dump();
      for (const headers of foreign) {
        assertProblem(await browser.call(method, path, { headers, body: { code: '123456' } }), 403, 'origin_refused');
        const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
        assertProblem(await browser.call(method, path, { headers: form, raw: 'code=123456' }), 403, 'origin_refused');
      }
      assert.equal(await dump(), before);
    });
  }

  it('never counts as an attempt, nor does a body that is not JSON', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    const body = { code: '000000' };
    for (let time = 0; time < 6; time += 1) {
      await half.call('POST', '/api/2fa/challenge', { headers: { origin: 'https://evil.example' }, body });
      await half.call('POST', '/api/2fa/challenge', { headers: { 'content-type': 'text/plain' }, body });
    }
    server.clock.advance(30);
    const code = person.phone.wrongCode(server.clock.now());
    assert.equal((await half.op('answerChallenge', { code })).body['attemptsRemaining'], 4);
  });
});

describe('a call from a listed origin', () => {
  for (const headers of [
    { origin },
    { origin: 'https://second.example' },
    { origin, 'sec-fetch-site': 'same-origin' },
  ]) {
    it(`is served: ${Object.values(headers).join(', ')}`, async () => {
      const { browser } = await signedIn(server);
      assert.equal((await browser.call('DELETE', '/api/2fa/setup', { headers })).status, 204);
    });
  }

  it('no answer allows a page of another origin to read it', async () => {
    for (const method of ['GET', 'OPTIONS']) {
      const { headers } = await visit(server).call(method, '/api/2fa/status', {
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      });
      assert.equal(headers.get('access-control-allow-origin'), null);
    }
  });
});

/** All stored rows without the time of last use. */
async function dump(): Promise<string> {
  const { db } = server.store;
  const sessions = db.withTables<{ sessions: { id_hash: string; stage: string } }>();
  return JSON.stringify([
    await db.selectFrom('second_factors').selectAll().orderBy('account_id').execute(),
    await sessions.selectFrom('sessions').select(['id_hash', 'stage']).orderBy('id_hash').execute(),
  ]);
}
