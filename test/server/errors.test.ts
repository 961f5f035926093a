import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { errorStatus, type ErrorCode } from '../../widget/protocol/error-codes.js';
import { problemSchema } from '../../server/adapters/http/schemas.js';
import { addAuthenticator, listed } from './support/authenticators.js';
import { phone } from './support/phone.js';
import { newKey, startServer, type TestServer } from './support/test-server.js';
import { assertProblem, challenged, enrolled, signedIn, visit, type Answer } from './support/visitor.js';

let server: TestServer;
/** The account in which 2FA is required. */
let required = '';
const since = new Date('2026-11-01T00:00:00.000Z');
before(
  async () => (server = await startServer({ ruleFor: (accountId) => (accountId === required ? { since } : null) })),
);
after(() => server.close());

const path = '/api/2fa/challenge';

/** One request for each code of the table. The record's type makes a missing code a compile error. */
const ways: Record<
  ErrorCode,
  { details?: Record<string, unknown>; headers?: Record<string, string>; go(): Promise<Answer> }
> = {
  request_invalid: { go: () => visit(server).call('POST', path, { raw: '{' }) },
  not_signed_in: { go: () => visit(server).op('status') },
  challenge_expired: { go: () => visit(server).op('readChallenge') },
  reauthentication_required: {
    details: { methods: ['totp', 'backup_code'] },
    go: async () => {
      const { browser } = await enrolled(server);
      server.clock.advance(300);
      return browser.op('disable');
    },
  },
  origin_refused: { go: () => visit(server).call('POST', path, { headers: { origin: 'https://evil.example' } }) },
  authenticator_blocked: {
    details: { methods: ['backup_code'] },
    go: async () => {
      const person = await enrolled(server);
      const browser = await challenged(server, person);
      await server.store.db.updateTable('second_factors').set({ blocked_at: 1 }).execute();
      return browser.op('answerChallenge', { code: person.phone.code(server.clock.now(), 1) });
    },
  },
  required_by_policy: {
    go: async () => {
      const { account, browser } = await enrolled(server);
      required = (await server.accounts.find(account.email))!.id;
      return browser.op('disable');
    },
  },
  not_found: { go: () => visit(server).call('GET', '/api/2fa/none') },
  method_not_allowed: { headers: { allow: 'GET, HEAD, POST' }, go: () => visit(server).call('PUT', path) },
  not_enabled: { go: async () => (await signedIn(server)).browser.op('disable') },
  last_authenticator: {
    go: async () => {
      const { browser } = await enrolled(server);
      const [only] = listed(await browser.op('status'));
      return browser.op('removeAuthenticator', undefined, only!.id);
    },
  },
  too_many_authenticators: {
    go: async () => {
      const { browser } = await enrolled(server);
      for (let count = 1; count < 5; count += 1) await addAuthenticator(server, browser);
      return browser.op('beginSetup', { mode: 'add' });
    },
  },
  setup_expired: { go: async () => (await signedIn(server)).browser.op('confirmSetup', { code: '123456' }) },
  body_too_large: { go: () => visit(server).call('POST', path, { body: { code: 'x'.repeat(5000) } }) },
  unsupported_media_type: {
    go: () => visit(server).call('POST', path, { raw: 'code=1', headers: { 'content-type': 'text/plain' } }),
  },
  code_invalid: {
    details: { attemptsRemaining: 4 },
    go: async () => {
      const person = await enrolled(server);
      const browser = await challenged(server, person);
      return browser.op('answerChallenge', { code: person.phone.wrongCode(server.clock.now()) });
    },
  },
  clock_out_of_sync: {
    details: { skewSeconds: 150 },
    go: async () => {
      const { browser } = await signedIn(server);
      const app = phone((await browser.op('beginSetup')).body['keyUri'] as string);
      return browser.op('confirmSetup', { code: app.code(server.clock.now(), 5) });
    },
  },
  too_many_attempts: {
    details: { retryAfter: 60 },
    headers: { 'retry-after': '60' },
    go: async () => {
      const browser = await challenged(server, await enrolled(server));
      for (let time = 0; time < 5; time += 1) await browser.op('answerChallenge', { backupCode: 'x' });
      return browser.op('answerChallenge', { code: '123456' });
    },
  },
  unavailable: {
    details: { retryAfter: 60 },
    headers: { 'retry-after': '60' },
    go: async () => {
      const person = await enrolled(server);
      await server.restart({ keys: newKey('another') });
      const browser = await challenged(server, person);
      return browser.op('answerChallenge', { code: person.phone.code(server.clock.now(), 1) });
    },
  },
};

