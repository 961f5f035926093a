/** What several rounds gave: the middle one, and how far they went. */
export interface Spread {
  median: number;
  least: number;
  most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('no round was measured');
  const sorted = values.toSorted((first, second) => first - second);
  const middle = (sorted.length - 1) / 2;
  return {
    median: (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2,
    least: sorted[0]!,
    most: sorted.at(-1)!,
  };
}

/** Round by round, since a noisy machine slows both sides of a round alike. */
export function ratiosOf(values: readonly number[], to: readonly number[]): Spread {
  return spreadOf(values.map((value, round) => value / to[round]!));
}

/** The middle round, and in brackets how far the rounds went. */
export function show({ median, least, most }: Spread, digits: number, unit = ''): string {
  const text = (value: number): string => value.toFixed(digits) + unit;
  return `${text(median)} (${text(least)} to ${text(most)})`;
}
