import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commonPasswords } from '../../server/reference/account/password-list.js';
import { faultOf, type PasswordContext } from '../../server/reference/account/password-rules.js';

const list = await commonPasswords();
const context: PasswordContext = { email: 'ada.lovelace@harmony.example', product: 'Harmony' };
const fault = (password: string, changes: Partial<PasswordContext> = {}) =>
  faultOf(password, { ...context, ...changes }, list);

describe('a new password', () => {
  it('has 8 characters or more', () => {
    assert.equal(fault('kiwi-um'), 'password_too_short');
    assert.equal(fault('kiwi-umb'), null);
  });

  it('is measured in characters and not in units of UTF-16', () => {
    assert.equal(fault('🎻🥝🚀🐳🌋🧭🪁'), 'password_too_short');
    assert.equal(fault('🎻🥝🚀🐳🌋🧭🪁🛶'), null);
  });

  it('needs no digit, no sign and no capital', () => {
    for (const password of [
      'correct horse battery',
      'zweihundert hummeln',
      '4817264905713',
      'パスワードではない言葉です',
    ]) {
      assert.equal(fault(password), null, password);
    }
  });

  for (const password of [
    'password',
    'PassWord',
    'iloveyou',
    'trustno1',
    'qwertyuiop',
    '1234567890',
    'ｐａｓｓｗｏｒｄ',
    'abdominal',
  ]) {
    it(`is none that is known from breaches, nor a single word: ${password}`, () => {
      assert.equal(fault(password), 'password_guessable');
    });
  }

  for (const password of [
    'passwordpassword',
    'passwordpasswordpass',
    '123456789012345',
    'aaaaaaaaaaaaaaa',
    'abcabcabcabcabcab',
    'abc1abc1abc1abc1',
  ]) {
    it(`is no repetition of a listed or short piece: ${password}`, () => {
      assert.equal(fault(password), 'password_guessable');
    });
  }

  for (const password of [
    'ada.lovelace@harmony.example',
    'Harmony-2026',
    'lovelace1815',
    'harmonyharmony!',
    'AdaLovelace2026',
    'adaHARMONYada99',
  ]) {
    it(`is not little more than the address or the product: ${password}`, () => {
      assert.equal(fault(password), 'password_guessable');
    });
  }

  it('may have such words among others', () => {
    assert.equal(fault('harmony of nine violins'), null);
    assert.equal(fault('a canada goose at dawn'), null);
  });

  it('of an address with short or strange parts is checked, too', () => {
    for (const email of ['a@b.co', 'x+y@例え.jp', '""@x', '']) {
      assert.equal(fault('kiwi-umbrella', { email }), null, email);
    }
  });

  it('of a thousand characters is checked at once', () => {
    const began = performance.now();
    for (const password of ['ab'.repeat(511) + 'c', 'a'.repeat(1023) + 'b', 'kiwi '.repeat(200)]) fault(password);
    assert.ok(performance.now() - began < 500);
  });
});

describe('the list', () => {
  it('has tens of thousands of passwords in lower case, and is loaded once', async () => {
    assert.ok(list.size > 50_000, String(list.size));
    assert.equal(await commonPasswords(), list);
    for (const password of list) assert.equal(password, password.toLowerCase());
  });
});
