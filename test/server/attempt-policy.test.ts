import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  afterBlockedCode,
  afterBlockedFailure,
  afterFailure,
  afterReservedSuccess,
  afterSuccess,
  attemptsRemaining,
  limits,
  isPaused,
  reserveAttempt,
  thresholds,
  secondsLocked,
  untouchedBudget,
  type Budget,
} from '../../server/core/two-factor/attempt-policy.js';

const start = Date.parse('2026-11-24T09:00:00.000Z');
const at = (seconds: number): Date => new Date(start + seconds * 1000);
const day = 86_400;

/** Fails so many times, each time at the first moment that the policy allows. */
function fail(times: number, from = untouchedBudget, since = 0): { budget: Budget; waits: number[]; seconds: number } {
  let budget = from;
  let seconds = since;
  const waits: number[] = [];
  for (let count = 0; count < times; count += 1) {
    seconds += secondsLocked(budget, at(seconds));
    budget = afterFailure(budget, at(seconds));
    waits.push(secondsLocked(budget, at(seconds)));
  }
  return { budget, waits, seconds };
}

describe('a lock of a clock that was ahead', () => {
  const budgets = [5, 6, 16, 99, 100, 250].map((times) => fail(times));

  it('by more than a day does not lock, and no failure is forgotten', () => {
    for (const { budget, seconds } of budgets) {
      const back = at(seconds - 31 * day);
      assert.equal(secondsLocked(budget, back), 0);
      const next = afterFailure(budget, back);
      assert.equal(next.failures, budget.failures + 1);
      assert.equal(next.recent.reduce((sum, { count }) => sum + count, 0), budget.recent.reduce((sum, { count }) => sum + count, 1)); // prettier-ignore
      // One guess for one wrong clock: the next lock is of the right one.
      assert.ok(secondsLocked(next, back) >= secondsLocked(budget, at(seconds)));
    }
  });

  it('stays when the clock is set back by up to a day, and ends at its time', () => {
    for (const { budget, seconds } of budgets) {
      const wait = secondsLocked(budget, at(seconds));
      for (const back of [1, 60, 3600, day]) assert.equal(secondsLocked(budget, at(seconds - back)), wait + back);
      assert.equal(secondsLocked(budget, at(seconds + wait)), 0);
    }
  });

  it('pauses no codes, and the next failure pauses them', () => {
    const { budget, seconds } = fail(16);
    assert.ok(isPaused(budget, 2, at(seconds)) && isPaused(budget, 2, at(seconds - day)));
    const back = at(seconds - 31 * day);
    assert.ok(!isPaused(budget, 2, back) && isPaused(afterFailure(budget, back), 2, back));
  });
});

describe('failures in a row', () => {
  it('each of the first five says how many attempts are left', () => {
    const left = [1, 2, 3, 4, 5, 6].map((times) => attemptsRemaining(fail(times).budget));
    assert.deepEqual(left, [4, 3, 2, 1, 0, 0]);
  });

  it('then the waits double from a minute to an hour', () => {
    assert.deepEqual(fail(14).waits, [0, 0, 0, 0, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]);
  });

  it('a wait ends exactly at its time, to the second', () => {
    const { budget } = fail(5);
    assert.equal(secondsLocked(budget, at(0)), 60);
    assert.equal(secondsLocked(budget, at(59.001)), 1);
    assert.equal(secondsLocked(budget, at(60)), 0);
  });

  it('a right answer gives five attempts again', () => {
    const budget = afterSuccess(fail(9).budget);
    assert.equal(attemptsRemaining(budget), 5);
    assert.equal(secondsLocked(budget, at(0)), 0);
  });

  it('a hundred block the authenticator, and a right answer does not lift the block', () => {
    assert.equal(fail(99).budget.blockedAt, null);
    const { budget } = fail(100);
    assert.notEqual(budget.blockedAt, null);
    assert.equal(afterSuccess(budget).blockedAt, budget.blockedAt);
  });

  it('after thousands the wait is still a finite number', () => {
    const { waits, budget } = fail(3000);
    assert.ok(waits.every(Number.isFinite));
    assert.ok(budget.recent.length <= limits.recentDays + 1);
  });
});

