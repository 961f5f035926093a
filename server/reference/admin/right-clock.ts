import { dayMs } from '../../core/durations.js';
import { instanceClockToleranceMs } from '../../core/two-factor/instance-clocks.js';
import type { OpenStore } from '../../adapters/store/open-store.js';
import { CommandRefused } from '../administration/command-refused.js';

/**
 * @returns whether the database has a clock to compare with
 * @throws {CommandRefused} when this one differs from it
 */
export async function requireSameClock(store: OpenStore): Promise<boolean> {
  const now = new Date();
  const other = await store.time();
  if (other === null) return false;
  if (Math.abs(now.getTime() - other.getTime()) <= instanceClockToleranceMs) return true;
  throw new CommandRefused(
    `nothing was changed: the clock of this machine says ${now.toISOString()}, and that of the database ${other.toISOString()}; set the clock that is wrong, and run it again`,
  );
}

/**
 * For a command that spends time steps up to now: with a clock that is ahead no code would work until that time, and nothing makes a spent
 * step valid again. With one that is behind codes that were used would work again.
 *
 * @param today what the operator says is the date; only where the database has no clock to compare with
 * @throws {CommandRefused} when this clock may be wrong
 */
export async function requireRightClock(store: OpenStore, today: Date | undefined): Promise<void> {
  if (await requireSameClock(store)) return;
  const now = new Date();
  if (today !== undefined) {
    if (isDayOf(today, now)) return;
    throw new CommandRefused(`nothing was changed: --today is not the date of this machine, ${dateOf(now)}`);
  }
  const newest = await newestEntry(store);
  if (newest === null || Math.abs(now.getTime() - newest.getTime()) <= dayMs) return;
  throw new CommandRefused(
    `nothing was changed: the clock of this machine says ${now.toISOString()}, and the newest entry of the trail is of ${newest.toISOString()}. Codes would be void by a wrong time; if the clock is right, --today ${dateOf(now)} says so`,
  );
}

async function newestEntry({ db }: OpenStore): Promise<Date | null> {
  const row = await db.selectFrom('audit_events').select('at').orderBy('at', 'desc').limit(1).executeTakeFirst();
  return row === undefined ? null : new Date(row.at);
}

/** In any time zone. @param day its start in UTC */
function isDayOf(day: Date, now: Date): boolean {
  return Math.abs(now.getTime() - (day.getTime() + dayMs / 2)) <= 1.5 * dayMs;
}

function dateOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}
