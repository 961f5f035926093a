import { eventsOf, type Asker, type AuditEventName } from '../audit/events.js';
import { afterFailure, thresholds, type Budget } from './attempt-policy.js';
import { lost } from './contend.js';
import type { SecondFactor, TwoFactorStore } from './store.js';

/**
 * Counts a wrong code of the authenticator app and writes it down as `failure`, with the lock or the block that it causes.
 * Returns the budget after it.
 */
export async function countFailure(
  store: TwoFactorStore,
  factor: SecondFactor,
  failure: AuditEventName,
  asker: Asker,
  now: Date,
): Promise<Budget | typeof lost> {
  const budget = afterFailure(factor.budget, now);
  const events = eventsOf(asker, now, [failure, 'totp'], ...thresholds(factor.budget, budget));
  return (await store.recordFailure(factor, budget, events)) ? budget : lost;
}
