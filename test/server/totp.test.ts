import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HOTP, Secret } from 'otpauth';
import { readKeyUri } from '../../widget/otp/authenticator-key.js';
import { keyUri, requireIssuer } from '../../server/core/two-factor/key-uri.js';
import { stepAt } from '../../server/core/two-factor/time-step.js';
import { generateSecret, matchStep, skewOf } from '../../server/core/two-factor/totp.js';
import { hotp, phone } from './support/phone.js';

const secret = Buffer.from('12345678901234567890', 'ascii');
const at = (seconds: number): Date => new Date(seconds * 1000);
const match = (code: unknown, seconds: number, after = -1): number | null =>
  matchStep({ secret, code: code as string, now: at(seconds), after });

describe('published codes', () => {
  const rfc4226 = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ');
  for (const [counter, code] of rfc4226.entries()) {
    it(`RFC 4226 appendix D, count ${counter}`, () => {
      assert.equal(match(code, counter * 30), counter);
      assert.equal(hotp(secret, counter), code);
    });
  }

  const rfc6238: [number, number, string][] = [
    [59, 0x1, '287082'],
    [1_111_111_109, 0x23523ec, '081804'],
    [1_111_111_111, 0x23523ed, '050471'],
    [1_234_567_890, 0x273ef07, '005924'],
    [2_000_000_000, 0x3f940aa, '279037'],
    [20_000_000_000, 0x27bc86aa, '353130'],
  ];
  for (const [seconds, step, code] of rfc6238) {
    it(`RFC 6238 appendix B, time ${seconds}`, () => assert.equal(match(code, seconds), step));
  }

  // Eight digits and the longer hashes show that the library reads keys and counters as in the RFC.
  const long: [number, string, string, string][] = [
    [59, '94287082', '46119246', '90693936'],
    [1_111_111_109, '07081804', '68084774', '25091201'],
    [1_111_111_111, '14050471', '67062674', '99943326'],
    [1_234_567_890, '89005924', '91819424', '93441116'],
    [2_000_000_000, '69279037', '90698825', '38618901'],
    [20_000_000_000, '65353130', '77737706', '47863826'],
    [128_849_018_880, '55999456', '', ''],
  ];
  for (const [seconds, ...codes] of long) {
    it(`RFC 6238 appendix B in eight digits, time ${seconds}`, () => {
      const lengths = { SHA1: 20, SHA256: 32, SHA512: 64 };
      for (const [index, [algorithm, length]] of Object.entries(lengths).entries()) {
        if (codes[index] === '') continue;
        const key = Buffer.from('1234567890'.repeat(7).slice(0, length), 'ascii');
        const counter = Math.floor(seconds / 30);
        const buffer = Uint8Array.from(key).buffer;
        assert.equal(HOTP.generate({ secret: new Secret({ buffer }), algorithm, digits: 8, counter }), codes[index]);
        assert.equal(hotp(key, counter, 8, algorithm.toLowerCase()), codes[index]);
      }
    });
  }

  it('a counter above 32 bits keeps its upper half', () => {
    assert.equal(match('999456', 128_849_018_880), 2 ** 32);
  });
});

describe('which codes are accepted', () => {
  const seconds = 1_000_000_020;
  const step = stepAt(at(seconds));

  for (const offset of [0, 29.999]) {
    it(`one step either side and no more, ${offset} s into a step`, () => {
      const start = step * 30;
      const live = [-3, -2, -1, 0, 1, 2, 3].filter(
        (delta) => match(hotp(secret, step + delta), start + offset) !== null,
      );
      assert.deepEqual(live, [-1, 0, 1]);
    });
  }

  it('the last spent step and all steps before it are refused', () => {
    assert.equal(match(hotp(secret, step), seconds, step), null);
    assert.equal(match(hotp(secret, step - 1), seconds, step), null);
    assert.equal(match(hotp(secret, step + 1), seconds, step), step + 1);
    assert.equal(match(hotp(secret, step + 1), seconds, step + 1), null);
  });

  it('a wrong code of the right length is refused, whichever digit is wrong', () => {
    const code = hotp(secret, step);
    for (let at = 0; at < 6; at += 1) {
      const wrong = code.slice(0, at) + String((Number(code[at]) + 1) % 10) + code.slice(at + 1);
      assert.equal(match(wrong, seconds), null);
    }
  });

  it('step 0 has no step before it', () => assert.equal(match('755224', 0), 0));
});

