import { setTimeout as sleep } from 'node:timers/promises';

/** After a batch its process rests this many times as long as the batch took. So a slow database is asked less. */
const restRatio = 9;
const shortestRestMs = 20;
/** A batch that meets a lock or a restart of the database is tried so often, with these waits between. */
const tries = 3;
const retryAfterMs = 1000;

export interface BatchOptions {
  signal?: AbortSignal | undefined;
  rests?: boolean;
}

/**
 * Runs small batches, one after another, with a rest after each, so that answers come between them. A batch that fails is tried
 * again; the last error is thrown when it fails again and again.
 *
 * @param batch returns whether there is another batch after this one
 * @param options `signal` ends it after the batch that is running; `rests: false` is for a command that runs while no server does
 */
export async function inBatches(
  batch: () => Promise<boolean>,
  { signal, rests = true }: BatchOptions = {},
): Promise<void> {
  for (let failures = 0; !signal?.aborted;) {
    const began = performance.now();
    try {
      if (!(await batch())) return;
      failures = 0;
      if (rests) await rest(Math.max(shortestRestMs, restRatio * (performance.now() - began)), signal);
    } catch (error) {
      failures += 1;
      if (failures === tries) throw error;
      await rest(retryAfterMs, signal);
    }
  }
}

/** Ends early, without an error, when the signal aborts. */
async function rest(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(milliseconds, undefined, signal && { signal }).catch(() => undefined);
}