describe('the table of error codes', () => {
  for (const [code, { go, details = {}, headers = {} }] of Object.entries(ways)) {
    it(`${errorStatus[code as ErrorCode]} ${code}`, async () => {
      const answer = await go();
      assertProblem(answer, errorStatus[code as ErrorCode], code, details);
      assert.deepEqual(problemSchema.parse(answer.body), answer.body);
      for (const [name, value] of Object.entries(headers)) assert.equal(answer.headers.get(name), value);
      assert.ok(answer.text.length < 1024);
    });
  }
});

describe('the order of refusals', () => {
  const refused = (headers: Record<string, string | undefined>, raw?: string, method = 'POST', where = path) =>
    visit(server).call(method, where, { ...(raw !== undefined && { raw }), headers });

  it('path, then method, then origin, then media type, then body, then identity', async () => {
    const foreign = { origin: 'https://evil.example', 'content-type': 'text/plain' };
    assertProblem(await refused(foreign, '{', 'POST', '/api/2fa/none'), 404, 'not_found');
    assertProblem(await refused(foreign, '{', 'DELETE'), 405, 'method_not_allowed');
    assertProblem(await refused(foreign, '{'), 403, 'origin_refused');
    assertProblem(await refused({ 'content-type': 'text/plain' }, '{'), 415, 'unsupported_media_type');
    assertProblem(await refused({ 'content-type': 'text/plain' }, 'x'.repeat(5000)), 415, 'unsupported_media_type');
    assertProblem(await refused({}, 'x'.repeat(5000)), 413, 'body_too_large');
    assertProblem(await refused({}, '{'), 400, 'request_invalid');
    assertProblem(await refused({}, '{"code":1}'), 401, 'challenge_expired');
  });

  const paths = [
    '/',
    '',
    '/challenge/',
    '/Challenge',
    '/setup/',
    '/setup%2fconfirm',
    '/challenge;x=1',
    '//challenge',
    '/setup/confirm/x',
  ];
  for (const other of paths) {
    it(`${other || 'the bare mount'} is not an operation`, async () => {
      assertProblem(await visit(server).call('GET', `/api/2fa${other}`), 404, 'not_found');
    });
  }
  for (const other of ['/API/2fa/status', '/api/2FA/status', '/api/2fa;/status', '/api//2fa/status']) {
    it(`${other} is not an operation`, async () => {
      assertProblem(await visit(server).call('GET', other), 404, 'not_found');
    });
  }

  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
    it(`${method} on the status lists the allowed methods`, async () => {
      const answer = await visit(server).call(method, '/api/2fa/status');
      assertProblem(answer, 405, 'method_not_allowed');
      assert.equal(answer.headers.get('allow'), 'GET, HEAD');
    });
  }

  it('an override of the method or a code in the query changes nothing', async () => {
    const { browser } = await signedIn(server);
    const headers = { 'x-http-method-override': 'DELETE' };
    assert.equal((await browser.call('GET', '/api/2fa/status?_method=DELETE&code=123456', { headers })).status, 200);
  });

  it('the status is never answered from a cache or partially', async () => {
    const { browser } = await signedIn(server);
    const headers = { range: 'bytes=0-1', 'if-none-match': '*', 'if-modified-since': 'Tue, 24 Nov 2037 09:00:00 GMT' };
    const answer = await browser.call('GET', '/api/2fa/status', { headers });
    assert.deepEqual([answer.status, answer.body['enabled'], answer.headers.get('etag')], [200, false, null]);
  });
});
