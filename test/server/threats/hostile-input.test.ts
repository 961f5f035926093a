import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { after, before, describe, it } from 'node:test';
import { phone, type Phone } from '../support/phone.js';
import { rawRequest } from '../support/raw-request.js';
import { origin, startServer, type TestServer } from '../support/test-server.js';
import {
  challenged,
  enrolled,
  proved,
  signedIn,
  visit,
  type Answer,
  type CallOptions,
  type Visitor,
} from '../support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

const now = (): Date => server.clock.now();

/** Every hostile request of this file, by its kind, so that their number is known and none is counted twice. */
const hostile = new Set<string>();
function count(...kind: string[]): void {
  const name = kind.join(' · ');
  assert.ok(!hostile.has(name), `${name} is there twice`);
  hostile.add(name);
}

/** An operation with a right code, so that a refusal is caused by the hostile spelling alone. */
interface AnsweringOperation {
  name: string;
  path: string;
  open(): Promise<{ browser: Visitor; app: Phone; backupCode: string }>;
}

const answeringOperations: AnsweringOperation[] = [
  {
    name: 'answer challenge',
    path: '/api/2fa/challenge',
    async open() {
      const person = await enrolled(server);
      server.clock.advance(30);
      return { browser: await challenged(server, person), app: person.phone, backupCode: person.backupCodes[0] ?? '' };
    },
  },
  {
    name: 'prove again',
    path: '/api/2fa/reauthenticate',
    async open() {
      const person = await enrolled(server);
      server.clock.advance(30);
      return { browser: person.browser, app: person.phone, backupCode: person.backupCodes[0] ?? '' };
    },
  },
  {
    name: 'confirm set-up',
    path: '/api/2fa/setup/confirm',
    async open() {
      const { browser } = await signedIn(server);
      const { body } = await browser.op('beginSetup');
      return { browser, app: phone(body['keyUri'] as string), backupCode: (body['backupCodes'] as string[])[0] ?? '' };
    },
  },
];

const shift = (code: string, zero: number): string =>
  [...code].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');

/** Hostile spellings of a right code. Each is refused with 422 and counted. */
const texts: Record<string, (code: string) => string> = {
  'full-width digits': (code) => shift(code, 0xff10),
  'Arabic-Indic digits': (code) => shift(code, 0x660),
  'Persian digits': (code) => shift(code, 0x6f0),
  'Bengali digits': (code) => shift(code, 0x9e6),
  'mathematical digits': (code) => shift(code, 0x1d7ce),
  'a Cyrillic letter': (code) => `${code.slice(0, 5)}б`,
  'an l for a 1': (code) => `l${code.slice(1)}`,
  'emoji of JS length 6': () => '😀😀😀',
  'a null after': (code) => `${code}\u0000`,
  'a null inside': (code) => `${code.slice(0, 5)}\u0000`,
  'a line feed after': (code) => `${code}\n`,
  'a tab before': (code) => `\t${code}`,
  'a no-break space inside': (code) => `${code.slice(0, 3)}\u00a0${code.slice(3)}`,
  'a zero-width space inside': (code) => `${code.slice(0, 3)}\u200b${code.slice(3)}`,
  'a thin space inside': (code) => `${code.slice(0, 3)}\u2009${code.slice(3)}`,
  'a byte order mark before': (code) => `\ufeff${code}`,
  'a direction override before': (code) => `\u202e${code}`,
  'an exponent': () => '1e5',
  'a hexadecimal number': (code) => `0x${Number(code).toString(16)}`,
  'a sign': (code) => `+${code}`,
  'letters after': (code) => `${code}abc`,
  'a decimal point': (code) => `${code}.0`,
  'SQL': () => "' OR 1=1--",
  'a wildcard': () => '%',
  'a lone surrogate': () => '\ud800',
  'nothing': () => '',
  'a thousand characters': () => '1'.repeat(1000),
}; // prettier-ignore

