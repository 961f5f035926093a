import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** One ring for all databases of a run. */
const keys = `bench:${randomBytes(32).toString('base64')}`;

/** Makes a file with enrolled accounts, and what a server needs to know to use it. */
export async function seedSqlite(
  path: string,
  { count, every = 1 }: { count: number; every?: number },
): Promise<{ DATABASE_URL: string; HARMONY_2FA_KEYS: string }> {
  const tool = join(import.meta.dirname, 'seed-sqlite.ts');
  await run(process.execPath, ['--import', 'tsx', tool, path, keys, String(count), String(every)]);
  return { DATABASE_URL: `file:${path}`, HARMONY_2FA_KEYS: keys };
}