describe('the form of a code', () => {
  const code = '287082';
  for (const text of [code, '287 082', '287-082', ' 2 8 7 0 8 2 ', '2-8-7-0-8-2']) {
    it(`accepts ${JSON.stringify(text)}`, () => assert.equal(match(text, 59), 1));
  }

  const refused: unknown[] = [
    '２８７０８２', '٢٨٧٠٨٢', '۲۸۷۰۸۲', '২৮৭০৮২', '𝟐𝟖𝟕𝟎𝟖𝟐', '28708б', '😀😀😀', 'éé1234',
    '287082\u0000', '28708\u0000', '287082\n', '\t287082', '287\u00a0082', '287\u200b082', '287\u2009082',
    '\ufeff287082', '\u202e287082', '287–082', '+287082', '287082abc', '0x46156', '2.87082e5', '28708', '2870820', '',
    287082, null, undefined, true, ['2', '8', '7', '0', '8', '2'], ['287082'], [50, 56, 55, 48, 56, 50],
    { length: 6, 0: 50, 1: 56, 2: 55, 3: 48, 4: 56, 5: 50 }, { toString: () => code }, new String(code), '\ud800',
  ]; // prettier-ignore
  for (const value of refused) {
    it(`refuses ${typeof value === 'string' ? JSON.stringify(value) : typeof value}`, () => {
      assert.equal(match(value, 59), null);
      assert.equal(skewOf({ secret, code: value as string, now: at(59) }), null);
    });
  }

  it('refuses any text that is not six digits without spaces and hyphens', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (text) => {
        if (!/^[0-9]{6}$/.test(text.replace(/[ -]/g, ''))) assert.equal(match(text, 59), null);
      }),
    );
  });
});

describe('a wrong clock of the phone', () => {
  const seconds = 1_000_000_020;
  const step = stepAt(at(seconds));
  const skew = (delta: number): number | null => skewOf({ secret, code: hotp(secret, step + delta), now: at(seconds) });

  it('is reported with amount and direction, up to ten minutes', () => {
    assert.equal(skew(2), 60);
    assert.equal(skew(-2), -60);
    assert.equal(skew(20), 600);
    assert.equal(skew(-20), -600);
    assert.equal(skew(21), null);
    assert.equal(skew(-21), null);
  });
});

describe('secrets', () => {
  it('are 20 bytes, all different, with as many 1 bits as 0 bits', () => {
    const secrets = Array.from({ length: 1000 }, () => Buffer.from(generateSecret()));
    assert.ok(secrets.every((bytes) => bytes.length === 20));
    assert.equal(new Set(secrets.map((bytes) => bytes.toString('hex'))).size, 1000);
    const ones = Buffer.concat(secrets).reduce((sum, byte) => sum + (byte.toString(2).match(/1/g)?.length ?? 0), 0);
    // 160,000 bits: six standard deviations are 1,200.
    assert.ok(Math.abs(ones - 80_000) < 1_200);
  });
});

