import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  createTwoFactor,
  openStore,
  parseKeyRing,
  TwoFactorError,
  type Log,
  type OpenStore,
} from '../../../server/index.js';
import { endpoints, type Operation } from '../../../widget/protocol/endpoints.js';
import { checkedFetch } from '../support/contract.js';
import { listedIdOf, mounts, type AppSession, type Mounted } from '../support/mounts.js';
import { phone, type Phone } from '../support/phone.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';
import { cheapArgon2, newKey } from '../support/test-server.js';

const origin = 'https://app.example.com';
const jsonType = { 'content-type': 'application/json' };

/** What every way to mount the contract promises. */
for (const [name, mount] of Object.entries(mounts)) {
  describe(`mounted on ${name}`, () => {
    const sessions = new Map<string, AppSession>();
    let now = new Date('2026-11-24T09:00:00.000Z');
    let lines: string[] = [];
    let refusal: (() => never) | null = null;
    let limited = 0;
    let database: TestDatabase;
    let store: OpenStore;
    let app: Mounted;
    let accounts = 0;

    before(async () => {
      const write = (details: object, message: string): void =>
        void lines.push(`${message} ${JSON.stringify(details)}`);
      const log: Log = { debug() {}, info() {}, warn: write, error: write };
      database = await createDatabase();
      store = await openStore(database.url);
      const twoFactor = createTwoFactor({
        store: store.secondFactors,
        keys: parseKeyRing(newKey('k')),
        issuer: 'Acme',
        clock: () => now,
        hash: cheapArgon2.derive,
        log,
      });
      app = await mount({
        twoFactor,
        sessions,
        origins: [origin],
        clock: () => now,
        log,
        limit: () => {
          limited += 1;
          refusal?.();
        },
      });
    });
    beforeEach(() => {
      lines = [];
      refusal = null;
      limited = 0;
    });
    after(async () => {
      app.close();
      await store.close();
      await database.remove();
    });

    function signIn(
      stage: AppSession['stage'],
      accountId = `account-${(accounts += 1)}`,
    ): { id: string; accountId: string } {
      const id = crypto.randomUUID();
      sessions.set(id, { stage, accountId, proof: stage === 'full' ? { method: 'password', at: now } : null });
      return { id, accountId };
    }

    interface Sent {
      session?: string;
      /** Of what the operation is about. */
      id?: string;
      headers?: Record<string, string>;
      body?: unknown;
      raw?: BodyInit;
    }
    async function call(method: string, path: string, { session, headers = {}, body, raw }: Sent = {}) {
      const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
      const response = await checkedFetch(`${app.url}/api/2fa${path}`, {
        method,
        headers: {
          origin,
          ...(session !== undefined && { 'x-session': session }),
          ...(body !== undefined && jsonType),
          ...headers,
        },
        ...(sent !== undefined && { body: sent, duplex: 'half' }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
        session: response.headers.get('x-session'),
      };
    }
    const op = (operation: Operation, sent: Sent = {}) => {
      const { method, path } = endpoints[operation];
      return call(method, path.replace('{id}', sent.id ?? 'none'), sent);
    };
    const failuresOf = async (accountId: string): Promise<number> =>
      (await store.secondFactors.read(accountId)).budget.failures;

    async function enrolled(): Promise<{ accountId: string; session: string; app: Phone; backupCodes: string[] }> {
      const { id, accountId } = signIn('full');
      const setup = await op('beginSetup', { session: id });
      const authenticator = phone(setup.body['keyUri'] as string);
      const confirmed = await op('confirmSetup', { session: id, body: { code: authenticator.code(now) } });
      assert.equal(confirmed.status, 200, confirmed.text);
      now = new Date(now.getTime() + 30_000);
      const backupCodes = setup.body['backupCodes'] as string[];
      return { accountId, session: confirmed.session!, app: authenticator, backupCodes };
    }

    it('set-up, sign-in by code and by backup code, proof, new codes and disable work', async () => {
      const person = await enrolled();
      const half = signIn('challenge', person.accountId);
      assert.deepEqual((await op('readChallenge', { session: half.id })).body['methods'], ['totp', 'backup_code']);
      const code = person.app.code(now);
      const verified = await op('answerChallenge', { session: half.id, body: { code } });
      assert.deepEqual([verified.status, verified.body['verified'], verified.body['result']], [200, true, '/home']);
      assert.notEqual(verified.session, half.id);
      const again = signIn('challenge', person.accountId);
      assert.equal((await op('answerChallenge', { session: again.id, body: { code } })).status, 422);
      const backup = await op('answerChallenge', { session: again.id, body: { backupCode: person.backupCodes[2] } });
      assert.deepEqual([backup.status, backup.body['method']], [200, 'backup_code']);
      now = new Date(now.getTime() + 30_000);
      const session = verified.session!;
      const proof = await op('reauthenticate', { session, body: { code: person.app.code(now) } });
      assert.equal(proof.status, 200, proof.text);
      const codes = await op('beginBackupCodes', { session: proof.session! });
      assert.equal(codes.status, 201, codes.text);
      assert.equal(
        (await op('keepBackupCodes', { session: proof.session!, body: { id: codes.body['id'] } })).status,
        200,
      );
      const off = await op('disable', { session: proof.session! });
      assert.deepEqual([off.status, off.body['enabled']], [200, false]);
    });

    it('a challenge offers trust, and the host learns of the choice', async () => {
      const person = await enrolled();
      const answers = [{}, { trustDevice: true }, { trustDevice: false }];
      const results = ['/home', '/home, trusted', '/home'];
      for (const [index, choice] of answers.entries()) {
        const { id: session } = signIn('challenge', person.accountId);
        assert.equal((await op('readChallenge', { session })).body['trustDays'], 30);
        const verified = await op('answerChallenge', { session, body: { code: person.app.code(now), ...choice } });
        assert.deepEqual([verified.status, verified.body['result']], [200, results[index]], verified.text);
        now = new Date(now.getTime() + 30_000);
      }
    });

    it('the sessions of an account are listed, one is ended by its id, and all others are', async () => {
      const { id: session, accountId } = signIn('full');
      const [second, third] = [signIn('full', accountId).id, signIn('full', accountId).id];
      const stranger = signIn('full').id;
      const account = (await op('status', { session })).body['account'];
      const list = await op('devices', { session });
      const currents = (list.body['devices'] as { current: boolean }[]).map(({ current }) => current);
      assert.deepEqual([list.status, currents, list.body['account']], [200, [true, false, false], account]);
      const remove = (id: string) => call('DELETE', `/devices/${encodeURIComponent(id)}`, { session });
      const removed = await remove(listedIdOf(second));
      assert.deepEqual([removed.status, (removed.body['devices'] as unknown[]).length], [200, 2], removed.text);
      assert.equal((await op('status', { session: second })).status, 401);
      for (const id of [listedIdOf(second), listedIdOf(stranger), 'none', '{id}']) {
        const unknown = await remove(id);
        assert.deepEqual([unknown.status, unknown.body['code']], [404, 'not_found'], id);
      }
      for (const path of ['/devices/%ff', '/devices/%00', '/devices/a%20b', `/devices/${'a'.repeat(129)}`]) {
        const broken = await call('DELETE', path, { session });
        assert.deepEqual([broken.status, broken.body['code']], [404, 'not_found'], path);
      }
      assert.equal((await op('removeOtherDevices', { session })).status, 200);
      assert.equal((await op('status', { session: third })).status, 401);
      for (const alive of [session, stranger]) assert.equal((await op('status', { session: alive })).status, 200);
    });

    it('the password proves a session while 2FA is off, and a pending set-up and pending codes can be dropped', async () => {
      const { id } = signIn('full');
      assert.equal((await op('reauthenticate', { session: id, body: { password: 'wrong' } })).status, 422);
      const proof = await op('reauthenticate', { session: id, body: { password: 'open sesame' } });
      assert.equal(proof.status, 200);
      const session = proof.session!;
      assert.equal((await op('beginSetup', { session })).status, 201);
      const dropped = await op('cancelSetup', { session });
      assert.deepEqual([dropped.status, dropped.text, dropped.headers.get('content-type')], [204, '', null]);
      assert.equal((await op('dropBackupCodes', { session })).status, 204);
    });

    it('a path or a method that is not in the contract is refused', async () => {
      const { id: session } = signIn('full');
      for (const path of ['/none', '/status/', '/STATUS', '/', '', '/setup/confirm/x', '/..%2fstatus']) {
        const { status, body } = await call('GET', path, { session });
        assert.deepEqual([status, body['code']], [404, 'not_found'], path);
      }
      const put = await call('PUT', '/challenge', { session });
      assert.deepEqual(
        [put.status, put.body['code'], put.headers.get('allow')],
        [405, 'method_not_allowed', 'GET, HEAD, POST'],
      );
      assert.equal((await call('GET', '/status?x=/setup', { session })).status, 200);
      const head = await call('HEAD', '/status', { session });
      assert.deepEqual([head.status, head.text], [200, '']);
    });

    it('a change from a page of another origin is refused, and nothing else is looked at', async () => {
      const { id: session } = signIn('full');
      const wrong: Record<string, string>[] = [
        { origin: 'https://app.example.com.evil.example' }, { origin: 'http://app.example.com' }, { origin: 'null' },
        { origin: '' }, { origin: `${origin}/` }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'none' },
      ]; // prettier-ignore
      for (const headers of wrong) {
        const answer = await op('beginSetup', { session, headers });
        assert.deepEqual([answer.status, answer.body['code']], [403, 'origin_refused'], JSON.stringify(headers));
      }
      const bare = await raw(
        `POST /api/2fa/setup HTTP/1.1\r\nHost: x\r\nX-Session: ${session}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
      );
      assert.match(bare, /^HTTP\/1\.1 403 /);
      assert.equal(limited, 0);
      assert.equal((await op('beginSetup', { session, headers: { 'sec-fetch-site': 'same-origin' } })).status, 201);
      assert.equal((await op('status', { session, headers: { origin: 'https://evil.example' } })).status, 200);
    });

    it('a half signed-in session answers only its challenge, and an unknown one nothing', async () => {
      const person = await enrolled();
      const half = signIn('challenge', person.accountId).id;
      for (const operation of Object.keys(endpoints) as Operation[]) {
        const body = { code: person.app.code(now) };
        const isGet = endpoints[operation].method === 'GET';
        const sent = isGet ? {} : { body };
        const stranger = await op(operation, { session: 'none', ...sent });
        assert.ok([401].includes(stranger.status), `${operation}: ${stranger.status}`);
        if (operation === 'answerChallenge' || operation === 'readChallenge') continue;
        assert.equal((await op(operation, { session: half, ...sent })).body['code'], 'not_signed_in', operation);
      }
    });

    it('a body that is not plain JSON in UTF-8 is refused', async () => {
      const person = await enrolled();
      const half = () => signIn('challenge', person.accountId).id;
      const code = person.app.wrongCode(now);
      const text = JSON.stringify({ code });
      const types: Record<string, string>[] = [
        { 'content-type': 'text/plain' }, { 'content-type': 'application/x-www-form-urlencoded' },
        { 'content-type': 'application/json; charset=latin1' }, { 'content-type': 'application/jsonp' },
        { ...jsonType, 'content-encoding': 'gzip' },
      ]; // prettier-ignore
      for (const headers of types) {
        const answer = await op('answerChallenge', { session: half(), headers, raw: text });
        assert.deepEqual(
          [answer.status, answer.body['code']],
          [415, 'unsupported_media_type'],
          JSON.stringify(headers),
        );
      }
      const broken = ['{', '[1]', '"x"', 'null', '7', '\u{feff}{}', Uint8Array.of(0x7b, 0xff, 0x7d)];
      for (const body of broken) {
        const answer = await op('answerChallenge', { session: half(), headers: jsonType, raw: body });
        assert.deepEqual([answer.status, answer.body['code']], [400, 'request_invalid'], String(body));
      }
      assert.equal(await failuresOf(person.accountId), 0);
      const utf8 = { 'content-type': 'application/json; charset=UTF-8' };
      assert.equal((await op('answerChallenge', { session: half(), headers: utf8, raw: text })).status, 422);
    });

    it('a body above 4 KiB is refused, with a length and without', async () => {
      const { id: session } = signIn('full');
      const large = JSON.stringify({ code: '1'.repeat(5000) });
      const announced = await op('confirmSetup', { session, headers: jsonType, raw: large });
      assert.deepEqual([announced.status, announced.body['code']], [413, 'body_too_large']);
      const chunked = await op('confirmSetup', {
        session,
        headers: jsonType,
        raw: new Blob([large]).stream() as unknown as BodyInit,
      });
      assert.deepEqual([chunked.status, chunked.body['code']], [413, 'body_too_large']);
    });

    it('an answer of a wrong shape is a failed attempt', async () => {
      const person = await enrolled();
      for (const body of [{}, { code: 7 }, { code: '123456', backupCode: 'x' }, { password: 'x' }]) {
        const { id: session } = signIn('challenge', person.accountId);
        assert.equal((await op('answerChallenge', { session, body })).status, 400);
      }
      assert.equal(await failuresOf(person.accountId), 4);
    });

    it('of one code sent twice at once, one is accepted', async () => {
      const person = await enrolled();
      const body = { code: person.app.code(now) };
      const halves = Array.from({ length: 4 }, () => signIn('challenge', person.accountId).id);
      const answers = await Promise.all(halves.map((session) => op('answerChallenge', { session, body })));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 422, 422, 422]);
    });

    it('no answer may be stored or has a validator', async () => {
      const { id: session } = signIn('full');
      const answers = await Promise.all([
        op('status', { session, headers: { 'if-none-match': '*' } }),
        op('beginSetup', { session }),
        op('cancelSetup', { session }),
        op('status'),
        call('GET', '/none'),
        call('PUT', '/status'),
        op('beginSetup', { session, headers: { origin: 'https://evil.example' } }),
      ]);
      for (const { status, headers } of answers) {
        assert.equal(headers.get('cache-control'), 'no-store', String(status));
        assert.equal(headers.get('etag'), null);
        const type = status === 204 ? null : `application/${status >= 400 ? 'problem+' : ''}json; charset=utf-8`;
        assert.equal(headers.get('content-type'), type);
      }
    });

    it('the limit runs before what checks, hashes or may be repeated at will, and decides', async () => {
      const { id: session } = signIn('full');
      for (const operation of Object.keys(endpoints) as Operation[]) await op(operation, { session });
      assert.equal(limited, 8);
      refusal = () => {
        throw new TwoFactorError('too_many_attempts', { retryAfter: 7 });
      };
      const refused = await op('beginSetup', { session });
      assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '7']);
      refusal = () => {
        throw Object.assign(new Error('the store of the limits is gone'), { status: 404 });
      };
      assert.equal((await op('beginSetup', { session })).status, 503);
      assert.match(lines.join('\n'), /the store of the limits is gone/);
    });

    it('a host that fails lets nobody in, and the log names the method', async () => {
      const { id: session, accountId } = signIn('full');
      sessions.get(session)!.accountId = 7 as never;
      assert.equal((await op('status', { session })).status, 503);
      assert.match(lines.join('\n'), /host\.identify/);
      sessions.get(session)!.accountId = accountId;
    });

    it('the audit trail has the client', async () => {
      const { id: session, accountId } = signIn('full');
      await op('beginSetup', { session, headers: { 'user-agent': `Agent/1 ${'é'.repeat(300)}` } });
      const [entry] = await store.audit.list(accountId, 1);
      assert.match(entry?.userAgent ?? '', /^Agent\/1 [?]+$/);
      assert.equal(entry?.userAgent?.length, 200);
      assert.match(entry?.requestId ?? '', /^[0-9a-f-]{36}$/);
    });

    function raw(text: string): Promise<string> {
      return new Promise((resolve, reject) => {
        let answer = '';
        const socket = connect(app.port, '127.0.0.1', () => socket.write(text));
        socket.on('data', (chunk) => (answer += chunk.toString()));
        socket.on('close', () => resolve(answer));
        socket.on('error', reject);
      });
    }
  });
}
