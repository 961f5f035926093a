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

export function showSpread({ median, least, most }: Spread, show: (value: number) => string): string {
  return `${show(median)} (${show(least)} to ${show(most)})`;
}

export function showRatio(spread: Spread): string {
  return showSpread(spread, (value) => value.toFixed(2));
}
