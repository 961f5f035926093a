import { dayMs } from '../durations.js';

/**
 * How often an account's second factor may be guessed (RFC 4226 §7.3, NIST SP 800-63B-4 §3.2.2). The functions are pure: a
 * budget and an instant in, a budget out. Each account has one budget for all purposes, factors, sessions and addresses.
 *
 *     open ─── failures 1 to 4 in a row ────▶ open
 *     open ─── failure 5 and each further ──▶ locked: 60 s, then twice as long each time, at most 1 h
 *     open ─── failure 100 in a row ────────▶ locked and blocked: only backup codes are accepted
 *     open ─── 100 failures in 30 days ─────▶ locked: 24 h for each further failure
 *     open ─── a day's failures in a row ───▶ paused, only with several authenticators: for 24 h only backup codes are checked
 *     open ─── right answer ────────────────▶ open, 0 failures in a row; a block and the 30 days stay
 *     locked ─ the wait is over ────────────▶ open
 *     locked ─ the lock is of a clock that was days ahead ─▶ open
 *     paused ─ 24 h, a right backup code, or an administrator ─▶ open
 *     paused ─ failure 100 in a row ────────▶ locked and blocked
 *     blocked ─ new set-up, disable, or an administrator ─▶ not blocked
 *     blocked ─ three right codes of consecutive steps ─▶ not blocked; a wrong one ends the series and is counted
 *
 * While an account is locked nothing is checked and nothing is counted. A wrong code that meets a block brings no further wait: the
 * answer is the same as to a right one, and a wait would tell them apart.
 */
export const limits = {
  /** The failure in a row that brings the first wait. The ones before it are free. */
  freeFailures: 5,
  /** The first wait. Each further failure doubles it. */
  firstWaitSeconds: 60,
  longestWaitSeconds: 60 * 60,
  /** This many failures in a row block the authenticator. */
  blockingFailures: 100,
  /** The second count covers this many days. No right answer resets it. */
  recentDays: 30,
  /** From this second count on each failure brings the slow wait, so that the owner's sign-ins give a guesser no new attempts. */
  slowingFailures: 100,
  slowWaitSeconds: 24 * 60 * 60,
  /** This many right codes of consecutive time steps open a blocked authenticator. */
  unblockingCodes: 3,
  /**
   * The waits leave room for this many failures a day. Each failure is a guess at the live codes of every authenticator. So an account
   * with n authenticators allows an nth of them, which keeps the odds of guessing those of one authenticator.
   */
  failuresADay: 33,
} as const;

/** A pause ends this long after the last wait, so that no guess is within a day of the ones before the pause. */
const pauseMs = dayMs;

/**
 * A lock that ends later than this from now was set by a clock that was ahead, and would keep the owner out until that time. It counts for
 * nothing; the failures stay, so the next one brings the wait that is due. No guesser moves the clock. The day beyond the longest wait is for
 * a clock that is set back, and for instances whose clocks differ: by up to a day neither opens a lock.
 */
const furthestLockMs = limits.slowWaitSeconds * 1000 + dayMs;

export interface Budget {
  /** Failures in a row: since the last right answer. */
  failures: number;
  /** Nothing is checked until this time; epoch milliseconds. */
  lockedUntil: number | null;
  /** Only backup codes are accepted since this time; epoch milliseconds. */
  blockedAt: number | null;
  /** Failures by UTC day, oldest first, within the last 30 days. */
  recent: readonly DayCount[];
  /** The right codes that a blocked authenticator has given in a row; null without one. */
  rightCodes: RightCodes | null;
}

/** Right codes of consecutive time steps, without a failure between them. */
export interface RightCodes {
  /** The time step of the last of them. */
  step: number;
  count: number;
}

export interface DayCount {
  /** Whole days since 1970. */
  day: number;
  count: number;
}

export const untouchedBudget: Budget = {
  failures: 0,
  lockedUntil: null,
  blockedAt: null,
  recent: [],
  rightCodes: null,
};

/** Whole seconds until the lock ends; 0 without a lock. */
export function secondsLocked(budget: Budget, now: Date): number {
  const until = lockedUntil(budget, now);
  return until === null ? 0 : Math.max(0, Math.ceil((until - now.getTime()) / 1000));
}

function lockedUntil(budget: Budget, now: Date): number | null {
  const until = budget.lockedUntil;
  return until !== null && until <= now.getTime() + furthestLockMs ? until : null;
}

/**
 * Whether the codes of the authenticators are paused: they are refused without a check, and only backup codes are checked. The codes of a
 * blocked account are never paused: a series of right codes opens the block.
 *
 * @param authenticators how many the account has
 */
export function isPaused(budget: Budget, authenticators: number, now: Date): boolean {
  if (budget.blockedAt !== null) return false;
  const mayGuess = authenticators <= 1 || (budget.failures + 1) * authenticators <= limits.failuresADay;
  const until = lockedUntil(budget, now);
  return !mayGuess && until !== null && now.getTime() < until + pauseMs;
}

/** How many attempts are left, with the one that locks the account. */
export function attemptsRemaining(budget: Budget): number {
  if (countRecent(budget) >= limits.slowingFailures) return 0;
  return Math.max(0, limits.freeFailures - budget.failures);
}

