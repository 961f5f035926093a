import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { editDigits, toDigits } from '../../../widget/otp/code.js';

describe('digits of a typed code', () => {
  const spellings: [string, string][] = [
    ['plain', '123456'],
    ['as apps show it', '123 456'],
    ['with a hyphen', '123-456'],
    ['full-width', '１２３４５６'],
    ['Arabic-Indic', '١٢٣٤٥٦'],
    ['Persian', '۱۲۳۴۵۶'],
    ['Devanagari', '१२३४५६'],
    ['Bengali', '১২৩৪৫৬'],
    ['Thai', '๑๒๓๔๕๖'],
    ['no-break space', '123\u00a0456'],
    ['zero-width space', '123\u200b456'],
    ['byte order mark', '\ufeff123456'],
    ['right-to-left override', '\u202e123456'],
    ['letters around', 'code: 123456.'],
    ['line feed', '123456\n'],
  ];
  for (const [name, text] of spellings) {
    it(`reads ${name}`, () => assert.equal(toDigits(text), '123456'));
  }

  it('reads no letter as a digit', () => assert.equal(toDigits('lOI😀б'), ''));

  it('finds the digits between any other characters', () => {
    const noise = fc.string({ unit: fc.constantFrom(' ', '-', 'x', '\u200b', '😀', '\n', 'é') });
    const zero = fc.constantFrom(0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 9 }), zero, noise), { maxLength: 12 }), (parts) => {
        const text = parts.map(([digit, start, between]) => String.fromCodePoint(start + digit) + between).join('');
        assert.equal(toDigits(text), parts.map(([digit]) => digit).join(''));
      }),
    );
  });

  it('returns only ASCII digits for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => assert.match(toDigits(text), /^[0-9]*$/)));
  });
});

describe('an edit in a field of six', () => {
  const edits: [string, string, number, string, number][] = [
    ['appends', '1234', 4, '1234', 4],
    ['cuts what is too long at the end', '12345678', 8, '123456', 6],
    ['overwrites the next digit of a full field', '1293456', 3, '129456', 3],
    ['keeps the rest when one is deleted', '12456', 2, '12456', 2],
    ['lets a whole paste into the middle win', '12999999456', 8, '129999', 6],
    ['counts the caret in digits', '12 34', 5, '1234', 4],
    ['ignores a letter', '12a34', 3, '1234', 2],
  ];
  for (const [name, text, caret, digits, caretAfter] of edits) {
    it(name, () => {
      const edit = editDigits(text, caret, 6);
      assert.deepEqual([edit.digits, edit.caret], [digits, caretAfter]);
    });
  }

  it('a whole code replaces the field, wherever it was inserted', () => {
    const whole = { digits: '654321', caret: 6, ambiguous: false };
    assert.deepEqual(editDigits('12654 32156', 9, 6, 2), whole);
    const short = { digits: '126543', caret: 6, ambiguous: false };
    assert.deepEqual(editDigits('1265432', 7, 6, 2), short, 'too short to be one');
  });

  for (const [text, digits, ambiguous] of [
    ['Your Acme 2FA code: 123456', '123456', false],
    ['Your Acme 2FA code: 123 456.', '123456', false],
    ['Your Acme 2FA code: 123\u00a0456', '123456', false],
    ['2FA: １２３４５６', '123456', false],
    ['رمز 2FA: ١٢٣‎٤٥٦', '123456', false],
    ['2026-11-28 10:30 G-481516', '481516', false],
    ['Use 123456 within 10 minutes. Order 7654321.', '123456', false],
    ['123456 is your code, 123456', '123456', false],
    ['123-456', '123456', false],
    ['1 2 3 4 5 6', '123456', false],
    ['12 and 34 and 56', '123456', true],
    ['Your Acme 2FA code: 12345', '212345', true],
    ['28.11.26', '281126', true],
    ['10:30:45', '103045', true],
    ['123\t456', '123456', false],
    ['123 - 456', '123456', false],
    ['12 and 34', '1234', false],
    ['123456\n654321', '123456', true],
    ['codes 123 456, 654 321', '123456', true],
    ['+1 555 0100 200', '155501', true],
    ['1234567', '123456', true],
  ] as const) {
    it(`finds ${digits} in “${text.replaceAll('\n', '⏎')}”${ambiguous ? ', and marks it as ambiguous' : ''}`, () => {
      assert.deepEqual(editDigits(text, text.length, 6), { digits, caret: digits.length, ambiguous });
    });
  }

  it('finds eight digits in a field of eight', () => {
    assert.equal(editDigits('2FA 123456 12345678', 19, 8).digits, '12345678');
  });

  it('never exceeds the length, and keeps the caret inside', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat({ max: 40 }), fc.integer({ min: 4, max: 10 }), (text, caret, length) => {
        const edit = editDigits(text, caret, length);
        assert.ok(edit.digits.length <= length);
        assert.ok(edit.caret <= edit.digits.length);
      }),
    );
  });
});
