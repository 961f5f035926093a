/** What one part of the bench found out. */
export interface Section {
  title: string;
  /** What was promised, and what was measured: one row each. */
  goals: Goal[];
  /** Everything else worth a line. */
  figures: Figure[];
  curves: Curve[];
}

export interface Goal {
  what: string;
  /** The limit as a person reads it: `at least 0.8`. */
  goal: string;
  measured: string;
  reached: boolean;
}

export interface Figure {
  what: string;
  measured: string;
}

/** Points that belong on one plot. */
export interface Curve {
  title: string;
  x: { label: string; logarithmic?: boolean };
  /** From 0. */
  y: { label: string };
  series: { name: string; points: [x: number, y: number][] }[];
}

/** `scratch` is a folder that is deleted when the bench ends. */
export type Measure = (scratch: string) => Promise<Section>;
