import type { Check } from '../checks/check.js';
import { groups, type Group } from '../promises/index.js';
import type { Result } from './run.js';

/** Requirements of ASVS 5.0 of level 3, which `asvs-l2` leaves out. */
const levelThree = new Set(['4.1.4', '6.3.8', '6.5.6', '6.5.8', '14.2.6']);

/** Which promises a standard asks for: those that cite it. */
const standards: Readonly<Record<string, { name: string; isCited: (source: string) => boolean }>> = {
  'nist-aal2': { name: 'NIST SP 800-63B-4, AAL2', isCited: (source) => source.startsWith('NIST SP 800-63B-4 ') },
  'asvs-l2': {
    name: 'OWASP ASVS 5.0, level 2',
    isCited: (source) => source.startsWith('ASVS 5.0 ') && !levelThree.has(source.slice('ASVS 5.0 '.length)),
  },
  'pci-8.5': { name: 'PCI DSS 4, requirement 8.5', isCited: (source) => source.startsWith('PCI DSS 4 8.5') },
};

export const profileNames: readonly string[] = Object.keys(standards);

function titleOf(profile: string): string {
  return standards[profile]?.name ?? profile;
}

/** Whether a check shows something that the standard of the profile asks for. */
export function isInProfile(profile: string, { promise, level }: Check): boolean {
  return level !== 'advised' && promise.sources.some((source) => standards[profile]?.isCited(source) ?? false);
}

/**
 * - `A`: everything holds that the back end has
 * - `B`: nothing fails, and something was not shown
 * - `C`: at most one in ten fails
 * - `F`: more
 * - `–`: nothing was run
 */
export type Grade = 'A' | 'B' | 'C' | 'F' | '–';

export interface Tally {
  readonly name: string;
  readonly title: string;
  readonly holds: number;
  readonly fails: number;
  readonly notShown: number;
  readonly grade: Grade;
}

export function tallyProfiles(results: readonly Result[]): Tally[] {
  return profileNames.map((name) =>
    tally(
      name,
      titleOf(name),
      results.filter(({ check }) => isInProfile(name, check)),
    ),
  );
}

/** One tally for each group with a check that was run. */
export function tallyGroups(results: readonly Result[]): Tally[] {
  return (Object.keys(groups) as Group[])
    .map((group) =>
      tally(
        group,
        groups[group],
        results.filter(({ check }) => check.group === group),
      ),
    )
    .filter(({ holds, fails, notShown }) => holds + fails + notShown > 0);
}

function tally(name: string, title: string, results: readonly Result[]): Tally {
  const count = (outcome: Result['outcome']): number => results.filter((result) => result.outcome === outcome).length;
  // What a back end does not have, it need not show. Advice is shown, but not graded.
  const graded = results.filter(({ kind, check }) => kind !== 'absent' && check.level !== 'advised');
  const fails = graded.filter(({ outcome }) => outcome === 'fails').length;
  const open = graded.filter(({ outcome }) => outcome === 'not shown').length;
  return {
    name,
    title,
    holds: count('holds'),
    fails: count('fails'),
    notShown: count('not shown'),
    grade: gradeOf(graded.length, fails, open),
  };
}

function gradeOf(all: number, fails: number, open: number): Grade {
  if (all === 0) return '–';
  if (fails > 0) return fails * 10 <= all ? 'C' : 'F';
  return open > 0 ? 'B' : 'A';
}

/** The text of a badge: the groups that hold. */
export function badgeOf(results: readonly Result[]): string {
  const tallies = tallyGroups(results);
  const held = tallies.filter(({ grade }) => grade === 'A' || grade === '–');
  const others = tallies.filter((one) => !held.includes(one)).map(({ name }) => name);
  const missing = others.length === 0 ? '' : ` (not: ${others.join(', ')})`;
  return `harmony-2fa conformance: ${held.length} of ${tallies.length} groups${missing}`;
}
