import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Request } from 'express';
import { createCookie } from '../../../server/reference/account/request-cookie.js';

const token = 'a'.repeat(43);
const other = 'b'.repeat(43);
const name = '__Host-harmony_session';
const { read } = createCookie('harmony_session', true);
const readFrom = (cookie: string): string | null => read({ headers: { cookie } } as Request);

describe('reading a cookie', () => {
  it('finds the cookie among others, with any white space around it', () => {
    assert.equal(readFrom(`${name}=${token}`), token);
    assert.equal(readFrom(`a=1;${name}=${token};b=2`), token);
    assert.equal(readFrom(`a=1; \t${name}=${token}\t; b=2`), token);
  });

  // A sibling domain may set each of these names, since for the browser they do not begin with `__Host-`.
  const lookAlikes = ['\u00a0', '\u2003', '\ufeff', '\v', '\f', '\r', '\n', '\u0085', '\0', '"', '%20', '+'];
  for (const before of lookAlikes) {
    it(`ignores a name that begins with ${JSON.stringify(before)}, and reads the real cookie beside it`, () => {
      assert.equal(readFrom(`${before}${name}=${other}`), null);
      assert.equal(readFrom(`${name}=${token}; ${before}${name}=${other}`), token);
      assert.equal(readFrom(`${before}${name}=${other}; ${name}=${token}`), token);
    });
  }

  for (const planted of [
    `${name.toLowerCase()}=${other}`,
    `${name} =${other}`,
    `${name}\u00a0=${other}`,
    `x=${name}=${other}`,
  ]) {
    it(`ignores ${JSON.stringify(planted.slice(0, 30))}`, () => {
      assert.equal(readFrom(planted), null);
      assert.equal(readFrom(`${name}=${token}; ${planted}`), token);
    });
  }

  it('ignores two cookies with one name: another site has set one of them', () => {
    assert.equal(readFrom(`${name}=${token}; ${name}=${other}`), null);
  });

  it('ignores a value that is not a token', () => {
    for (const value of ['', 'x', `"${token}"`, `${token}\u00a0`, `${token}%20`])
      assert.equal(readFrom(`${name}=${value}`), null);
  });
});
