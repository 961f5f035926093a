import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import {
  afterFailure,
  afterSuccess,
  secondsLocked,
  untouchedBudget,
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

describe('the documented odds of guessing a code', () => {
  it('are those of the policy', async () => {
    const page = await readFile(new URL('../../server/docs/guess-probability.md', import.meta.url), 'utf8');
    const table = page
      .split('\n')
      .filter((line) => /^\| (stays|signs)/.test(line))
      .map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim())); // prettier-ignore
    assert.deepEqual(table, rows);
  });

  it('stay below one in two hundred a year for an account whose password is known', () => {
    for (const [, every] of owners) assert.ok(chance(most(guesses(every), 365), 3) < 1 / 200);
  });
});
