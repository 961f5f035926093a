import type { Run } from '../run/run.js';
import { toHtml } from './html.js';
import { toJson } from './json.js';
import { toJunit } from './junit.js';
import { toTap } from './tap.js';

const formats = { html: toHtml, junit: toJunit, tap: toTap, json: toJson } as const;

export type Format = keyof typeof formats;
export const formatNames = Object.keys(formats) as Format[];

/** A report, from which every secret of the run is removed once more. */
export function reportOf(format: Format, run: Run): string {
  return run.secrets.redact(formats[format](run));
}
