import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The keys of one run of the bench. */
export const keys = `bench:${randomBytes(32).toString('base64')}`;

export interface Accounts {
  count: number;
  /** One account in this many can sign in; the others fill the database. */
  every: number;
  /** How many authenticators each of them has. */
  authenticators?: number;
}

/** Runs in a child process, so that the process that measures keeps a small heap. */
export async function seedDatabase(
  kind: 'sqlite' | 'postgres',
  where: string,
  { count, every, authenticators = 1 }: Accounts,
): Promise<void> {
  const program = join(import.meta.dirname, `seed-${kind}.ts`);
  const numbers = [count, every, authenticators].map(String);
  await run(process.execPath, ['--import', 'tsx', program, where, keys, ...numbers]);
}

/** Writes a year of audit entries into a seeded database, so many for each account. */
export async function seedHistory(
  kind: 'sqlite' | 'postgres',
  where: string,
  accounts: number,
  each: number,
): Promise<void> {
  const program = join(import.meta.dirname, 'seed-history.ts');
  await run(process.execPath, ['--import', 'tsx', program, kind, where, String(accounts), String(each)]);
}

/**
 * An order that jumps through the whole range and reaches each account once, like sign-ins of real people. In the order of the
 * accounts, the next one is in the database page that was just read, and the disk is never measured.
 */
export function scattered({ count, every }: Accounts): { every: number; within: number } {
  const usable = count / every;
  let leap = Math.round(usable * ((Math.sqrt(5) - 1) / 2));
  while (commonDivisor(leap, usable) > 1) leap += 1;
  return { every: leap * every, within: count };
}

function commonDivisor(first: number, second: number): number {
  return second === 0 ? first : commonDivisor(second, first % second);
}
