/** A feature that a test needs and that some engine does not have. */
export type Feature = 'forced colours' | 'a low window';

export interface Unsupported {
  reason: string;
  /** How many tests the engine leaves out. Another number fails the run, so that no test disappears unnoticed. */
  tests: number;
}

/** By the name of the launcher. */
export const unsupported: Readonly<Record<string, Partial<Record<Feature, Unsupported>>>> = {
  Chromium: {},
  Firefox: {},
  WebKit: {
    'forced colours': { reason: 'WebKit has no such mode: it always reports forced-colors as none', tests: 7 },
    'a low window': { reason: 'its window of 256 px receives no click, so the page never gets the focus', tests: 131 },
  },
};

/** The end of the title of a test that is left out. */
export const mark = (feature: Feature) => ` [needs ${feature}]`;

export function featureIn(title: string): Feature | undefined {
  return /\[needs (.+)\]$/.exec(title)?.[1] as Feature | undefined;
}
