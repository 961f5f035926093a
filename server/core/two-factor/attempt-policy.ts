/**
 * How often an account's second factor may be guessed (RFC 4226 §7.3, NIST SP 800-63B-4 §3.2.2). Pure: a budget and an
 * instant in, a budget out. One budget per account, whatever the purpose, the factor, the session or the address.
 */
export const limits = {
  /** Failures that cost nothing but themselves. */
  freeFailures: 5,
  /** The first wait; it doubles with each further failure. */
  firstWaitSeconds: 60,
  longestWaitSeconds: 60 * 60,
  /** Failures in a row after which the authenticator is blocked until it is replaced. */
  blockingFailures: 100,
  /** The second count: failures within these days, which no success sets back … */
  recentDays: 30,
  /** … and from which on every failure costs the slow wait, so that a victim's own sign-ins refill nothing. */
  slowingFailures: 100,
  slowWaitSeconds: 24 * 60 * 60,
} as const;

export interface Budget {
  /** Failures since the last right answer. */
  failures: number;
  /** Until when nothing is evaluated; epoch milliseconds. */
  lockedUntil: number | null;
  /** Since when only backup codes help; epoch milliseconds. */
  blockedAt: number | null;
  /** Failures by UTC day, oldest first, none older than the window. */
  recent: readonly DayCount[];
}

export interface DayCount {
  /** Whole days since 1970. */
  day: number;
  count: number;
}

export const untouchedBudget: Budget = { failures: 0, lockedUntil: null, blockedAt: null, recent: [] };

/** Whole seconds until something is evaluated again; 0 when it is now. */
export function secondsLocked(budget: Budget, now: Date): number {
  return budget.lockedUntil === null ? 0 : Math.max(0, Math.ceil((budget.lockedUntil - now.getTime()) / 1000));
}

/** Failures that are still free. */
export function attemptsRemaining(budget: Budget): number {
  if (countRecent(budget) >= limits.slowingFailures) return 0;
  return Math.max(0, limits.freeFailures - budget.failures);
}

/** The budget once an attempt is counted as a failure. Not to be asked while it is locked. */
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
  };
}

/** The thresholds that a failure has crossed, for audit entries and notices. */
export function thresholds(before: Budget, after: Budget): ('locked' | 'blocked')[] {
  const locked = after.lockedUntil !== null && after.lockedUntil !== before.lockedUntil;
  const blocked = after.blockedAt !== null && before.blockedAt === null;
  return [...(locked ? (['locked'] as const) : []), ...(blocked ? (['blocked'] as const) : [])];
}

/** The budget after a right answer: the count in a row starts anew, the block and the 30 days stay. */
export function afterSuccess(budget: Budget): Budget {
  return { ...budget, failures: 0, lockedUntil: null };
}

/** The budget after an administrator's help: nothing waits and nothing is blocked, the 30 days stay. */
export function afterUnblocking(budget: Budget): Budget {
  return { ...afterSuccess(budget), blockedAt: null };
}

/** An attempt that was counted as a failure before it was evaluated. */
export interface Reservation {
  at: Date;
  /** The budget without it and with it. */
  before: Budget;
  after: Budget;
}

export function reserveAttempt(budget: Budget, now: Date): Reservation {
  return { at: now, before: budget, after: afterFailure(budget, now) };
}

/** The budget after a right answer whose attempt was reserved: as after a success, and the reserved failure undone. */
export function afterReservedSuccess(budget: Budget, { at, before, after }: Reservation): Budget {
  const blockedByThis = before.blockedAt === null && after.blockedAt === budget.blockedAt;
  return {
    ...afterSuccess(budget),
    blockedAt: blockedByThis ? null : budget.blockedAt,
    recent: countDay(budget.recent, dayOf(at), -1),
  };
}

/** The budget after a reserved attempt that nobody could evaluate: as if it had not been made, and no other is undone. */
export function withoutReserved(budget: Budget, { at, before, after }: Reservation): Budget {
  return {
    failures: Math.max(0, budget.failures - 1),
    lockedUntil: budget.lockedUntil === after.lockedUntil ? before.lockedUntil : budget.lockedUntil,
    blockedAt: budget.blockedAt === after.blockedAt ? before.blockedAt : budget.blockedAt,
    recent: countDay(budget.recent, dayOf(at), -1),
  };
}

function waitAfter(failures: number, recentFailures: number): number {
  if (recentFailures >= limits.slowingFailures) return limits.slowWaitSeconds;
  if (failures < limits.freeFailures) return 0;
  // The exponent is capped so that thousands of failures stay a finite number.
  const doublings = Math.min(failures - limits.freeFailures, 30);
  return Math.min(limits.firstWaitSeconds * 2 ** doublings, limits.longestWaitSeconds);
}

function countRecent({ recent }: Pick<Budget, 'recent'>): number {
  return recent.reduce((sum, { count }) => sum + count, 0);
}

/**
 * Whole days keep the record short. Today and the 30 days before make a window of 30 to 31 days: never a shorter one.
 * Days that lie ahead are kept, so that a clock that was set back forgets nothing.
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
  return Math.floor(now.getTime() / 86_400_000);
}