describe('the row that opens a blocked authenticator', () => {
  const { budget: blocked } = fail(limits.blockingFailures);
  const open = (steps: readonly number[], budget = blocked): Budget =>
    steps.reduce((current, step) => (current.blockedAt === null ? current : afterBlockedCode(current, step)), budget);

  it('has three right codes of consecutive steps', () => {
    assert.notEqual(open([7, 8]).blockedAt, null);
    const { blockedAt, failures, lockedUntil, rightCodes } = open([7, 8, 9]);
    assert.deepEqual([blockedAt, failures, lockedUntil, rightCodes], [null, 0, null, null]);
  });

  it('begins anew with a step that is not the next one', () => {
    for (const steps of [
      [7, 8, 10],
      [7, 9, 10],
      [7, 8, 8],
      [9, 8, 7],
      [7, 8, 10, 11],
    ]) {
      assert.notEqual(open(steps).blockedAt, null, String(steps));
    }
    assert.equal(open([7, 8, 10, 11, 12]).blockedAt, null);
  });

  it('goes on with a code that two authenticators show, at the step that is the next one', () => {
    for (const steps of [
      [7, 9],
      [9, 7],
    ] as const) {
      // prettier-ignore
      const begun = afterBlockedCode(afterBlockedCode(blocked, 6), ...steps);
      assert.deepEqual(begun.rightCodes, { step: 7, count: 2 });
    }
    assert.deepEqual(afterBlockedCode(blocked, 3, 5, 4).rightCodes, { step: 5, count: 1 });
  });

  it('begins anew with every failure, which is counted and brings no wait', () => {
    const after = afterBlockedFailure(open([7, 8]), at(1_000_000));
    assert.equal(after.rightCodes, null);
    assert.equal(after.failures, blocked.failures + 1);
    assert.equal(after.lockedUntil, blocked.lockedUntil);
    assert.notEqual(open([9], after).blockedAt, null);
    assert.equal(afterFailure(open([7, 8]), at(1_000_000)).rightCodes, null);
    assert.equal(afterSuccess(open([7, 8])).rightCodes, null);
    assert.equal(reserveAttempt(open([7, 8]), at(1_000_000)).after.rightCodes, null);
  });
});

describe('the second count', () => {
  /** The owner signs in after every failure. */
  const failAndRecover = (budget: Budget, seconds: number): Budget => afterSuccess(afterFailure(budget, at(seconds)));

  it('is not reset by a right answer, and from a hundred on every failure costs a day', () => {
    let budget = untouchedBudget;
    for (let count = 0; count < 99; count += 1) budget = failAndRecover(budget, count);
    assert.equal(secondsLocked(afterFailure(budget, at(100)), at(100)), day);
    budget = failAndRecover(budget, 100);
    assert.equal(attemptsRemaining(budget), 0);
    assert.equal(secondsLocked(afterFailure(budget, at(200)), at(200)), day);
  });

  it('drops a failure after thirty days and not before', () => {
    let budget = untouchedBudget;
    for (let count = 0; count < 100; count += 1) budget = failAndRecover(budget, count);
    assert.equal(secondsLocked(afterFailure(budget, at(30 * day)), at(30 * day)), day);
    assert.equal(secondsLocked(afterFailure(budget, at(31 * day)), at(31 * day)), 0);
  });

  it('drops nothing when the clock is set back', () => {
    let budget = untouchedBudget;
    for (let count = 0; count < 100; count += 1) budget = failAndRecover(budget, 40 * day);
    assert.equal(secondsLocked(afterFailure(budget, at(0)), at(0)), day);
  });
});

describe('a reserved attempt', () => {
  it('leaves no trace when it is right', () => {
    const before = fail(3).budget;
    const reservation = reserveAttempt(before, at(10));
    assert.equal(attemptsRemaining(reservation.after), 1);
    assert.deepEqual(afterReservedSuccess(reservation.after, reservation), afterSuccess(before));
  });

  it('that is the hundredth and is right blocks nothing', () => {
    const before = fail(99);
    const reservation = reserveAttempt(before.budget, at(before.seconds + 3600));
    assert.notEqual(reservation.after.blockedAt, null);
    assert.equal(afterReservedSuccess(reservation.after, reservation).blockedAt, null);
  });

  it('keeps other failures of the same time in the second count, and their block', () => {
    const reservation = reserveAttempt(untouchedBudget, at(0));
    const others = fail(99, reservation.after).budget;
    const { recent, blockedAt } = afterReservedSuccess(others, reservation);
    assert.equal(
      recent.reduce((sum, { count }) => sum + count, 0),
      99,
    );
    assert.equal(blockedAt, others.blockedAt);
  });
});

