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
 * | backup code, recovery code, password        | `reserve`      | before its slow hash; a right answer takes it back |
 * | malformed body                              | `countFailure` | at once                                            |
 */

type Entry = AuditEventName | [AuditEventName, ProofMethod];

/** An attempt that is counted before it is checked. */
export interface ReservedAttempt extends Reservation {
  /** The thresholds that it crosses unless it turns out to be right. */
  crossed: ReturnType<typeof thresholds>;
}

/**
 * Counts a wrong answer that costs no slow hash. Writes the audit entry `failure`, with an entry for each threshold that the failure crosses.
 *
 * @param count the budget after this failure
 * @returns the new budget
 */
export async function countFailure(
  store: TwoFactorStore,
  factor: SecondFactor,
  failure: Entry,
  requester: Requester,
  now: Date,
  count: typeof afterFailure = afterFailure,
): Promise<Budget | typeof conflict> {
  const budget = count(factor.budget, now);
  const crossed = thresholds(factor.budget, budget, countAuthenticators(factor), now);
  const events = eventsOf(requester, now, failure, ...crossed);
  return (await store.recordFailure(factor, budget, events)) ? budget : conflict;
}

/**
 * Counts an attempt as a failure before it is checked, so that a burst of requests gets no more slow hashes than the budget allows. Writes
 * the audit entry `entry`. The entries for the thresholds come with `recordWrong`: after a right answer the account is not locked, and its
 * owner gets no mail. When the process ends in between, the failure and the lock stay, and only these entries are missing.
 *
 * @param check sees the row that is written; when it throws, nothing is counted
 */
export function reserve(
  store: TwoFactorStore,
  requester: Requester,
  now: Date,
  entry: Entry,
  check: (factor: SecondFactor) => void,
): Promise<ReservedAttempt> {
  return retryOnConflict(store, requester.accountId, async (factor) => {
    refuseWhileLocked(factor.budget, now);
    check(factor);
    const reservation = reserveAttempt(factor.budget, now);
    const crossed = thresholds(factor.budget, reservation.after, countAuthenticators(factor), now);
    const events = eventsOf(requester, now, entry);
    return (await store.recordFailure(factor, reservation.after, events)) ? { ...reservation, crossed } : conflict;
  });
}

/**
 * Records that a reserved attempt was wrong, with an entry for each threshold that it has crossed. A right answer may have lifted the lock
 * while the hash ran; then there is no entry for it.
 */
export async function recordWrong(
  store: TwoFactorStore,
  requester: Requester,
  { before, crossed }: ReservedAttempt,
  now: Date,
  entry: Entry,
): Promise<void> {
  const remain = crossed.length === 0 ? [] : await crossedSince(before);
  await store.record(eventsOf(requester, now, entry, ...crossed.filter((threshold) => remain.includes(threshold))));

  async function crossedSince(budget: Budget): Promise<ReturnType<typeof thresholds>> {
    const factor = await store.read(requester.accountId);
    return thresholds(budget, factor.budget, countAuthenticators(factor), now);
  }
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
