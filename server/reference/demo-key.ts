import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The demo's key. The first start makes it and stores it in the file `keys` of this directory. The file is never overwritten:
 * without the key all stored secrets are unreadable.
 */
export function readOrCreateKey(data: string): string {
  const path = join(data, 'keys');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(path, `demo:${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path, 'utf8').trim();
}
