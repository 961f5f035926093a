import { describeError, type Log } from '../core/log.js';
import { instanceClockToleranceMs } from '../core/two-factor/instance-clocks.js';

export interface ClockWatchOptions {
  /** Another clock, such as the database's; null when it is the same clock. */
  reference: () => Promise<Date | null>;
  log: Log;
  /** Gets how many seconds this clock is ahead (negative: behind), or was moved. */
  onOffset?: ((seconds: number) => void) | undefined;
  /** This machine's clock, and its monotonic clock. Milliseconds. */
  clock?: () => number;
  monotonic?: () => number;
}

/**
 * Checks this machine's clock (RFC 6238 §6). The comparison with another clock shows a wrong time; the comparison with the
 * monotonic clock shows that the time was set. The watch only reports: codes are still checked against this clock.
 */
export function createClockWatch({
  reference,
  log,
  onOffset,
  clock = Date.now,
  monotonic = () => performance.now(),
}: ClockWatchOptions): { check(): Promise<void> } {
  let last = { clock: clock(), monotonic: monotonic() };

  return {
    async check() {
      const now = { clock: clock(), monotonic: monotonic() };
      const moved = now.clock - last.clock - (now.monotonic - last.monotonic);
      last = now;
      if (Math.abs(moved) > instanceClockToleranceMs)
        log.warn({ seconds: toSeconds(moved) }, 'the clock of this machine was set');
      const ahead = await compare();
      if (Math.abs(ahead) > instanceClockToleranceMs) {
        log.error({ seconds: toSeconds(ahead) }, "the clock of this machine differs from the database's");
      }
      onOffset?.(toSeconds(Math.abs(ahead) > Math.abs(moved) ? ahead : moved));
    },
  };

  async function compare(): Promise<number> {
    try {
      const before = clock();
      const other = await reference();
      // Assume that the other clock was read in the middle of the round trip.
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
