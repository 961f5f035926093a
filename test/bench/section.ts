/** The results of one part of the bench. */
export interface Section {
  title: string;
  /** Promised limits with the measured values. */
  goals: Goal[];
  /** Measured values without a limit. */
  figures: Figure[];
  curves: Curve[];
}

export interface Goal {
  what: string;
  /** The limit in words: `at least 0.8`. */
  goal: string;
  measured: string;
  reached: boolean;
}

export interface Figure {
  what: string;
  measured: string;
}

/** One plot. */
export interface Curve {
  title: string;
  x: { label: string; logarithmic?: boolean };
  /** Starts at 0. */
  y: { label: string };
  series: { name: string; points: [x: number, y: number][] }[];
}

/** `scratch` is a folder that the bench deletes at its end. */
export type Measure = (scratch: string) => Promise<Section>;