describe('the number of guesses with a known password', () => {
  const live = 3;
  const chance = (guesses: number): number => 1 - (1 - live / 1_000_000) ** guesses;

  /** Guesses within some days, each at the first allowed moment. */
  function guesses(days: number, victimSignsInAfterEach: boolean): number {
    let budget = untouchedBudget;
    let seconds = 0;
    let count = 0;
    for (;;) {
      seconds += secondsLocked(budget, at(seconds));
      if (seconds >= days * day || budget.blockedAt !== null) return count;
      budget = afterFailure(budget, at(seconds));
      count += 1;
      if (victimSignsInAfterEach && budget.failures === limits.freeFailures - 1) budget = afterSuccess(budget);
      seconds += 1;
    }
  }

  it('without the owner: about 33 on the first day, 100 in total', () => {
    assert.ok(guesses(1, false) <= 35, String(guesses(1, false)));
    assert.equal(guesses(365, false), 100);
    assert.ok(chance(100) < 0.0004);
  });

  it('with an owner who resets the count all the time: at most 1,300 a year, 0.4 percent', () => {
    const year = guesses(365, true);
    assert.ok(year <= 1300, String(year));
    assert.ok(chance(year) < 0.004);
  });
});

describe('with several authenticators', () => {
  const guesses = [33, 16, 11, 8, 6];

  for (const [index, most] of guesses.slice(1).entries()) {
    const count = index + 2;
    it(`${count}: after ${most} failures in a row codes are refused until a day after the wait`, () => {
      assert.equal(isPaused(fail(most - 1).budget, count, at(fail(most - 1).seconds)), false);
      const { budget, seconds } = fail(most);
      const end = seconds + secondsLocked(budget, at(seconds)) + day;
      assert.equal(isPaused(budget, count, at(end - 1)), true);
      assert.equal(isPaused(budget, count, at(end)), false);
      // One guess, and again a day.
      const next = afterFailure(budget, at(end));
      assert.equal(isPaused(next, count, at(end + 1)), true);
    });
  }

  it('one alone is never paused, and the waits are the same', () => {
    const { budget, seconds, waits } = fail(99);
    assert.equal(isPaused(budget, 1, at(seconds)), false);
    assert.deepEqual(waits.slice(0, 7), [0, 0, 0, 0, 60, 120, 240]);
  });

  it('a right answer ends the pause, and so does an administrator', () => {
    const { budget, seconds } = fail(6);
    assert.equal(isPaused(budget, 5, at(seconds)), true);
    assert.equal(isPaused(afterSuccess(budget), 5, at(seconds)), false);
  });

  it('the failure that begins a pause crosses a threshold, once', () => {
    const [before, after, later] = [fail(5), fail(6), fail(7)];
    assert.deepEqual(thresholds(before.budget, after.budget, 5, at(after.seconds)), ['locked', 'paused']);
    assert.deepEqual(thresholds(after.budget, later.budget, 5, at(later.seconds)), ['locked']);
    assert.deepEqual(thresholds(before.budget, after.budget, 1, at(after.seconds)), ['locked']);
  });

  it('a hundred failures block them, and codes that are blocked are not paused: a row of right codes opens them', () => {
    const [before, after] = [fail(99), fail(100)];
    assert.equal(isPaused(before.budget, 5, at(before.seconds)), true);
    assert.equal(isPaused(after.budget, 5, at(after.seconds)), false);
    assert.deepEqual(thresholds(before.budget, after.budget, 5, at(after.seconds)), ['locked', 'blocked']);
    const open = [7, 8, 9].reduce((budget, step) => afterBlockedCode(budget, step), after.budget);
    assert.equal(open.blockedAt, null);
    assert.equal(isPaused(open, 5, at(after.seconds)), false);
  });
});
