import { createHmac } from 'node:crypto';
import { accountId, codeOf, secretOf } from '../accounts.js';

/*
 * What the load generator has to know of better-auth: the challenge of an account's sign-in, its cookie, and the code that
 * answers it. The server and the load generator derive all of it.
 */

/** A constant, so that the load generator can sign cookies as the server does. */
export const authSecret = 'a constant that signs the cookies of the bench';

/** Secrets of better-auth are texts of 32 characters, and the UTF-8 bytes of a secret are the key of its codes. */
export function textSecretOf(account: number): string {
  return secretOf(account).toString('hex', 0, 16);
}

export function textSecretCodeOf(account: number): string {
  return codeOf(Buffer.from(textSecretOf(account)));
}

/** A real sign-in draws it at random. */
export function challengeOf(account: number): string {
  return `2fa-${accountId(account)}`;
}

export function challengeCookieOf(account: number): string {
  const challenge = challengeOf(account);
  const signature = createHmac('sha256', authSecret).update(challenge).digest('base64');
  return `better-auth.two_factor=${encodeURIComponent(`${challenge}.${signature}`)}`;
}
