import { describeError, type Log } from '../core/log.js';
import { clockTolerance } from '../core/two-factor/clock-tolerance.js';

export interface ClockWatchOptions {
  /** Another clock, such as the database's; null where it is this machine's own. */
  reference: () => Promise<Date | null>;
  log: Log;
  /** By how many seconds this clock is ahead (negative: behind), or was moved; 0 while it is right. */
  onOffset?: ((seconds: number) => void) | undefined;
  /** This machine's clock, and one that nobody can set. Milliseconds. */
  clock?: () => number;
  steady?: () => number;
}

/**
 * Looks whether this machine's clock can be trusted (RFC 6238 §6): against another one, and against its own steady one,
 * which shows when it was set. It only tells; codes go by the clock as it is.
 */
export function createClockWatch({
  reference,
  log,
  onOffset,
  clock = Date.now,
  steady = () => performance.now(),
}: ClockWatchOptions): { check(): Promise<void> } {
  let last = { clock: clock(), steady: steady() };

  return {
    async check() {
      const now = { clock: clock(), steady: steady() };
      const moved = now.clock - last.clock - (now.steady - last.steady);
      last = now;
      if (Math.abs(moved) > clockTolerance)
        log.warn({ seconds: toSeconds(moved) }, 'the clock of this machine was set');
      const ahead = await compare();
      if (Math.abs(ahead) > clockTolerance) {
        log.error({ seconds: toSeconds(ahead) }, "the clock of this machine is off from the database's");
      }
      onOffset?.(toSeconds(Math.abs(ahead) > Math.abs(moved) ? ahead : moved));
    },
  };

  async function compare(): Promise<number> {
    try {
      const before = clock();
      const other = await reference();
      // Read in the middle of the round trip, as far as anybody knows.
      return other === null ? 0 : (before + clock()) / 2 - other.getTime();
    } catch (error) {
      log.warn(describeError(error), 'the clock could not be compared');
      return 0;
    }
  }
}

function toSeconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}