describe('the Key URI', () => {
  it('is exactly as in the contract', () => {
    assert.equal(
      keyUri({ issuer: 'Harmony', account: 'ada@example.com', secret }),
      'otpauth://totp/Harmony:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' +
        '&issuer=Harmony&algorithm=SHA1&digits=6&period=30',
    );
  });

  it('does not use the shared pool behind a small buffer as the secret', () => {
    const pooled = Buffer.from('12345678901234567890');
    assert.equal(phone(keyUri({ issuer: 'A', account: 'b', secret: pooled })).secret.length, 20);
  });

  const refused = [
    'Ex:am',
    '',
    '   ',
    'a\u0000b',
    'c\r\nSet-Cookie: x=1',
    '\ud800',
    'x'.repeat(10_000),
    '😀'.repeat(255),
  ];
  for (const name of refused) {
    it(`refuses the issuer ${JSON.stringify(name).slice(0, 24)} with a clear error`, () => {
      assert.throws(() => requireIssuer(name), TypeError);
    });
  }

  it('a mark that turns the direction of text is in no name and in no issuer', () => {
    const uri = keyUri({ issuer: 'Harmony', account: '\u202enimda\u202c \u2067x\u2069', secret });
    assert.equal(readKeyUri(uri).account, 'nimda x');
    for (const issuer of ['H\u202e', 'a\u2066b', 'a\u2028b', '\u3164', '\u200b']) {
      assert.throws(() => requireIssuer(issuer), TypeError, JSON.stringify(issuer));
    }
  });

  it('refuses an issuer that leaves no room for a name in the same script', () => {
    assert.throws(() => requireIssuer('ก'.repeat(40)), /no room/);
    for (const issuer of ['ก'.repeat(13), 'Ω'.repeat(20), '東京'.repeat(5), 'x'.repeat(200)]) {
      requireIssuer(issuer);
      const uri = keyUri({ issuer, account: issuer.slice(0, 1).repeat(34), secret });
      const read = readKeyUri(uri);
      assert.equal(read.issuer, issuer);
      assert.ok(read.account.length >= 16, `${read.account.length} characters of the name are left`);
      assert.ok(uri.length <= 512);
    }
  });

  const names: [name: string, shown: string][] = [
    ['a:b@c', 'a-b@c'],
    ['::', '--'],
    ['ada\nlovelace', 'ada lovelace'],
    ['a\u0000b\u0085c\u2028d', 'a b c d'],
    ['\ud800ada\udc00', 'ada'],
    ['', ''],
    [' \t\r\n ', ''],
    ['\ud800', ''],
  ];
  for (const [account, shown] of names) {
    it(`an account named ${JSON.stringify(account)} is shown as ${JSON.stringify(shown)}`, () => {
      assert.deepEqual(readKeyUri(keyUri({ issuer: 'Harmony', account, secret })), {
        secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
        issuer: 'Harmony',
        account: shown,
        digits: 6,
      });
    });
  }

  it('cuts a long name between characters, never inside one', () => {
    const family = '👨‍👩‍👧‍👦';
    for (const character of ['я', '😀', family, 'e\u0301\u0302', '日']) {
      const account = character.repeat(1000);
      const uri = keyUri({ issuer: 'Harmony', account, secret });
      const { account: shown } = readKeyUri(uri);
      assert.ok(uri.length <= 512 && shown !== '' && account.startsWith(shown));
      assert.equal(shown.length % character.length, 0);
    }
  });

  it('can hold every name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (account) => {
        const uri = keyUri({ issuer: 'Harmony', account, secret });
        assert.ok(uri.length <= 512);
        assert.ok(!readKeyUri(uri).account.includes(':'));
      }),
    );
  });

  for (const name of [
    '\u200b',
    '\u2060\ufeff',
    '\u202e',
    '\u3164',
    '\u2800',
    '\u115f\u2067',
    'a' + '\u0308'.repeat(5000),
    '\ufe0f',
    '\u0301',
    '\ue000',
    ' \u00ad ',
    undefined,
    null,
    7,
    {},
  ] as unknown[]) {
    it(`${JSON.stringify(name) ?? 'undefined'} is not a name: the issuer is the label`, () => {
      const uri = keyUri({ issuer: 'Harmony', account: name as string, secret });
      assert.deepEqual([new URL(uri).pathname.replace(/^\//, ''), readKeyUri(uri).account], ['Harmony', '']);
    });
  }

  const survives = [
    '%3A', '100%', '50%25', '%zz', 'A&B=C?#/', 'x y+z', '😀 Ünï', '日本語', 'e\u0301',
    '<img src=x onerror=alert(1)>', '\'"`', '${7*7}', '{{7*7}}', '&secret=AAAA', '?secret=', 'gооgle.com', '/..', 'javascript',
  ]; // prettier-ignore
  for (const name of survives) {
    it(`${JSON.stringify(name)} is decoded unchanged`, () => {
      const uri = new URL(keyUri({ issuer: name, account: name, secret }));
      const [issuer = '', account = '', ...rest] = uri.pathname.replace(/^\//, '').split(':').map(decodeURIComponent);
      assert.deepEqual([issuer, account, rest], [name, name, []]);
      assert.deepEqual(
        [...uri.searchParams],
        [
          ['secret', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'],
          ['issuer', name],
          ['algorithm', 'SHA1'],
          ['digits', '6'],
          ['period', '30'],
        ],
      );
      assert.ok(!uri.href.includes('+'));
    });
  }
});
