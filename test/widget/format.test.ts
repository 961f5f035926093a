import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { builtIn } from '../../widget/i18n/built-in-languages.js';
import { formatAgo, formatDays } from '../../widget/i18n/format.js';

const now = Date.parse('2026-11-24T09:00:00.000Z');
const [minute, hour, day] = [60, 3600, 86_400];

describe('how long ago something was', () => {
  const texts: [seconds: number, text: string | null][] = [
    [-3600, null],
    [0, null],
    [minute - 1, null],
    [minute, '1 minute ago'],
    [hour - 1, '59 minutes ago'],
    [hour, '1 hour ago'],
    [day - 1, '23 hours ago'],
    [day, 'yesterday'],
    [29 * day, '29 days ago'],
    [30 * day, 'last month'],
    [364 * day, '12 months ago'],
    [365 * day, 'last year'],
  ];
  for (const [seconds, text] of texts) {
    it(`${seconds} seconds: ${text}`, () => {
      assert.equal(formatAgo(new Date(now - seconds * 1000).toISOString(), 'en', now), text);
    });
  }

  it('is a text in every language, and so is a number of days', () => {
    for (const tag of ['en', ...Object.keys(builtIn)]) {
      assert.ok(formatAgo(new Date(now - 5 * hour * 1000).toISOString(), tag, now), tag);
      assert.ok(formatDays(30, tag).length > 2, tag);
    }
  });
});
