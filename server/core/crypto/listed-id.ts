import { createHash } from 'node:crypto';

/** The id of a session or a device in its owner's list: a digest of the row's key, so that no answer reveals that key. */
export function listedIdOf(key: string): string {
  return createHash('sha256').update(`harmony-2fa listed ${key}`).digest('base64url').slice(0, 22);
}
