import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The codes with which a database says that it has undone all of a transaction because of another one: a serialization failure and a
 * deadlock on PostgreSQL, a deadlock on MariaDB. A lost connection is not among them: its transaction may have been committed.
 */
const conflicts: ReadonlySet<unknown> = new Set(['40001', '40P01', 'ER_LOCK_DEADLOCK']);

/** No try begins later than this: PostgreSQL finds a deadlock after one second, and the request has about three. */
const patienceMs = 1500;
const firstWaitMs = 10;
const maxWaitMs = 100;

/**
 * Runs work again after a conflict. The work has to be a whole transaction, with all that it reads: then nothing of the failed try
 * is left, and the next try decides by what is stored by then. Work that has returned is never run again.
 */
export async function repeatAfterConflict<T>(work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  for (let limitMs = firstWaitMs; ; limitMs = Math.min(2 * limitMs, maxWaitMs)) {
    try {
      return await work();
    } catch (error) {
      if (!isConflict(error) || performance.now() - started >= patienceMs) throw error;
    }
    // Of random length, so that two transactions that have met do not meet again.
    await sleep(randomInt(limitMs) + 1);
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && conflicts.has(error.code);
}
