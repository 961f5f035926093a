import { untouchedBudget } from './attempt-policy.js';
import { afterSpending, readAuthenticators, writeAuthenticators } from './authenticators.js';
import type { FactorState, SecondFactorRows } from './rows.js';
import { DamagedRowError, type SecondFactor, type TwoFactorStore } from './store.js';

/** An account of which nothing is stored. */
export function emptyFactor(accountId: string): SecondFactor {
  return { accountId, version: 0, ...emptyState };
}

const nothingPending = { pendingSetup: null, pendingBackupCodes: null };
const emptyState: FactorState = { active: null, ...nothingPending, budget: untouchedBudget };

/** An intent that does not apply changes nothing; the caller reads again and decides again. */
const refused = Promise.resolve(false);

/**
 * The store over rows: each intent says which state follows, and one conditional write stores it.
 *
 * @example
 * const twoFactor = createTwoFactor({ store: createTwoFactorStore(rowsOf(myDatabase)), keys, issuer: 'Acme' });
 */
export function createTwoFactorStore(rows: SecondFactorRows): TwoFactorStore {
  type Events = Parameters<SecondFactorRows['compareAndSet']>[2];
  const write = (factor: SecondFactor, changes: Partial<FactorState>, events: Events): Promise<boolean> => {
    const { active, pendingSetup, pendingBackupCodes, budget } = factor;
    return rows.compareAndSet(factor, { active, pendingSetup, pendingBackupCodes, budget, ...changes }, events);
  };

  return {
    async read(accountId) {
      const factor = await rows.read(accountId);
      requireReadable(factor);
      return factor;
    },

    stageSetup: (factor, pendingSetup, events) => write(factor, { pendingSetup }, events),
    dropSetup: (factor, events) => write(factor, { pendingSetup: null }, events),
    activate: (factor, active, budget, events) =>
      factor.pendingSetup === null ? refused : write(factor, { active, budget, ...nothingPending }, events),

    addAuthenticator(factor, authenticators, budget, events) {
      const { active, pendingSetup } = factor;
      if (active === null || pendingSetup === null) return refused;
      const next = { ...active, ...writeAuthenticators(authenticators) };
      return write(factor, { active: next, pendingSetup: null, budget }, events);
    },
    keepAuthenticators: (factor, authenticators, events) =>
      factor.active === null
        ? refused
        : write(factor, { active: { ...factor.active, ...writeAuthenticators(authenticators) } }, events),

    spendStep(factor, spent, at, budget, events) {
      const { active } = factor;
      if (active === null) return refused;
      return write(factor, { active: { ...active, ...afterSpending(active, spent, at) }, budget }, events);
    },
    spendBackupCode(factor, index, budget, events) {
      const { active } = factor;
      if (active === null) return refused;
      const spentBackupCodes = active.spentBackupCodes | (1 << index);
      return write(factor, { active: { ...active, spentBackupCodes }, budget }, events);
    },
    recordFailure: (factor, budget, events) => write(factor, { budget }, events),
    resetFailures: (factor, budget, events) => write(factor, { budget }, events),

    stageBackupCodes: (factor, pendingBackupCodes, events) => write(factor, { pendingBackupCodes }, events),
    keepBackupCodes(factor, sealedBackupCodes, events) {
      const { active, pendingBackupCodes } = factor;
      if (active === null || pendingBackupCodes === null) return refused;
      const kept = { ...active, sealedBackupCodes, spentBackupCodes: 0 };
      return write(factor, { active: kept, pendingBackupCodes: null }, events);
    },
    dropBackupCodes: (factor, events) => write(factor, { pendingBackupCodes: null }, events),

    disable: (factor, events) =>
      write(factor, { active: null, ...nothingPending, budget: { ...factor.budget, blockedAt: null } }, events),

    reseal: (factor, { active, pendingSetup, pendingBackupCodes }, events) =>
      write(
        factor,
        { active: factor.active && { ...factor.active, ...active }, pendingSetup, pendingBackupCodes },
        events,
      ),
    reset: (factor, events) => write(factor, emptyState, events),
    unblock: (factor, budget, events) => write(factor, { budget }, events),

    accountsAfter: (accountId, limit) => rows.accountsAfter(accountId, limit),
    record: (events) => rows.record(events),
    forget: (accountId, now) => rows.forget(accountId, now),
  };
}

/** @throws {DamagedRowError} for authenticators in a form that no operation writes */
function requireReadable({ accountId, version, active }: SecondFactor): void {
  try {
    if (active !== null) readAuthenticators(active);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new DamagedRowError(accountId, version, error.message);
  }
}
