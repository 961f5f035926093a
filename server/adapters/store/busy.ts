import { setTimeout as sleep } from 'node:timers/promises';

/** Short, and asynchronous: SQLite's own wait would block the whole process. */
const retryDelayMs = 10;

/** Other work blocks the store for now. A client gets `unavailable`; the message is for the log. */
export class StoreBusyError extends Error {
  override readonly name = 'StoreBusyError';
}

/**
 * Retries while another process holds the file's lock, without blocking this process.
 *
 * @param deadline on the clock of `performance.now()`; the work runs at least once
 */
export async function retryWhileBusy<T>(work: () => T, deadline: number): Promise<T> {
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
    }
    await sleep(retryDelayMs);
  }
}

/** The prefix includes `SQLITE_BUSY_RECOVERY`: another process repairs the file after a crash. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
