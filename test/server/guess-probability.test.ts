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
 * When the guesses of three years fall, in seconds: each at the first moment that the policy lets. An owner who signs in goes
 * first whenever a turn comes up, which is the best that can happen to a guesser.
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
    // Guessing takes no time of its own.
    now += secondsLocked(budget, at(now));
  }
  return moments;
}

/** The most guesses in any stretch of that length. */
function most(moments: number[], days: number): number {
  let first = 0;
  return moments.reduce((best, moment, last) => {
    while (moments[first]! <= moment - days * day) first += 1;
    return Math.max(best, last - first + 1);
  }, 0);
}

const chance = (count: number, live: number): number => 1 - (1 - live / 1e6) ** count;
/** Two digits that count, as a person writes it. */
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

describe('the odds of guessing a code, as written down', () => {
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
