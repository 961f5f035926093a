/** Something that a test cannot do without, and that not every engine has. */
export type Need = 'forced colours' | 'a low window';

export interface Lack {
  because: string;
  /** How many tests it costs: one more or less fails the run, so that none is left out unseen. */
  tests: number;
}

/** By the names of the launchers. */
export const lacks: Readonly<Record<string, Partial<Record<Need, Lack>>>> = {
  Chromium: {},
  Firefox: {},
  WebKit: {
    'forced colours': { because: 'WebKit has no such mode: it reports forced-colors as none, always', tests: 6 },
    'a low window': { because: 'its window of 256 px takes no click, so the page never gets the focus', tests: 37 },
  },
};

/** How the title of a test says why it was left out. */
export const mark = (need: Need) => ` [needs ${need}]`;

export function needIn(title: string): Need | undefined {
  return /\[needs (.+)\]$/.exec(title)?.[1] as Need | undefined;
}
