import { availableParallelism } from 'node:os';
import { FairQueue, type Turn } from '../turns/fair-queue.js';

/** Bytes of a derived hash. */
export const hashLength = 16;

/**
 * Derives 16 bytes from a text and a salt, slowly enough that stolen hashes cannot be tried at speed (ASVS 5.0 11.4.2).
 * It must run off the event loop.
 */
export type SlowHash = (text: string, salt: Uint8Array) => Promise<Uint8Array>;

/**
 * At most three checks of typed codes and passwords run at the same time, and `making` adds a fourth run: each holds 19 MiB. More runs
 * than cores would only make each take longer.
 */
const checking = new FairQueue({
  concurrency: Math.min(3, availableParallelism()),
  maxWaiting: 400,
  maxWaitingOfParty: 200,
});
/**
 * Making a set of backup codes takes ten runs, so it has a queue of its own. A set replaces the one before it, so the newest job of an
 * account is the one that matters: reloading a page begins another set while the job of the former page still waits.
 */
const making = new FairQueue({ concurrency: 1, maxWaiting: 40, maxWaitingOfParty: 40, newestOfFirst: 3 });

/**
 * One run of a slow hash.
 *
 * @param turn the account that takes its turn, or its parties and member
 * @throws {QueueFullError}
 */
export function inTurn<T>(turn: string | Turn, run: () => Promise<T>): Promise<T> {
  return checking.run(toTurn(turn), run);
}

/**
 * The runs for a set that is being made, one after the other, as one job.
 *
 * @param turn the account that takes its turn, or its parties with the account first
 * @throws {QueueFullError} before the first run
 */
export function inTurnAsSet<T>(turn: string | Turn, runs: readonly (() => Promise<T>)[]): Promise<T[]> {
  return making.run(toTurn(turn), async () => {
    const results: T[] = [];
    for (const run of runs) results.push(await run());
    return results;
  });
}

function toTurn(turn: string | Turn): Turn {
  return typeof turn === 'string' ? { parties: [turn], member: turn } : turn;
}
