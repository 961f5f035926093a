import { eventsOf, type Requester, type AuditEventName } from '../audit/events.js';
import { afterFailure, thresholds, type Budget } from './attempt-policy.js';
import { conflict } from './retry-on-conflict.js';
import { countAuthenticators } from './rules.js';
import type { SecondFactor, TwoFactorStore } from './store.js';

/**
 * Counts a wrong code of the authenticator app. Writes the audit entry `failure`, with an entry for a lock or a block that it
 * causes. Returns the new budget.
 *
 * Backup codes and passwords are counted in `attempts.ts`, before their slow hash runs.
 *
 * @param count the budget after this failure
 */
export async function countFailure(
  store: TwoFactorStore,
  factor: SecondFactor,
  failure: AuditEventName,
  requester: Requester,
  now: Date,
  count: typeof afterFailure = afterFailure,
): Promise<Budget | typeof conflict> {
  const budget = count(factor.budget, now);
  const events = eventsOf(
    requester,
    now,
    [failure, 'totp'],
    ...thresholds(factor.budget, budget, countAuthenticators(factor), now),
  );
  return (await store.recordFailure(factor, budget, events)) ? budget : conflict;
}
