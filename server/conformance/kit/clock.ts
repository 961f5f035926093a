import { setTimeout as sleep } from 'node:timers/promises';
import type { Driver } from '../driver/driver.js';
import { NotShown } from './outcome.js';

/** Without a clock, a check may wait for so long in all. */
export const longestWaitSeconds = 15 * 60;

/** The server's time. */
export interface Clock {
  /** Whether the driver moves it. */
  readonly movable: boolean;
  /** Epoch milliseconds. */
  now(): Promise<number>;
  /** Lets seconds pass. @throws `NotShown` when that would take hours */
  pass(seconds: number): Promise<void>;
}

/**
 * The clock of one check: moved by the driver, or waited for.
 *
 * @param onWait is told how many seconds a wait takes
 */
export function createClock(driver: Driver, signal: AbortSignal, onWait: (seconds: number) => void): Clock {
  const { moveClock } = driver;
  if (moveClock) {
    const move = async (seconds: number): Promise<number> => Date.parse((await moveClock(seconds)).now);
    return { movable: true, now: () => move(0), pass: async (seconds) => void (await move(seconds)) };
  }
  let waited = 0;
  return {
    movable: false,
    now: () => Promise.resolve(Date.now()),
    async pass(seconds) {
      waited += seconds;
      if (waited > longestWaitSeconds) {
        throw new NotShown('unable', `this takes ${describe(waited)} or more, and the driver has no moveClock`);
      }
      onWait(seconds);
      // A little more, so that a time that is rounded down has passed too.
      await sleep(seconds * 1000 + 50, undefined, { signal });
    },
  };
}

function describe(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