/** Malformed bodies with a right code. Each is refused with 400 and counted. */
const shapes: Record<string, (code: string, backupCode: string) => unknown> = {
  'a number': (code) => ({ code: Number(code) }),
  'an array of digits': (code) => ({ code: [...code] }),
  'an array of one code': (code) => ({ code: [code] }),
  'an array of character codes': (code) => ({ code: [...code].map((digit) => digit.charCodeAt(0)) }),
  'an array-like object': (code) => ({ code: { ...[...code].map((digit) => digit.charCodeAt(0)), ...{ length: 6 } } }),
  'an object with toString': (code) => ({ code: { toString: code } }),
  'null': () => ({ code: null }),
  'true': () => ({ code: true }),
  'an operator': () => ({ code: { $ne: null } }),
  'a hundred guesses': () => ({ code: Array.from({ length: 100 }, (_, guess) => String(guess).padStart(6, '0')) }),
  'no code': () => ({}),
  'another name': (code) => ({ totp: code }),
  'a prototype with the code': (code) => JSON.parse(`{"__proto__":{"code":"${code}"}}`) as unknown,
  'a constructor': () => ({ constructor: { prototype: { verified: true } } }),
  'code and backup code': (code, backupCode) => ({ code, backupCode }),
  'code and null backup code': (code) => ({ code, backupCode: null }),
  'nested 1,500 deep': () => JSON.parse(`{"code":${'['.repeat(1500)}${']'.repeat(1500)}}`) as unknown,
}; // prettier-ignore

/** Bodies that are not a JSON object. Each is refused with 400 and not counted. */
const broken: Record<string, CallOptions['raw']> = {
  'truncated JSON': '{"code":"123456"',
  'trailing garbage': '{"code":"123456"}}',
  'a leading zero': '{"code":012345}',
  'NaN': '{"code":NaN}',
  'an array': '["123456"]',
  'a string': '"123456"',
  'a number': '123456',
  'null': 'null',
  'only space': '   ',
  'a byte order mark': '\ufeff{"code":"123456"}',
  'overlong UTF-8': Uint8Array.from([...Buffer.from('{"code":"'), 0xc0, 0xb1, ...Buffer.from('"}')]),
  'UTF-16': Uint8Array.from(Buffer.from('{"code":"123456"}', 'utf16le')),
  'a thousand open braces': '{"a":'.repeat(800),
}; // prettier-ignore

/** Resets the failures, so that one person is enough for all cases. */
async function forgive(): Promise<void> {
  await server.store.db.updateTable('second_factors').set({ failures: 0 }).execute();
}

function assertRefused({ status, text, body }: Answer, expected: number, sent: string): void {
  assert.ok(status === expected && status < 500, text);
  assert.equal(body['verified'], undefined);
  assert.ok(text.length < 1024);
  if (sent.length > 3) assert.ok(!text.includes(sent), 'the answer repeats the request');
}

