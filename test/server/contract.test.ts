import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openApi } from '../../server/contract/openapi.js';
import { contractFaults, type Received } from './support/contract.js';
import { startServer } from './support/test-server.js';
import { signedIn } from './support/visitor.js';

const json = 'application/json; charset=utf-8';
const problemJson = 'application/problem+json; charset=utf-8';
const time = '2026-11-24T09:00:00.000Z';

interface Sent {
  method?: string;
  path?: string;
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  text?: string;
}
function received({ method = 'GET', path = '/status', status = 200, headers = {}, body, text }: Sent): Received {
  const type = status === 204 ? {} : { 'content-type': status < 400 ? json : problemJson };
  return {
    method,
    path,
    status,
    headers: new Headers({ 'cache-control': 'no-store', ...type, ...headers }),
    text: text ?? (body === undefined ? '' : JSON.stringify(body)),
  };
}
const problem = (status: number, code: string, more: object = {}): object => ({
  type: 'about:blank',
  title: 'A title',
  status,
  code,
  ...more,
});

const off = { enabled: false };
const setup = {
  keyUri: 'otpauth://totp/Harmony:ada?secret=GEZDGNBVGY3TQOJQ',
  backupCodes: ['ABCD-EFGH-JKMN-PQRS'],
  expiresAt: time,
};
const due = problem(403, 'reauthentication_required', { methods: ['password'] });
const invalid = problem(422, 'code_invalid', { attemptsRemaining: 4 });

const right: Record<string, Sent> = {
  'a status': { body: off },
  'a status without its body': { method: 'HEAD' },
  'a pending set-up': { method: 'POST', path: '/setup', status: 201, body: setup },
  'no content': { method: 'DELETE', path: '/setup', status: 204 },
  'a wrong code': { method: 'POST', path: '/challenge', status: 422, body: invalid },
  'one of two codes of a status': {
    method: 'POST',
    path: '/challenge',
    status: 401,
    body: problem(401, 'challenge_expired'),
  },
  'a wait': {
    method: 'POST',
    path: '/challenge',
    status: 429,
    headers: { 'retry-after': '60' },
    body: problem(429, 'too_many_attempts', { retryAfter: 60 }),
  },
  'a proof that is due': { method: 'POST', path: '/setup', status: 403, body: due },
  'a proof that is due, with the challenge of RFC 9470': {
    method: 'POST',
    path: '/setup',
    status: 403,
    headers: { 'www-authenticate': 'Bearer error="insufficient_user_authentication", max_age="300"' },
    body: due,
  },
  'an unknown path': { path: '/none', status: 404, body: problem(404, 'not_found') },
  'an optional operation that is not there': {
    method: 'PATCH',
    path: '/authenticators/a1',
    status: 404,
    body: problem(404, 'not_found'),
  },
  'a list of devices that is not there': { path: '/devices', status: 404, body: problem(404, 'not_found') },
  'another method': {
    method: 'PUT',
    path: '/status',
    status: 405,
    headers: { allow: 'GET, HEAD' },
    body: problem(405, 'method_not_allowed'),
  },
};

