import type { Spread } from '../statistics.js';

/** The middle round, and in brackets how far the rounds went. */
export function show({ median, least, most }: Spread, digits: number, unit = ''): string {
  const text = (value: number): string => value.toFixed(digits) + unit;
  return `${text(median)} (${text(least)} to ${text(most)})`;
}
