/** The values of several rounds. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('no round was measured');
  const sorted = values.toSorted((first, second) => first - second);
  const middle = (sorted.length - 1) / 2;
  return {
    median: (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2,
    min: sorted[0]!,
    max: sorted.at(-1)!,
  };
}

/** The ratio of each round, because a noisy machine slows both sides of a round. */
export function ratiosOf(values: readonly number[], to: readonly number[]): Spread {
  return spreadOf(values.map((value, round) => value / to[round]!));
}

/** The median, and in brackets minimum and maximum. */
export function show({ median, min, max }: Spread, digits: number, unit = ''): string {
  const text = (value: number): string => value.toFixed(digits) + unit;
  return `${text(median)} (${text(min)} to ${text(max)})`;
}