const wrong: Record<string, { sent: Sent; fault: RegExp }> = {
  'a required field that is missing': {
    sent: { method: 'POST', path: '/setup', status: 201, body: { ...setup, expiresAt: undefined } },
    fault: /expiresAt/,
  },
  'a field of a wrong type': { sent: { body: { enabled: 'false' } }, fault: /enabled/ },
  'a status that the operation does not have': {
    sent: { method: 'POST', path: '/setup', status: 200, body: setup },
    fault: /200 is no status of beginSetup/,
  },
  'not modified': { sent: { status: 304, text: '' }, fault: /304 is no status/ },
  'an unknown code': { sent: { status: 401, body: problem(401, 'teapot') }, fault: /code/ },
  'a code of another operation': { sent: { status: 401, body: problem(401, 'challenge_expired') }, fault: /code/ },
  'a code with another status': {
    sent: { method: 'POST', path: '/challenge', status: 422, body: problem(401, 'not_signed_in') },
    fault: /status/,
  },
  'a detail that is missing': {
    sent: { method: 'POST', path: '/challenge', status: 422, body: problem(422, 'code_invalid') },
    fault: /attemptsRemaining/,
  },
  'an error that says more': {
    sent: { status: 401, body: problem(401, 'not_signed_in', { account: 'ada' }) },
    fault: /additional properties/,
  },
  'an answer that may be stored': {
    sent: { headers: { 'cache-control': 'private' }, body: off },
    fault: /Cache-Control/,
  },
  'a validator': { sent: { headers: { etag: '"x"' }, body: off }, fault: /etag/ },
  'a wait without Retry-After': {
    sent: {
      method: 'POST',
      path: '/challenge',
      status: 429,
      body: problem(429, 'too_many_attempts', { retryAfter: 60 }),
    },
    fault: /no Retry-After/,
  },
  'a Retry-After that is a date': {
    sent: {
      status: 503,
      headers: { 'retry-after': 'Tue, 24 Nov 2026 09:00:00 GMT' },
      body: problem(503, 'unavailable', { retryAfter: 5 }),
    },
    fault: /Retry-After/,
  },
  'another challenge beside a proof that is due': {
    sent: {
      method: 'POST',
      path: '/setup',
      status: 403,
      headers: { 'www-authenticate': 'Basic realm="Acme"' },
      body: due,
    },
    fault: /WWW-Authenticate/,
  },
  'another method without Allow': {
    sent: { method: 'PUT', status: 405, body: problem(405, 'method_not_allowed') },
    fault: /no Allow/,
  },
  'an error as plain JSON': {
    sent: { status: 401, headers: { 'content-type': json }, body: problem(401, 'not_signed_in') },
    fault: /the type is/,
  },
  'a page': { sent: { headers: { 'content-type': 'text/html' }, text: '<!doctype html>' }, fault: /not JSON/ },
  'a body where none is described': {
    sent: { method: 'DELETE', path: '/setup', status: 204, headers: { 'content-type': json }, body: off },
    fault: /a body where none/,
  },
  'a success on an unknown path': { sent: { path: '/none', body: off }, fault: /not 404/ },
  'a success of an unknown method': { sent: { method: 'PUT', body: off }, fault: /not 405/ },
  'not found where an operation is': {
    sent: { status: 404, body: problem(404, 'not_found') },
    fault: /404 is no status/,
  },
};

describe('the check of the answers that come by', () => {
  for (const [name, sent] of Object.entries(right)) {
    it(`lets ${name} pass`, () => assert.deepEqual(contractFaults(received(sent)), []));
  }
  for (const [name, { sent, fault }] of Object.entries(wrong)) {
    it(`refuses ${name}`, () => assert.match(contractFaults(received(sent)).join('; '), fault));
  }
});

describe('the reference server', () => {
  it('serves the contract to everybody where it is given, and only by GET', async () => {
    const document = openApi('1.2.3');
    const server = await startServer({ openApi: document });
    try {
      const url = `${server.url}/api/2fa/openapi.json`;
      const answer = await fetch(url);
      assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, json]);
      assert.deepEqual(await answer.json(), JSON.parse(JSON.stringify(document)));
      assert.equal((await fetch(url, { method: 'HEAD' })).status, 200);
      assert.equal((await fetch(url, { method: 'POST' })).status, 404);
      // The operations beside it are as before.
      const { browser } = await signedIn(server);
      assert.deepEqual((await browser.op('status')).body['enabled'], false);
    } finally {
      await server.close();
    }
  });

  it('has no such path otherwise', async () => {
    const server = await startServer();
    try {
      assert.equal((await fetch(`${server.url}/api/2fa/openapi.json`)).status, 404);
    } finally {
      await server.close();
    }
  });
});
