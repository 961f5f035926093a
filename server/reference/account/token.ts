import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, as a cookie holds them. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a token: it has 256 bits of its own, so a plain hash makes a stolen table useless. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
