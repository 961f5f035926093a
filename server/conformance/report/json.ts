import { badgeOf, tallyGroups, tallyProfiles } from '../run/profiles.js';
import type { Run } from '../run/run.js';

/** Everything as data, for other programs. Members are only ever added. */
export function toJson(run: Run): string {
  const { base, results, requests, seconds } = run;
  return `${JSON.stringify(
    {
      base,
      seconds: Math.round(seconds * 10) / 10,
      requests,
      badge: badgeOf(results),
      groups: tallyGroups(results),
      profiles: tallyProfiles(results),
      checks: results.map(({ check, outcome, reason, kind, evidence, seconds: taken }) => ({
        id: check.id,
        says: check.says,
        level: check.level,
        promise: check.promise.number,
        sources: check.promise.sources,
        outcome,
        ...(reason !== '' && { reason }),
        ...(kind && { kind }),
        ...(evidence && { evidence }),
        seconds: Math.round(taken * 1000) / 1000,
      })),
    },
    null,
    2,
  )}\n`;
}
