import type { Answer } from '../http/message.js';
import type { Browser, CallOptions } from '../kit/browser.js';
import { expectAccepted, expectCode, expectRefused, expectThat } from '../kit/expect.js';
import type { Kit, Person } from '../kit/kit.js';
import { checksOf, type Check } from './check.js';

const check = checksOf('input');

const shift = (code: string, zero: number): string =>
  [...code].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');

/** Right codes in digits that are no ASCII digits. */
const scripts: Readonly<Record<string, (code: string) => string>> = {
  'full-width digits': (code) => shift(code, 0xff10),
  'Arabic-Indic digits': (code) => shift(code, 0x660),
  'Persian digits': (code) => shift(code, 0x6f0),
  'Devanagari digits': (code) => shift(code, 0x966),
  'mathematical digits': (code) => shift(code, 0x1d7ce),
};

/** Right codes with characters that nobody sees. */
const invisible: Readonly<Record<string, (code: string) => string>> = {
  'a line feed after it': (code) => `${code}\n`,
  'a tab before it': (code) => `\t${code}`,
  'a carriage return after it': (code) => `${code}\r`,
  'a null after it': (code) => `${code}\0`,
  'a no-break space in it': (code) => `${code.slice(0, 3)}\u00a0${code.slice(3)}`,
  'a zero-width space in it': (code) => `${code.slice(0, 3)}\u200b${code.slice(3)}`,
  'a zero-width joiner in it': (code) => `${code.slice(0, 3)}\u200d${code.slice(3)}`,
  'a byte order mark before it': (code) => `\ufeff${code}`,
  'a direction mark before it': (code) => `\u200e${code}`,
  'an en dash in it': (code) => `${code.slice(0, 3)}\u2013${code.slice(3)}`,
};

/** Right codes that are no JSON string. */
const types: Readonly<Record<string, (code: string) => unknown>> = {
  'a number': (code) => Number(code),
  'a list of the code': (code) => [code],
  'a list of its digits': (code) => [...code],
  'a list of character codes': (code) => [...code].map((digit) => digit.charCodeAt(0)),
  'an object like a list': (code) => ({ ...[...code], length: code.length }),
  'an object': (code) => ({ value: code }),
  'a query operator': () => ({ $ne: null }),
  true: () => true,
  null: () => null,
};

const notObjects: Readonly<Record<string, string | Uint8Array>> = {
  'truncated JSON': '{"code":"123456"',
  'JSON and more': '{"code":"123456"}}',
  'a list': '["123456"]',
  'a text': '"123456"',
  'a number': '123456',
  null: 'null',
  'invalid UTF-8': Uint8Array.from([...Buffer.from('{"code":"'), 0xc0, 0xb1, ...Buffer.from('"}')]),
};

const mediaTypes: readonly (string | undefined)[] = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/html',
  'application/xml',
  undefined,
];

/**
 * Tries things that count as attempts, with a person for as many as are free.
 *
 * @param open the browser and the person for some of them
 */
async function each<T>(
  kit: Kit,
  entries: readonly T[],
  run: (entry: T, half: Browser, person: Person) => Promise<void>,
): Promise<void> {
  const free = Math.max(1, (await kit.freeFailures()) - 1);
  for (let start = 0; start < entries.length; start += free) {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    await kit.rest(person.app, 1);
    for (const entry of entries.slice(start, start + free)) await run(entry, half, person);
  }
}

/** Spellings of a right code. The code itself stays unspent, so that only the spelling can be why it is refused. */
function refusesSpellings(kit: Kit, spellings: Readonly<Record<string, (code: string) => string>>): Promise<void> {
  return each(kit, Object.entries(spellings), async ([name, spell], half, { app }) => {
    const text = spell(kit.peekCode(app, await kit.stepNow(app)));
    kit.secrets.add(text);
    expectCode(await half.op('answerChallenge', { code: text }), 'code_invalid', `a right code with ${name}`);
  });
}

