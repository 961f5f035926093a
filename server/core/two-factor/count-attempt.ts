import { eventsOf, type AuditEventName, type Requester } from '../audit/events.js';
import type { ProofMethod } from '../../../widget/protocol/messages.js';
import {
  afterFailure,
  reserveAttempt,
  thresholds,
  withoutReserved,
  type Budget,
  type Reservation,
} from './attempt-policy.js';
import { conflict, retryOnConflict } from './retry-on-conflict.js';
import { countAuthenticators, refuseWhileLocked } from './rules.js';
import type { SecondFactor, TwoFactorStore } from './store.js';

/*
 * An attempt is counted in one of two ways:
 *
 * | attempt                                     | counted by     | when                                               |
 * | ------------------------------------------- | -------------- | -------------------------------------------------- |
 * | code of an authenticator, also at a set-up  | `countFailure` | after the comparison, when the code is wrong       |
 * | backup code, recovery code, password        | `reserve`      | before the slow hash; a right answer is refunded   |
 * | malformed body                              | `reserve`      | at once, and for good                              |
 */

/**
 * Counts a wrong code of an authenticator. Writes the audit entry `failure`, with an entry for each threshold that the failure crosses.
 *
 * @param count the budget after this failure
 * @returns the new budget
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
  const crossed = thresholds(factor.budget, budget, countAuthenticators(factor), now);
  const events = eventsOf(requester, now, [failure, 'totp'], ...crossed);
  return (await store.recordFailure(factor, budget, events)) ? budget : conflict;
}

/**
 * Counts an attempt as a failure before it is checked, so that a burst of requests gets no more slow hashes than the budget allows. Writes
 * the audit entry `entry`, with an entry for each threshold that the failure crosses.
 *
 * @param check sees the row that is written; when it throws, nothing is counted
 */
export function reserve(
  store: TwoFactorStore,
  requester: Requester,
  now: Date,
  entry: AuditEventName | [AuditEventName, ProofMethod],
  check: (factor: SecondFactor) => void,
): Promise<Reservation> {
  return retryOnConflict(store, requester.accountId, async (factor) => {
    refuseWhileLocked(factor.budget, now);
    check(factor);
    const reservation = reserveAttempt(factor.budget, now);
    const crossed = thresholds(factor.budget, reservation.after, countAuthenticators(factor), now);
    const events = eventsOf(requester, now, entry, ...crossed);
    return (await store.recordFailure(factor, reservation.after, events)) ? reservation : conflict;
  });
}

/** Runs the check of a reserved attempt. When it throws, the host or this server is at fault, so the person gets the attempt back. */
export async function checkOrRefund<T>(
  store: TwoFactorStore,
  requester: Requester,
  reservation: Reservation,
  check: () => Promise<T>,
): Promise<T> {
  try {
    return await check();
  } catch (error) {
    await retryOnConflict(
      store,
      requester.accountId,
      async (factor) =>
        (await store.resetFailures(factor, withoutReserved(factor.budget, reservation), [])) || conflict,
    );
    throw error;
  }
}
