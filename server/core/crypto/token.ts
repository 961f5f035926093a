import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in a form that a cookie can hold: 43 characters. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Only this hash of a token is stored. A token has 256 random bits, so a fast hash is enough. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

const secretLength = 43;
const base64urlAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * A token that names its account before its 256 random bits, so that a database which is sharded by account asks one server for the row.
 * The name proves nothing: the row has to have both the account and the hash of the whole token.
 */
export function newAccountToken(accountId: string, secret = newToken()): string {
  return accountPrefix(accountId) + secret;
}

/**
 * The account that a token names. Null for a prefix that `newAccountToken` does not write; undefined for a token without a prefix, which
 * an earlier version wrote.
 */
export function accountNamedBy(token: string): string | null | undefined {
  if (token.length === secretLength) return undefined;
  const prefix = token.slice(0, -secretLength);
  const accountId = prefix.endsWith('.')
    ? Buffer.from(prefix.slice(0, -1), 'base64url').toString()
    : prefix.slice(0, base64urlAlphabet.indexOf(prefix.slice(-1)));
  // PostgreSQL cannot store NUL in a text.
  return accountPrefix(accountId) === prefix && !accountId.includes('\0') ? accountId : null;
}

/**
 * Pads the id to 42 characters and appends its length as one character, since an instance of an earlier version reads only cookies of one
 * or two parts of 43 such characters. An id that does not fit becomes base64url and a dot.
 */
function accountPrefix(accountId: string): string {
  if (/^[\w-]{0,42}$/.test(accountId)) return accountId.padEnd(42, '-') + base64urlAlphabet.charAt(accountId.length);
  return `${Buffer.from(accountId).toString('base64url')}.`;
}
