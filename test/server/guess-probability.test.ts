import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import {
  afterBlockedCode,
  afterFailure,
  afterSuccess,
  isPaused,
  limits,
  secondsLocked,
  untouchedBudget,
  type Budget,
} from '../../server/core/two-factor/attempt-policy.js';
import { maxAuthenticators } from '../../widget/protocol/limits.js';

const day = 86_400;
const start = Date.parse('2026-11-24T09:00:00.000Z');
const at = (seconds: number): Date => new Date(start + seconds * 1000);

/**
 * The times of all guesses within three years, in seconds: each at the first moment that the policy allows. An owner who signs in
 * always comes right before a guess, which is best for the guesser.
 */
function guesses(ownerSignsInEvery: number, authenticators = 1): number[] {
  const moments: number[] = [];
  let budget = untouchedBudget;
  let owner = 0;
  for (let now = 0; now < 3 * 365 * day && budget.blockedAt === null;) {
    if (now >= owner) {
      budget = afterSuccess(budget);
      owner = now + ownerSignsInEvery;
    }
    if (isPaused(budget, authenticators, at(now))) {
      now = Math.min(owner, (budget.lockedUntil! - start) / 1000 + day);
      continue;
    }
    moments.push(now);
    budget = afterFailure(budget, at(now));
    // A guess itself takes no time.
    now += secondsLocked(budget, at(now));
  }
  return moments;
}

/** The highest number of guesses in any period of this length. */
function most(moments: number[], days: number): number {
  let first = 0;
  return moments.reduce((best, moment, last) => {
    while (moments[first]! <= moment - days * day) first += 1;
    return Math.max(best, last - first + 1);
  }, 0);
}

const chance = (count: number, live: number): number => 1 - (1 - live / 1e6) ** count;
/** Two significant digits, as a person writes them. */
const percent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;

const spans: [name: string, days: number][] = [['a day', 1], ['30 days', 30], ['a year', 365]]; // prettier-ignore
const owners: [name: string, every: number][] = [
  ['stays away', Number.POSITIVE_INFINITY],
  ['signs in twice a day', day / 2],
];

const rows = owners.flatMap(([owner, every]) => {
  const moments = guesses(every);
  return spans.map(([span, days]) => {
    const count = most(moments, days);
    return [owner, span, String(count), percent(chance(count, 3)), percent(chance(count, 1))];
  });
});

/**
 * The odds of a row of guesses that opens a blocked account. Each guess is right for one step of a million, and for one of each
 * authenticator.
 */
function oddsOfRow(live: number, authenticators = 1): number {
  const window = Array.from({ length: 50 }, (_, step) => step);
  const grows = (before: Budget, after: Budget): boolean =>
    after.blockedAt === null || (after.rightCodes?.count ?? 0) > (before.rightCodes?.count ?? 0);
  let budget: Budget = { ...untouchedBudget, blockedAt: start };
  // The first code: one of the live steps.
  let odds = (authenticators * live) / 1e6;
  budget = afterBlockedCode(budget, 7);
  while (budget.blockedAt !== null) {
    const next = window.filter((step) => grows(budget, afterBlockedCode(budget, step)));
    odds *= (authenticators * next.length) / 1e6;
    budget = afterBlockedCode(budget, next[0]!);
  }
  return odds;
}

const inWords = (odds: number): string => {
  const [mantissa, exponent] = odds.toExponential(1).split('e-');
  const raised = [...exponent!].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(digit))).join('');
  return `${Number(mantissa)} · 10⁻${raised}`;
};
const guessesOfAYear = 1e6 * 365 * day;
const rowsOfBlock = [
  ['three in a row', inWords(oddsOfRow(3)), inWords(oddsOfRow(1))],
  // Far below one: the sum of the odds is close to them.
  ['a million a second, for a year', percent(guessesOfAYear * oddsOfRow(3)), percent(guessesOfAYear * oddsOfRow(1))],
];
const rowsOfBlockWithSeveral = ['one', 'two', 'three', 'four', 'five'].map((word, index) => {
  const odds = oddsOfRow(3, index + 1);
  return [word, inWords(odds), percent(guessesOfAYear * odds)];
});

const numbers = Array.from({ length: maxAuthenticators }, (_, index) => index + 1);

const rowsOfSeveral = owners.flatMap(([owner, every]) =>
  numbers.map((number) => {
    const moments = guesses(every, number);
    const odds = spans.map(([, days]) => percent(chance(most(moments, days), 3 * number)));
    return [String(number), owner, String(most(moments, 1)), ...odds];
  }),
);

/** The rows of the page that begin like this. */
async function tableOf(pattern: RegExp): Promise<string[][]> {
  const page = await readFile(new URL('../../server/docs/guess-probability.md', import.meta.url), 'utf8');
  const lines = page.split('\n').filter((line) => pattern.test(line));
  return lines.map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim())); // prettier-ignore
}

describe('the documented odds of guessing a code', () => {
  it('are those of the policy', async () => {
    assert.deepEqual(await tableOf(/^\| (stays|signs)/), rows);
  });

  it('are those of the policy at a blocked authenticator', async () => {
    assert.deepEqual(await tableOf(/^\| (three in|a million)/), rowsOfBlock);
    assert.equal(rowsOfBlockWithSeveral.length, maxAuthenticators);
    assert.deepEqual(await tableOf(/^\| (one|two|three|four|five) +\|/), rowsOfBlockWithSeveral);
  });

  it('are those of the policy for several authenticators', async () => {
    assert.deepEqual(await tableOf(/^\| [1-9] /), rowsOfSeveral);
  });

  it('stay those of one authenticator within a day, however many there are, while the owner stays away', () => {
    assert.equal(limits.failuresADay, most(guesses(Number.POSITIVE_INFINITY), 1));
    for (const number of numbers) {
      const count = most(guesses(Number.POSITIVE_INFINITY, number), 1);
      assert.ok(count >= limits.freeFailures && count * number <= limits.failuresADay, `${number}: ${count} guesses`);
    }
  });

  it('of the measures that were weighed for five authenticators are those of the free failures and the waits', async () => {
    const withoutPause = most(guesses(Number.POSITIVE_INFINITY), 1);
    const withPause = percent(chance(most(guesses(Number.POSITIVE_INFINITY, 5), 1), 15));
    assert.deepEqual(
      (await tableOf(/^\| (nothing|fewer|the|\*\*)/)).map(([, odds]) => odds),
      [
        percent(chance(withoutPause, 15)),
        `${percent(chance(withoutPause, 6))} with two`,
        withPause,
        withPause,
        percent(chance(withoutPause, 5)),
        withPause,
      ],
    );
  });

  it('stay below one in two hundred a year for an account whose password is known, and below one in fifty with five', () => {
    for (const [, every] of owners) {
      assert.ok(chance(most(guesses(every), 365), 3) < 1 / 200);
      for (const number of numbers) assert.ok(chance(most(guesses(every, number), 365), 3 * number) < 1 / 50);
    }
  });
});
