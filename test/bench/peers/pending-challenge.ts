import { createHmac } from 'node:crypto';
import { accountId, codeOf, secretOf } from '../people.js';

/*
 * What the load has to know of better-auth: which challenge an account's sign-in waits for, the cookie that a browser would
 * have of it, and the code that ends it. Both processes make all of it by themselves.
 */

/** A constant, so that the load can sign what the server would have signed. */
export const authSecret = 'the bench signs cookies with this, and nobody else does';

/** better-auth's secrets are text of 32 characters, and their UTF-8 bytes are the key of the codes. */
export function textSecretOf(account: number): string {
  return secretOf(account).toString('hex', 0, 16);
}

export function textSecretCodeOf(account: number): string {
  return codeOf(Buffer.from(textSecretOf(account)));
}

/** Random at a real sign-in. */
export function challengeOf(account: number): string {
  return `2fa-${accountId(account)}`;
}

export function challengeCookieOf(account: number): string {
  const challenge = challengeOf(account);
  const signature = createHmac('sha256', authSecret).update(challenge).digest('base64');
  return `better-auth.two_factor=${encodeURIComponent(`${challenge}.${signature}`)}`;
}
