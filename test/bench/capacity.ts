import type { Figure } from './section.js';

/** The measured cost of one answer and one account. */
export interface Costs {
  instanceMicroseconds: number;
  databaseMicroseconds: number;
  accountBytes: number;
  auditBytes: number;
}

const signInsPerDay = 2;
const peak = 10;
/** The planned share of a core, which leaves room for bursts. */
const use = 0.6;
const coresOfShard = 8;
const secondsPerDay = 86_400;

/** Calculates what this many accounts need, if cost grows as measured. */
export function capacityFor(accounts: number, costs: Costs): Figure {
  const perSecond = ((accounts * signInsPerDay) / secondsPerDay) * peak;
  const coresFor = (microseconds: number): number => (perSecond * microseconds) / 1e6 / use;
  const instances = Math.ceil(coresFor(costs.instanceMicroseconds));
  const shards = Math.ceil(coresFor(costs.databaseMicroseconds) / coresOfShard);
  const disk = (accounts * costs.accountBytes) / 1e9;
  const audit = (accounts * signInsPerDay * costs.auditBytes) / 1e9;
  return {
    what:
      `Calculated for ${accounts.toLocaleString('en')} accounts that each sign in ${signInsPerDay} times a day, with a peak ` +
      `of ${peak} times the mean, instances of one core and PostgreSQL shards of ${coresOfShard} cores, all used to ${use}`,
    measured:
      `${Math.round(perSecond).toLocaleString('en')} answers/s: ${instances} instances, ${shards} shards, ` +
      `${disk.toFixed(0)} GB of accounts and ${audit.toFixed(0)} GB of audit trail a day`,
  };
}
