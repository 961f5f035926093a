import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The keys of everything that one run of the bench seals. */
export const keys = `bench:${randomBytes(32).toString('base64')}`;

export interface Accounts {
  count: number;
  /** One account in this many can be asked for; the others fill the database. */
  every: number;
}

/** In a process of its own, so that what measures keeps a small heap. */
export async function seed(kind: 'sqlite' | 'postgres', where: string, { count, every }: Accounts): Promise<void> {
  const program = join(import.meta.dirname, `seed-${kind}.ts`);
  await run(process.execPath, ['--import', 'tsx', program, where, keys, String(count), String(every)]);
}

/**
 * An order that leaps over the whole range from one account to the next, as people do who sign in, and comes to each once:
 * whoever goes through the accounts in their order finds the next one in the page that was just read.
 */
export function scattered({ count, every }: Accounts): { every: number; within: number } {
  const asked = count / every;
  let leap = Math.round(asked * ((Math.sqrt(5) - 1) / 2));
  while (commonDivisor(leap, asked) > 1) leap += 1;
  return { every: leap * every, within: count };
}

function commonDivisor(first: number, second: number): number {
  return second === 0 ? first : commonDivisor(second, first % second);
}
