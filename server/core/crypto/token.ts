import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in a form that a cookie can hold. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Only this hash of a token is stored. A token has 256 random bits, so a fast hash is enough. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