/** Hostile requests to every operation, with and without a session. */
const hostile: readonly [method: string, path: string, options: CallOptions][] = [
  ['GET', '/status?__proto__[enabled]=true', {}],
  ['GET', '/%00', {}],
  ['GET', '/%c0%ae%c0%ae/status', {}],
  ['GET', `/${'a'.repeat(3000)}`, {}],
  ['GET', '/status', { headers: { 'x-two-factor-account': 'ÿ'.repeat(100) } }],
  ['POST', '/setup', { raw: '[]' }],
  ['POST', '/setup', { raw: '{"mode":{"toString":1}}' }],
  ['POST', '/setup/confirm', { raw: '{"code":"\\ud800"}' }],
  ['POST', '/setup/confirm', { body: { code: '123456', id: '\0' } }],
  ['POST', '/setup/confirm', { body: { code: '123456', id: 'x'.repeat(3000) } }],
  ['POST', '/challenge', { raw: `{"code":${'['.repeat(1500)}${']'.repeat(1500)}}` }],
  ['POST', '/challenge', { raw: '{"__proto__":{"code":"123456"}}' }],
  ['POST', '/challenge', { raw: '{"code":1e400}' }],
  ['POST', '/challenge', { body: { code: '😀😀😀' } }],
  ['POST', '/challenge', { body: { code: "' OR 1=1--" } }],
  ['POST', '/challenge', { body: { backupCode: '\ud800' } }],
  ['POST', '/challenge', { body: { backupCode: 'ß'.repeat(16) } }],
  ['POST', '/reauthenticate', { body: { password: '\0'.repeat(72) } }],
  ['POST', '/reauthenticate', { body: { code: 'éé1234' } }],
  ['POST', '/backup-codes/confirm', { body: { id: { $gt: '' } } }],
  ['POST', '/disable', { raw: '"' }],
  ['DELETE', '/setup', { raw: '\u0000' }],
  ['PATCH', '/authenticators/%00', { body: { name: '\0' } }],
  ['DELETE', '/authenticators/../../x', { body: {} }],
  ['DELETE', '/devices/%ff', { body: {} }],
  ['PATCH', '/authenticators/x', { body: { name: { toString: 'x' } } }],
];

