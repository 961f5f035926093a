import { detailed, eventsOf, type Requester } from '../audit/events.js';
import { afterUnblocking, secondsLocked } from './attempt-policy.js';
import { emptyFactor } from './store-over-rows.js';
import { conflict, retryOnConflict } from './retry-on-conflict.js';
import { endOfRecovery } from './rules.js';
import { DamagedRowError, type TwoFactorStore } from './store.js';

/**
 * Changes that an administrator makes for a person. Neither reveals a secret or a code.
 *
 *     on, damaged, or a set-up pending ── reset ──▶ off, nothing pending, a new budget
 *     locked or blocked ── unblock ──▶ open; the 30-day count stays
 */
export interface AdminChanges {
  /** Whether `reset` would change something. A set-up that has expired is nothing to change. */
  needsReset(accountId: string, now: Date): Promise<boolean>;
  /** @returns false when 2FA is off already */
  reset(requester: Requester, detail: string, now: Date): Promise<boolean>;
  /** @returns false when nothing is locked or blocked */
  unblock(requester: Requester, detail: string, now: Date): Promise<boolean>;
}

/** @param detail operator and reason, for the audit trail */
export function createAdminChanges(store: TwoFactorStore): AdminChanges {
  return {
    needsReset,

    reset: (requester, detail, now) =>
      retryOnConflict(repairable(store), requester.accountId, async (factor) => {
        if (!(await needsReset(requester.accountId, now))) return false;
        const events = detailed(eventsOf(requester, now, 'admin_reset'), detail);
        const ended = eventsOf(requester, now, ...endOfRecovery(factor, now));
        return (await store.reset(factor, [...events, ...ended])) || conflict;
      }),

    unblock: (requester, detail, now) =>
      retryOnConflict(store, requester.accountId, async (factor) => {
        const { budget } = factor;
        if (secondsLocked(budget, now) === 0 && budget.blockedAt === null && budget.failures === 0) return false;
        const events = detailed(eventsOf(requester, now, 'admin_unblocked'), detail);
        return (await store.unblock(factor, afterUnblocking(budget), events)) || conflict;
      }),
  };

  async function needsReset(accountId: string, now: Date): Promise<boolean> {
    try {
      const { active, pendingSetup } = await store.read(accountId);
      return active !== null || (pendingSetup !== null && pendingSetup.expiresAt > now.getTime());
    } catch (error) {
      if (error instanceof DamagedRowError) return true;
      throw error;
    }
  }
}

/** Reads a damaged row as an empty one, so that a reset can overwrite it. */
function repairable(store: TwoFactorStore): Pick<TwoFactorStore, 'read'> {
  return {
    async read(accountId) {
      try {
        return await store.read(accountId);
      } catch (error) {
        if (!(error instanceof DamagedRowError)) throw error;
        return { ...emptyFactor(accountId), version: error.version };
      }
    },
  };
}
