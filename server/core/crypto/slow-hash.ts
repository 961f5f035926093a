import { FairQueue } from './fair-queue.js';

/** Bytes of a derived hash. */
export const hashLength = 16;

/**
 * Derives 16 bytes from a text and a salt, slowly enough that stolen hashes cannot be tried at speed (ASVS 5.0 11.4.2).
 * It must run off the event loop.
 */
export type SlowHash = (text: string, salt: Uint8Array) => Promise<Uint8Array>;

/**
 * Four runs at a time in all: each holds 19 MiB and a thread of the pool that files and DNS need too. Three places are for
 * checking what somebody has typed; making a set of backup codes takes ten runs, and keeps to the fourth.
 */
const checking = new FairQueue({ places: 3, mostWaiting: 400, mostWaitingOfOne: 200 });
const making = new FairQueue({ places: 1, mostWaiting: 40, mostWaitingOfOne: 1 });

/**
 * One run of a slow hash.
 *
 * @param party the account or network whose turn this takes
 * @throws {QueueFullError}
 */
export function inTurn<T>(party: string, run: () => Promise<T>): Promise<T> {
  return checking.run(party, run);
}

/** The runs for a set that is being made, one after the other, as one job. @throws {QueueFullError} before the first run */
export function inTurnAsSet<T>(party: string, runs: readonly (() => Promise<T>)[]): Promise<T[]> {
  return making.run(party, async () => {
    const results: T[] = [];
    for (const run of runs) results.push(await run());
    return results;
  });
}
