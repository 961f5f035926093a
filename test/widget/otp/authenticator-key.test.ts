import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { groupsOfFour, readKeyUri } from '../../../widget/otp/authenticator-key.js';

describe('reading a Key URI', () => {
  it('finds secret, issuer and account', () => {
    const uri =
      'otpauth://totp/Harmony:ada%40example.com?secret=GEZDGNBVGY3TQOJQ&issuer=Harmony&algorithm=SHA1&digits=6&period=30';
    const key = { secret: 'GEZDGNBVGY3TQOJQ', issuer: 'Harmony', account: 'ada@example.com', digits: 6 };
    assert.deepEqual(readKeyUri(uri), key);
  });

  for (const [digits, read] of [
    ['8', 8],
    ['10', 10],
    ['4', 4],
    ['3', 6],
    ['11', 6],
    ['7.5', 6],
    ['eight', 6],
    ['', 6],
  ] as const) {
    it(`reads digits=${digits} as codes of ${read}`, () => {
      assert.equal(readKeyUri(`otpauth://totp/bob?secret=GEZDGNBV&digits=${digits}`).digits, read);
    });
  }

  it('takes the issuer from the label when the parameter is missing', () => {
    assert.equal(readKeyUri('otpauth://totp/Acme:bob?secret=GEZDGNBV').issuer, 'Acme');
  });

  it('drops padding and lower case', () => {
    assert.equal(readKeyUri('otpauth://totp/bob?secret=gezdgnbv%3D%3D').secret, 'GEZDGNBV');
  });

  it('accepts a label with a malformed encoding', () => {
    assert.equal(readKeyUri('otpauth://totp/Acme:100%?secret=GEZDGNBV').account, '100%');
  });

  it('keeps markup as text', () => {
    const account = '<img src=x onerror=alert(1)>';
    assert.equal(readKeyUri(`otpauth://totp/A:${encodeURIComponent(account)}?secret=GEZDGNBV`).account, account);
  });

  for (const uri of [
    '',
    'https://totp/A:b?secret=GEZDGNBV',
    'otpauth://hotp/A:b?secret=GEZDGNBV',
    'otpauth://totp/A:b',
    'otpauth://totp/A:b?secret=',
    'otpauth://totp/A:b?secret=not-base32!',
    'javascript:alert(1)//otpauth://totp/A?secret=GEZDGNBV',
  ]) {
    it(`refuses ${JSON.stringify(uri)} and does not repeat it`, () => {
      assert.throws(() => readKeyUri(uri), { name: 'TypeError', message: 'not a Key URI' });
    });
  }
});

describe('a key in groups of four', () => {
  it('keeps every character', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z2-7]{1,64}$/), (secret) => {
        const groups = groupsOfFour(secret);
        assert.equal(groups.join(''), secret);
        assert.ok(groups.slice(0, -1).every((group) => group.length === 4));
      }),
    );
  });
});