/** The budget after a failure. Call it only while the account is not locked. */
export function afterFailure(budget: Budget, now: Date): Budget {
  const failures = budget.failures + 1;
  const recent = countDay(budget.recent, dayOf(now), 1);
  const wait = waitAfter(failures, countRecent({ recent }));
  const blocked = failures >= limits.blockingFailures;
  return {
    failures,
    lockedUntil: wait === 0 ? null : now.getTime() + wait * 1000,
    blockedAt: budget.blockedAt ?? (blocked ? now.getTime() : null),
    recent,
    rightCodes: null,
  };
}

/** The budget after a wrong code that met a block: counted, and the series begins anew. It brings no wait. */
export function afterBlockedFailure(budget: Budget, now: Date): Budget {
  return { ...afterFailure(budget, now), lockedUntil: budget.lockedUntil };
}

/**
 * The budget after a right code that met a block: one more code of the series, or the first of a new series when its step is not the
 * next one. The last code of the series lifts the block. Each code of the series may come from another authenticator of the account.
 *
 * @param steps of the code: more than one when several authenticators show it
 */
export function afterBlockedCode(budget: Budget, ...steps: readonly number[]): Budget {
  const before = budget.rightCodes;
  const goesOn = before !== null && steps.includes(before.step + 1);
  const after = goesOn ? { step: before.step + 1, count: before.count + 1 } : { step: Math.max(...steps), count: 1 };
  return after.count < limits.unblockingCodes ? { ...budget, rightCodes: after } : afterUnblocking(budget);
}

/** The thresholds that this failure has crossed, for audit entries and notices. @param authenticators how many the account has */
export function thresholds(
  before: Budget,
  after: Budget,
  authenticators: number,
  now: Date,
): ('locked' | 'paused' | 'blocked')[] {
  const locked = after.lockedUntil !== null && after.lockedUntil !== before.lockedUntil;
  const paused = isPaused(after, authenticators, now) && !isPaused(before, authenticators, now);
  const blocked = after.blockedAt !== null && before.blockedAt === null;
  return [
    ...(locked ? (['locked'] as const) : []),
    ...(paused ? (['paused'] as const) : []),
    ...(blocked ? (['blocked'] as const) : []),
  ];
}

/** The budget after a right answer: the count in a row restarts; a block and the 30-day count stay. */
export function afterSuccess(budget: Budget): Budget {
  return { ...budget, failures: 0, lockedUntil: null, rightCodes: null };
}

/** The budget after a new set-up or after an administrator's unblock: no lock, no block; the 30-day count stays. */
export function afterUnblocking(budget: Budget): Budget {
  return { ...afterSuccess(budget), blockedAt: null };
}

/** An attempt that is counted as a failure before it is checked. */
export interface Reservation {
  at: Date;
  /** The budget before and after the reservation. */
  before: Budget;
  after: Budget;
}

export function reserveAttempt(budget: Budget, now: Date): Reservation {
  return { at: now, before: budget, after: afterFailure(budget, now) };
}

/** The budget after a right answer to a reserved attempt: as after a success, without the reserved failure. */
export function afterReservedSuccess(budget: Budget, { at, before, after }: Reservation): Budget {
  const blockedByThis = before.blockedAt === null && after.blockedAt === budget.blockedAt;
  return {
    ...afterSuccess(budget),
    blockedAt: blockedByThis ? null : budget.blockedAt,
    recent: countDay(budget.recent, dayOf(at), -1),
  };
}

/** The budget after a reserved attempt that could not be checked: removes this failure and no other. */
export function withoutReserved(budget: Budget, { at, before, after }: Reservation): Budget {
  return {
    failures: Math.max(0, budget.failures - 1),
    lockedUntil: budget.lockedUntil === after.lockedUntil ? before.lockedUntil : budget.lockedUntil,
    blockedAt: budget.blockedAt === after.blockedAt ? before.blockedAt : budget.blockedAt,
    recent: countDay(budget.recent, dayOf(at), -1),
    rightCodes: budget.rightCodes,
  };
}

function waitAfter(failures: number, recentFailures: number): number {
  if (recentFailures >= limits.slowingFailures) return limits.slowWaitSeconds;
  if (failures < limits.freeFailures) return 0;
  // Cap the exponent: thousands of failures would make the number infinite.
  const doublings = Math.min(failures - limits.freeFailures, 30);
  return Math.min(limits.firstWaitSeconds * 2 ** doublings, limits.longestWaitSeconds);
}

function countRecent({ recent }: Pick<Budget, 'recent'>): number {
  return recent.reduce((sum, { count }) => sum + count, 0);
}

/**
 * Counts by whole days, which keeps the record short. Today and the 30 days before it are a window of 30 to 31 days. Future days
 * are kept, so that setting the clock back removes no failure.
 */
function countDay(recent: readonly DayCount[], day: number, change: 1 | -1): DayCount[] {
  const counts = new Map(recent.map((entry) => [entry.day, entry.count]));
  counts.set(day, (counts.get(day) ?? 0) + change);
  return [...counts]
    .map(([countedDay, count]) => ({ day: countedDay, count }))
    .filter((entry) => entry.count > 0 && entry.day >= day - limits.recentDays)
    .sort((a, b) => a.day - b.day);
}

function dayOf(now: Date): number {
  return Math.floor(now.getTime() / dayMs);
}