for (const { name, path, open } of answeringOperations) {
  describe(`hostile input at: ${name}`, () => {
    it('spellings of a right code: 422, one attempt each', async () => {
      const { browser, app } = await open();
      for (const [spelling, spell] of Object.entries(texts)) {
        await forgive();
        const sent = spell(app.code(now()));
        const answer = await browser.call('POST', path, { body: { code: sent } });
        assertRefused(answer, 422, sent);
        count(name, spelling);
        assert.deepEqual([answer.body['code'], answer.body['attemptsRemaining']], ['code_invalid', 4], spelling);
      }
    });

    it('malformed bodies: 400, one attempt each', async () => {
      const { browser, app, backupCode } = await open();
      for (const [index, [shape, make]] of Object.entries(shapes).entries()) {
        if (index % 4 === 0) await forgive();
        const answer = await browser.call('POST', path, { body: make(app.code(now()), backupCode) });
        assertRefused(answer, 400, app.code(now()));
        count(name, 'a shape', shape);
        assert.equal(answer.body['code'], 'request_invalid', shape);
      }
      // Seventeen were counted, the last one after the reset.
      const { body } = await browser.call('POST', path, { body: { code: app.wrongCode(now()) } });
      assert.equal(body['attemptsRemaining'], 3);
    });

    it('a malformed body is refused with 429 while the account is locked', async () => {
      const { browser, app } = await open();
      for (let time = 0; time < 5; time += 1)
        assert.equal((await browser.call('POST', path, { body: {} })).status, 400);
      assert.equal((await browser.call('POST', path, { body: {} })).status, 429);
      assert.equal((await browser.call('POST', path, { body: { code: app.code(now()) } })).status, 429);
    });

    it('a body that is not a JSON object: 400, no attempt; then the right code', async () => {
      const { browser, app } = await open();
      for (const [kind, raw] of Object.entries(broken)) {
        const answer = await browser.call('POST', path, { raw: raw ?? '' });
        assert.deepEqual([answer.status, answer.body['code']], [400, 'request_invalid'], kind);
        assertRefused(answer, 400, typeof raw === 'string' && raw.trim() !== 'null' ? raw : '');
        count(name, 'no object', kind);
      }
      assert.equal((await browser.call('POST', path)).status, 400);
      const { body } = await browser.call('POST', path, { body: { code: app.wrongCode(now()) } });
      assert.equal(body['attemptsRemaining'], 4);
      assert.equal((await browser.call('POST', path, { body: { code: app.code(now()) } })).status, 200);
    });

    it('unknown fields change nothing', async () => {
      const extra = {
        userId: 'x', accountId: 'x', secret: 'JBSWY3DPEHPK3PXP', enabled: true, verified: true, window: 50, timestamp: 0, digits: 1,
        period: 1, algorithm: 'none', aal: 2, remember: 'yes', ['__proto__']: { verified: true }, method: 'totp',
      }; // prettier-ignore
      const { browser, app } = await open();
      const wrong = await browser.call('POST', path, { body: { ...extra, code: app.code(now(), 2) } });
      assert.equal(wrong.status, 422);
      assert.equal((await browser.call('POST', path, { body: { ...extra, code: app.code(now()) } })).status, 200);
      assert.equal(({} as { verified?: unknown }).verified, undefined);
    });

    it('of two codes under one name the last one counts', async () => {
      const { browser, app } = await open();
      const [right, wrong] = [app.code(now()), app.wrongCode(now())];
      const call = (first: string, last: string) =>
        browser.call('POST', path, { raw: `{"code":"${first}","code":"${last}"}` });
      assert.equal((await call(right, wrong)).status, 422);
      assert.equal((await call(wrong, right)).status, 200);
    });

    for (const spell of [
      (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`,
      (code: string) => ` -${[...code].join('-')} `,
    ]) {
      it(`people group digits: ${JSON.stringify(spell('123456'))}`, async () => {
        const { browser, app } = await open();
        assert.equal((await browser.call('POST', path, { body: { code: spell(app.code(now())) } })).status, 200);
      });
    }

    const mediaTypes: Record<string, string>[] = [
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'multipart/form-data; boundary=x' },
      { 'content-type': 'application/json; charset=utf-7' },
      { 'content-type': 'application/json; charset=utf-16le' },
      { 'content-type': 'application/csp-report' },
      { 'content-type': 'application/jsonp' },
      { 'content-type': 'text/plain, application/json' },
      { 'content-type': '' },
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      { 'content-type': 'application/json', 'content-encoding': 'br' },
    ];
    it('other media types: 415, no attempt', async () => {
      const { browser, app } = await open();
      for (const headers of mediaTypes) {
        const raw = headers['content-encoding'] === 'gzip' ? Uint8Array.from(gzipSync('{"code":"1"}')) : '{"code":"1"}';
        const answer = await browser.call('POST', path, { raw, headers });
        assert.deepEqual(
          [answer.status, answer.body['code']],
          [415, 'unsupported_media_type'],
          JSON.stringify(headers),
        );
        assertRefused(answer, 415, '123456');
        count(name, 'a media type', JSON.stringify(headers));
      }
      for (const type of ['Application/JSON', 'application/json;charset=UTF-8', 'application/json; charset="utf-8"']) {
        const body = { code: app.wrongCode(now()) };
        assert.equal((await browser.call('POST', path, { body, headers: { 'content-type': type } })).status, 422);
      }
    });

    it('10 kB, 1 MB, and a hundred thousand keys: 413, no attempt', async () => {
      const { browser, app } = await open();
      const keys = `{${Array.from({ length: 100_000 }, (_, key) => `"k${key}":1`).join(',')}}`;
      const deep = `{"code":${'['.repeat(100_000)}`;
      for (const raw of [
        JSON.stringify({ code: '1'.repeat(10_000) }),
        JSON.stringify({ code: '1'.repeat(1_000_000) }),
        keys,
        deep,
      ]) {
        assertRefused(await browser.call('POST', path, { raw }), 413, raw.slice(0, 64));
        count(name, 'too large', raw.slice(0, 9), String(raw.length));
      }
      assert.equal(
        (await browser.call('POST', path, { body: { code: app.wrongCode(now()) } })).body['attemptsRemaining'],
        4,
      );
    });
  });
}

/** Hostile requests with a right code: each is refused, and session and code stay valid. */
const foreign: Record<string, [headers: Record<string, string | undefined>, statuses: number[]]> = {
  'no origin': [{ origin: undefined }, [403]],
  'a null origin': [{ origin: 'null' }, [403]],
  'a sibling subdomain': [{ origin: 'http://evil.localhost:3000' }, [403]],
  'an origin that begins like ours': [{ origin: `${origin}.evil.example` }, [403]],
  'an origin with a path': [{ origin: `${origin}/` }, [403]],
  'an origin in upper case': [{ origin: origin.toUpperCase() }, [403]],
  'another port': [{ origin: 'http://localhost:3001' }, [403]],
  'another scheme': [{ origin: 'https://localhost:3000' }, [403]],
  'two origins': [{ origin: `${origin}, http://evil.example` }, [403]],
  'a cross-site fetch': [{ 'sec-fetch-site': 'cross-site' }, [403]],
  'a same-site fetch': [{ 'sec-fetch-site': 'same-site' }, [403]],
  'a fetch from nowhere': [{ 'sec-fetch-site': 'none' }, [403]],
  'no cookie': [{ cookie: undefined }, [401]],
  'an empty cookie': [{ cookie: 'harmony_session=' }, [401]],
  'a short session': [{ cookie: 'harmony_session=AAAA' }, [401]],
  'a session of zeros': [{ cookie: `harmony_session=${'A'.repeat(43)}` }, [401]],
  'a session with a quote': [{ cookie: `harmony_session="${'A'.repeat(43)}"` }, [401]],
  'a session with a path': [{ cookie: `harmony_session=../${'A'.repeat(40)}` }, [401]],
  'a session with SQL': [{ cookie: "harmony_session=' OR 1=1--" }, [401]],
  'a session under the name of https': [{ cookie: `__Host-harmony_session=${'A'.repeat(43)}` }, [401]],
  'a bearer token': [{ cookie: undefined, authorization: `Bearer ${'A'.repeat(43)}` }, [401]],
  'a basic password': [{ cookie: undefined, authorization: 'Basic YTpi' }, [401]],
}; // prettier-ignore

/** Changes of a good cookie. */
const cookies: Record<string, (cookie: string) => string> = {
  'there twice': (cookie) => `${cookie}; ${cookie}`,
  'beside a planted one': (cookie) => `harmony_session=${'A'.repeat(43)}; ${cookie}`,
  'cut by one': (cookie) => cookie.slice(0, -1),
  'longer by one': (cookie) => `${cookie}A`,
  'with one character changed': (cookie) => `${cookie.slice(0, -1)}${cookie.endsWith('A') ? 'E' : 'A'}`,
  'in another case': (cookie) => cookie.replace(/=.*/, (id) => id.toLowerCase() === id ? id.toUpperCase() : id.toLowerCase()),
  'under another name': (cookie) => cookie.replace('harmony_session', 'session'),
  'percent-encoded': (cookie) => cookie.replace(/=(.)/, (_all, first: string) => `=%${first.charCodeAt(0).toString(16)}`),
}; // prettier-ignore

const methods = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'];

/** Changes of a good path. */
const paths: Record<string, (path: string) => string> = {
  'a slash after': (path) => `${path}/`,
  'two slashes': (path) => path.replace('/2fa/', '/2fa//'),
  'upper case': (path) => path.toUpperCase(),
  'an encoded slash': (path) => path.replace('/2fa/', '/2fa%2f'),
  'a matrix parameter': (path) => `${path};x=1`,
  'an encoded letter': (path) => path.replace('/2fa/', '/2f%61/'),
  'a null': (path) => `${path}%00`,
  'a broken escape': (path) => `${path}%zz`,
  'another base': (path) => path.replace('/api/', '/API/'),
  'a suffix': (path) => `${path}.json`,
}; // prettier-ignore

for (const { name, path, open } of answeringOperations) {
  describe(`a right code in a hostile request at: ${name}`, () => {
    it('is refused, costs no attempt and spends nothing', async () => {
      const { browser, app } = await open();
      const good = browser.cookie ?? '';
      const body = { code: app.code(now()) };
      const attempt = async (
        kind: string,
        statuses: number[],
        method: string,
        at: string,
        headers = {},
      ): Promise<void> => {
        const answer = await visit(server, good).call(method, at, {
          ...(method !== 'GET' && method !== 'HEAD' && { body }),
          headers,
        });
        assert.ok(statuses.includes(answer.status), `${kind}: ${answer.status} ${answer.text}`);
        assertRefused(answer, answer.status, body.code);
        if (answer.status >= 400) count(name, kind);
      };
      for (const [kind, [headers, statuses]] of Object.entries(foreign))
        await attempt(kind, statuses, 'POST', path, headers);
      for (const [kind, change] of Object.entries(cookies)) {
        await attempt(`a cookie ${kind}`, [401], 'POST', path, { cookie: change(good) });
      }
      for (const method of methods) {
        // Reading the challenge is another operation.
        const reads = path.endsWith('/challenge') && (method === 'GET' || method === 'HEAD');
        await attempt(method, reads ? [200] : [405], method, path);
      }
      for (const [kind, change] of Object.entries(paths))
        await attempt(`a path with ${kind}`, [400, 404], 'POST', change(path));
      for (const header of ['x-http-method-override', 'x-method-override']) {
        await attempt(header, path.endsWith('/challenge') ? [200] : [405], 'GET', path, { [header]: 'POST' });
      }
      const wrong = await browser.call('POST', path, { body: { code: app.wrongCode(now()) } });
      assert.equal(wrong.body['attemptsRemaining'], 4);
      assert.equal((await browser.call('POST', path, { body })).status, 200);
    });
  });
}

describe('requests that no client would send', () => {
  const head = (extra: string): string =>
    `POST /api/2fa/challenge HTTP/1.1\r\nHost: localhost\r\nOrigin: ${origin}\r\nContent-Type: application/json\r\nConnection: close\r\n${extra}\r\n`;

  it('50 MB are refused before they are read', async () => {
    const { status } = await rawRequest(server.url, head('Content-Length: 52428800\r\n'));
    assert.equal(status, 413);
  });

  const cases: Record<string, [request: string, statuses: number[]]> = {
    'a chunked body over the limit': [`${head('Transfer-Encoding: chunked\r\n')}2000\r\n${'1'.repeat(0x2000)}\r\n0\r\n\r\n`, [413]],
    'chunks and a length at once': [`${head('Transfer-Encoding: chunked\r\nContent-Length: 5\r\n')}0\r\n\r\n`, [400]],
    'two lengths': [`${head('Content-Length: 5\r\nContent-Length: 6\r\n')}{"a":1`, [400]],
    'a negative length': [head('Content-Length: -1\r\n'), [400]],
    'an unknown method': [head('').replace('POST', 'FOO'), [400]],
    'TRACE': [head('').replace('POST', 'TRACE'), [405]],
    'no host': [head('').replace('Host: localhost\r\n', ''), [400]],
    'an absolute target': [head('').replace(' /api', ' http://evil.example/api'), [400, 401, 404]],
    'an evil host': [head('').replace('Host: localhost', 'Host: evil.example'), [401]],
    'an 8 kB cookie': [head(`Cookie: ${'a'.repeat(8000)}=1\r\n`), [401]],
    'a 32 kB header': [head(`X: ${'a'.repeat(32_000)}\r\n`), [431]],
    'a header with a line feed': [head('X: a\nOrigin: http://evil\r\n'), [400, 403]],
  }; // prettier-ignore
  for (const [name, [request, statuses]] of Object.entries(cases)) {
    it(name, async () => {
      const { status, text } = await rawRequest(server.url, request);
      assert.ok(statuses.includes(status) && status < 500, `${status}: ${text.slice(0, 200)}`);
      assert.ok(!text.includes('verified') && !text.includes('evil'));
      count('raw', name);
    });
  }

  it('a hundred guesses in one pipeline count five failures', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    server.clock.advance(30);
    const body = JSON.stringify({ code: person.phone.wrongCode(now()) });
    const one = `${head(`Cookie: ${half.cookie}\r\nContent-Length: ${body.length}\r\n`)}${body}`;
    const kept = one.replace('Connection: close', 'Connection: keep-alive');
    const { text } = await rawRequest(server.url, kept.repeat(99) + one);
    assert.equal(text.match(/HTTP\/1\.1 422/g)?.length, 5);
    assert.equal(text.match(/HTTP\/1\.1 429/g)?.length, 95);
  });

  it('were at least three hundred with those above', (t) => {
    t.diagnostic(`${hostile.size} distinct hostile requests`);
    assert.ok(hostile.size >= 300, `${hostile.size}`);
  });

  it('none of them caused an error of the server', async () => {
    assert.ok(!server.logs().includes('"level":50'), server.logs().match(/.*"level":50.*/)?.[0]);
    await proved(server, await enrolled(server));
  });
});
