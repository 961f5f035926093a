import type { Result } from './run.js';

/** Distinct, so that a script can tell them apart. */
export const exitCodes = {
  held: 0,
  failed: 1,
  usage: 2,
  notShown: 3,
  unusable: 4,
  unexpected: 5,
  interrupted: 130,
} as const;

/** 0 only when every required check held. Advice never counts. */
export function exitCodeOf(results: readonly Result[]): number {
  const counted = results.filter(({ check }) => check.level !== 'advised');
  if (counted.some(({ outcome }) => outcome === 'fails')) return exitCodes.failed;
  const open = counted.some(({ outcome, check }) => outcome === 'not shown' && check.level === 'required');
  return open || results.length === 0 ? exitCodes.notShown : exitCodes.held;
}

/** What is known of a back end: a file of `--expect`. */
export interface Known {
  /** Checks that fail. */
  readonly fails: readonly string[];
  /** Required checks that are not shown. */
  readonly notShown: readonly string[];
}

/** @throws {TypeError} that says what is wrong with the file */
export function readKnown(text: string, ids: ReadonlySet<string>): Known {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TypeError('it is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError('it has to be an object, such as {"fails":["replay/1"]}');
  }
  const { fails = [], notShown = [], ...others } = value as Record<string, unknown>;
  const [other] = Object.keys(others);
  if (other !== undefined) throw new TypeError(`it has "fails" and "notShown", and no ${JSON.stringify(other)}`);
  return { fails: readIds('fails', fails, ids), notShown: readIds('notShown', notShown, ids) };
}

function readIds(name: string, value: unknown, ids: ReadonlySet<string>): string[] {
  if (!Array.isArray(value)) throw new TypeError(`"${name}" has to be a list of checks`);
  const unknown: unknown = value.find((id) => !ids.has(id as string));
  if (unknown !== undefined) throw new TypeError(`"${name}" names ${JSON.stringify(unknown)}, which is no check`);
  return value as string[];
}

/** What differs from what is known, in plain words. A check that was not run says nothing. */
export function unexpected(results: readonly Result[], known: Known): string[] {
  return results.flatMap(({ check: { id, level }, outcome }) => {
    const isKnown = known.fails.includes(id);
    if (outcome === 'fails')
      return isKnown || level === 'advised' ? [] : [`${id} fails, but --expect does not list it`];
    if (outcome === 'holds') return isKnown ? [`${id} holds, but --expect lists it as failing`] : [];
    if (isKnown) return [`${id} is not shown, but --expect lists it as failing`];
    return level === 'required' && !known.notShown.includes(id)
      ? [`${id} is not shown, but --expect does not list it`]
      : [];
  });
}
