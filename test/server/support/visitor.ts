import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { endpoints, type Operation } from '../../../widget/protocol/endpoints.js';
import { checkedFetch } from './contract.js';
import { phone, type Phone } from './phone.js';
import { origin, type TestServer } from './test-server.js';

/** Where a server is and what time it is there; a spawned process as well as one of the test's own. */
export type Place = Pick<TestServer, 'url'> & { clock: Pick<TestServer['clock'], 'now'> };

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; an empty object without one. */
  body: Record<string, unknown>;
}

export interface CallOptions {
  body?: unknown;
  /** A body to send as it is. */
  raw?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string | undefined>;
}

/** A browser: a cookie jar of the session's cookie alone, and the calls that pages make. */
export interface Visitor {
  /** The `name=value` of the session cookie. */
  cookie: string | undefined;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** An operation of the contract. @param id of what it is about */
  op(operation: Operation, body?: unknown, id?: string): Promise<Answer>;
  signIn(account: Account): Promise<Answer>;
}

export interface Account {
  email: string;
  password: string;
}

export function visit(server: Place, cookie?: string): Visitor {
  const visitor: Visitor = {
    cookie,
    async call(method, path, { body, raw, headers = {} } = {}) {
      const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
      const all: Record<string, string | undefined> = {
        origin,
        cookie: visitor.cookie,
        ...(sent !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      };
      const response = await checkedFetch(server.url + path, {
        method,
        redirect: 'manual',
        headers: Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
        ...(sent !== undefined && { body: sent }),
      });
      for (const set of response.headers.getSetCookie()) {
        const pair = set.split(';', 1)[0] ?? '';
        if (pair.includes('harmony_device=')) continue;
        visitor.cookie = pair.endsWith('=') ? undefined : pair;
      }
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {},
      };
    },
    op: (operation, body, id = 'none') => {
      const { method, path } = endpoints[operation];
      const place = path.replace('{id}', encodeURIComponent(id));
      return visitor.call(method, `/api/2fa${place}`, body === undefined ? {} : { body });
    },
    signIn: (account) => visitor.call('POST', '/api/session', { body: account }),
  };
  return visitor;
}

export async function createAccount(server: Place): Promise<Account> {
  const account = { email: `p${randomBytes(6).toString('hex')}@example.com`, password: 'correct horse battery' };
  const { status } = await visit(server).call('POST', '/api/accounts', { body: account });
  assert.equal(status, 201);
  return account;
}

export interface Person {
  account: Account;
  /** Signed in, in full. */
  browser: Visitor;
}

export async function signedIn(server: Place): Promise<Person> {
  const account = await createAccount(server);
  const browser = visit(server);
  assert.equal((await browser.signIn(account)).status, 200);
  return { account, browser };
}

export interface Enrolled extends Person {
  phone: Phone;
  backupCodes: string[];
}

/** A person who has just turned 2FA on: the code of the current step is spent, and was a proof of this session. */
export async function enrolled(server: Place): Promise<Enrolled> {
  const person = await signedIn(server);
  return { ...person, ...(await enrol(server, person.browser)) };
}

export async function enrol(server: Place, browser: Visitor): Promise<Pick<Enrolled, 'phone' | 'backupCodes'>> {
  const setup = await browser.op('beginSetup');
  assert.equal(setup.status, 201, setup.text);
  const app = phone(setup.body['keyUri'] as string);
  const confirmed = await browser.op('confirmSetup', { code: app.code(server.clock.now()) });
  assert.equal(confirmed.status, 200, confirmed.text);
  return { phone: app, backupCodes: setup.body['backupCodes'] as string[] };
}

/** Another browser of the same person, half signed in. */
export async function challenged(server: Place, { account }: Person): Promise<Visitor> {
  const browser = visit(server);
  assert.deepEqual((await browser.signIn(account)).body, { next: 'challenge' });
  return browser;
}

/** A browser of the person that has passed the challenge a moment ago. Moves the clock on by a step. */
export async function proved(server: TestServer, person: Enrolled): Promise<Visitor> {
  const browser = await challenged(server, person);
  server.clock.advance(30);
  const answer = await browser.op('answerChallenge', { code: person.phone.code(server.clock.now()) });
  assert.equal(answer.status, 200, answer.text);
  return browser;
}

export function assertProblem(
  answer: Answer,
  status: number,
  code: string,
  details: Record<string, unknown> = {},
): void {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  const { title, ...rest } = answer.body;
  assert.equal(typeof title, 'string');
  assert.deepEqual(rest, { type: 'about:blank', status, code, ...details });
}