export const inputChecks: readonly Check[] = [
  check(1, 'P-99', 'ASCII spaces and hyphens in a code do not matter', async (kit) => {
    const person = await kit.enrolled();
    const spellings: ((code: string) => string)[] = [
      (code) => `${code.slice(0, 3)} ${code.slice(3)}`,
      (code) => `${code.slice(0, 3)}-${code.slice(3)}`,
      (code) => ` -${[...code].join(' ')}- `,
    ];
    for (const spell of spellings) {
      // Not the very next step, which another check is about.
      await kit.rest(person.app, 2);
      const text = spell(await kit.freshCode(person.app));
      const answer = await person.browser.op('reauthenticate', { code: text });
      expectAccepted(answer, 'a right code with spaces and hyphens');
    }
  }),
  check(2, 'P-100', 'digits of other scripts are 422 code_invalid', (kit) => refusesSpellings(kit, scripts)),
  check(3, 'P-100', 'zero-width characters, line feeds and other white space are 422 code_invalid', (kit) =>
    refusesSpellings(kit, invisible),
  ),
  check(4, 'P-101', 'a right code that is no JSON string is 400 request_invalid', (kit) =>
    each(kit, Object.entries(types), async ([name, make], half, { app }) => {
      const code = kit.peekCode(app, await kit.stepNow(app));
      expectCode(await half.op('answerChallenge', { code: make(code) }), 'request_invalid', `a code that is ${name}`);
    }),
  ),
  check(5, 'P-102', 'a body that is not a JSON object is 400 request_invalid', (kit) =>
    each(kit, Object.entries(notObjects), async ([name, raw], half) => {
      expectCode(await half.call('POST', '/challenge', { raw }), 'request_invalid', `a body that is ${name}`);
    }),
  ),
  check(6, 'P-103', 'a body that is not declared as JSON is 415 unsupported_media_type', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    await kit.rest(person.app, 1);
    for (const type of mediaTypes) {
      const raw = JSON.stringify({ code: await kit.wrongCode(person.app) });
      const answer = await half.call('POST', '/challenge', { raw, headers: { 'content-type': type } });
      expectCode(answer, 'unsupported_media_type', `a body of the type ${type ?? 'that is not said'}`);
    }
  }),
  check(7, 'P-103', 'a right code that is not declared as JSON is refused', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    const code = await kit.freshCode(person.app);
    for (const [raw, type] of [
      [JSON.stringify({ code }), 'text/plain'],
      [`code=${code}`, 'application/x-www-form-urlencoded'],
    ] as const) {
      const answer = await half.call('POST', '/challenge', { raw, headers: { 'content-type': type } });
      expectRefused(answer, `a right code of the type ${type}`);
    }
  }),
  check(8, 'P-104', 'a body of more than 4 kB is 413 body_too_large, and one of 3 kB is read', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    await kit.rest(person.app, 1);
    for (const size of [5000, 20_000]) {
      const answer = await half.op('answerChallenge', { code: '1'.repeat(size) });
      expectCode(answer, 'body_too_large', `a body of ${size / 1000} kB`);
    }
    const raw = `{"code":"${await kit.freshCode(person.app)}"${' '.repeat(3000)}}`;
    const answer = await half.call('POST', '/challenge', { raw });
    expectAccepted(answer, 'a right code in a body of 3 kB');
  }),
  check(9, 'P-105', 'unknown fields do not refuse a right code', async (kit) => {
    const person = await kit.enrolled();
    const extra = { trusted: true, note: 'hello', totp: '000000', nested: { code: '000000' } };
    const half = await kit.challenged(person);
    const answer = await half.op('answerChallenge', { ...extra, code: await kit.freshCode(person.app) });
    expectAccepted(answer, 'a right code beside unknown fields');
  }),
  check(10, 'P-105', 'unknown fields turn no wrong code into a right one', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    await kit.rest(person.app, 4);
    const step = await kit.stepNow(person.app);
    const extra = {
      verified: true, enabled: true, window: 50, tolerance: 50, timestamp: (step + 10) * 30, period: 1, digits: 1, algorithm: 'none',
      secret: 'JBSWY3DPEHPK3PXP', isAdmin: true, method: 'totp',
    }; // prettier-ignore
    for (const code of [await kit.wrongCode(person.app), kit.code(person.app, step + 10)]) {
      expectRefused(await half.op('answerChallenge', { ...extra, code }), 'a wrong code beside unknown fields');
    }
  }),
  check(11, 'P-101', 'a backup code and a password that are no JSON string are 400 request_invalid', async (kit) => {
    const { browser } = await kit.enrolled();
    for (const body of [{ backupCode: 5 }, { password: ['x'] }, { code: {} }].slice(
      0,
      Math.max(1, (await kit.freeFailures()) - 1),
    )) {
      const answer = await browser.op('reauthenticate', body);
      expectCode(answer, 'request_invalid', `a proof whose ${Object.keys(body)[0]!} is no text`);
    }
  }),
  check(12, 'P-102', 'a change that needs no field refuses a body that is not a JSON object', async (kit) => {
    const { browser } = await kit.signedIn();
    for (const raw of ['[]', '"text"', '{']) {
      expectCode(
        await browser.call('POST', '/setup', { raw }),
        'request_invalid',
        'begin set-up with a body that is no object',
      );
    }
  }),
  check(13, 'P-106', 'hostile requests never get a 5xx', async (kit) => {
    const person = await kit.enrolled();
    const browsers = [kit.stranger(person.browser.origin), await kit.challenged(person), person.browser];
    for (const browser of browsers) {
      for (const [method, path, options] of hostile) {
        const answer: Answer = await browser.call(method, path, options);
        expectThat(answer.status < 500, `${method} of hostile input gets no 5xx: ${answer.status} came`, answer);
      }
    }
  }),
];
