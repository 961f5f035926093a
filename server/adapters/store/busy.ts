import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two tries. SQLite's own wait would hold up the whole process. */
const betweenTries = 10;

/** The store cannot do this for now: other work is in its way. To a client it is `unavailable`; the message is for the log. */
export class StoreBusyError extends Error {
  override readonly name = 'StoreBusyError';
}

/**
 * Waits for another process without holding up this one.
 *
 * @param deadline of `performance.now()`; it is tried once in any case
 */
export async function retryWhileBusy<T>(work: () => T, deadline: number): Promise<T> {
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
    }
    await sleep(betweenTries);
  }
}

/** Also `SQLITE_BUSY_RECOVERY`, while another process mends the file after a crash. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
