import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import {
  afterBlockedCode,
  afterFailure,
  afterSuccess,
  secondsLocked,
  untouchedBudget,
  type Budget,
} from '../../server/core/two-factor/attempt-policy.js';

const day = 86_400;
const start = Date.parse('2026-11-24T09:00:00.000Z');
const at = (seconds: number): Date => new Date(start + seconds * 1000);

/**
 * The times of all guesses within three years, in seconds: each at the first moment that the policy allows. An owner who signs in
 * always comes right before a guess, which is best for the guesser.
 */
function guesses(ownerSignsInEvery: number): number[] {
  const moments: number[] = [];
  let budget = untouchedBudget;
  let owner = 0;
  for (let now = 0; now < 3 * 365 * day && budget.blockedAt === null;) {
    if (now >= owner) {
      budget = afterSuccess(budget);
      owner = now + ownerSignsInEvery;
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

/** The odds of a row of guesses that opens a blocked authenticator. Each guess is right for one step of a million. */
function oddsOfRow(live: number): number {
  const window = Array.from({ length: 50 }, (_, step) => step);
  const grows = (before: Budget, after: Budget): boolean =>
    after.blockedAt === null || (after.rightCodes?.count ?? 0) > (before.rightCodes?.count ?? 0);
  let budget: Budget = { ...untouchedBudget, blockedAt: start };
  // The first code: one of the live steps.
  let odds = live / 1e6;
  budget = afterBlockedCode(budget, 7);
  while (budget.blockedAt !== null) {
    const next = window.filter((step) => grows(budget, afterBlockedCode(budget, step)));
    odds *= next.length / 1e6;
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

/** The rows of the page that begin like this. */
async function tableOf(first: RegExp): Promise<string[][]> {
  const page = await readFile(new URL('../../server/docs/guess-probability.md', import.meta.url), 'utf8');
  const lines = page.split('\n').filter((line) => first.test(line));
  return lines.map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim())); // prettier-ignore
}

describe('the documented odds of guessing a code', () => {
  it('are those of the policy', async () => {
    assert.deepEqual(await tableOf(/^\| (stays|signs)/), rows);
  });

  it('are those of the policy at a blocked authenticator', async () => {
    assert.deepEqual(await tableOf(/^\| (three in|a million)/), rowsOfBlock);
  });

  it('stay below one in two hundred a year for an account whose password is known', () => {
    for (const [, every] of owners) assert.ok(chance(most(guesses(every), 365), 3) < 1 / 200);
  });
});
