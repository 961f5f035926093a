import type { Figure } from './section.js';

/** What one answer and one account cost, as measured. */
export interface Costs {
  instanceMicroseconds: number;
  databaseMicroseconds: number;
  accountBytes: number;
  auditBytes: number;
}

const signInsPerDay = 2;
const peak = 10;
/** Of a core, so that a burst finds room. */
const use = 0.6;
const coresOfShard = 8;
const secondsPerDay = 86_400;

/** On paper: what holds this many accounts, if everything grows as it was measured here. */
export function capacityFor(accounts: number, costs: Costs): Figure {
  const perSecond = ((accounts * signInsPerDay) / secondsPerDay) * peak;
  const coresFor = (microseconds: number): number => (perSecond * microseconds) / 1e6 / use;
  const instances = Math.ceil(coresFor(costs.instanceMicroseconds));
  const shards = Math.ceil(coresFor(costs.databaseMicroseconds) / coresOfShard);
  const disk = (accounts * costs.accountBytes) / 1e9;
  const audit = (accounts * signInsPerDay * costs.auditBytes) / 1e9;
  return {
    what:
      `On paper, for ${accounts.toLocaleString('en')} accounts that each sign in ${signInsPerDay} times a day, with a peak ` +
      `of ${peak} times the mean, instances of one core and PostgreSQL shards of ${coresOfShard} cores, all used to ${use}`,
    measured:
      `${Math.round(perSecond).toLocaleString('en')} answers/s: ${instances} instances, ${shards} shards, ` +
      `${disk.toFixed(0)} GB of accounts and ${audit.toFixed(0)} GB of audit trail a day`,
  };
}
