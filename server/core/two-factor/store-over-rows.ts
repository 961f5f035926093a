import { requireMethods } from '../require-options.js';
import { untouchedBudget, type Budget } from './attempt-policy.js';
import { afterSpending, readAuthenticators, writeAuthenticators } from './authenticators.js';
import type { FactorState, SecondFactorRows } from './rows.js';
import { DamagedRowError, type ActiveFactor, type SecondFactor, type SpentStep, type TwoFactorStore } from './store.js';

/** The factor of an account without a row. */
export function emptyFactor(accountId: string): SecondFactor {
  return { accountId, version: 0, ...emptyState };
}

const nothingPending = { pendingSetup: null, pendingBackupCodes: null };
/** Every change of the factor and every right answer of the owner ends a recovery. A name of an authenticator is no such change. */
const noRecovery = { recovery: null };
const emptyState: FactorState = { active: null, ...nothingPending, ...noRecovery, budget: untouchedBudget };

/** An intent that does not apply to the row changes nothing. The caller reads and decides again. */
const refused = Promise.resolve(false);

/**
 * The store over rows: each intent computes the next state, and one conditional write stores it.
 *
 * @throws {TypeError} when one of the five functions is missing
 * @example
 * const twoFactor = createTwoFactor({ store: createTwoFactorStore(rowsOf(myDatabase)), keys, issuer: 'Acme' });
 */
export function createTwoFactorStore(rows: SecondFactorRows): TwoFactorStore {
  requireMethods('createTwoFactorStore: rows', rows, ['read', 'compareAndSet', 'record', 'accountsAfter', 'forget']);
  type Events = Parameters<SecondFactorRows['compareAndSet']>[2];
  const write = (factor: SecondFactor, changes: Partial<FactorState>, events: Events): Promise<boolean> => {
    const { active, pendingSetup, pendingBackupCodes, recovery, budget } = factor;
    const state = { active, pendingSetup, pendingBackupCodes, recovery, budget };
    return rows.compareAndSet(factor, { ...state, ...changes }, events);
  };
  const withSteps = (
    { active }: SecondFactor,
    steps: readonly SpentStep[],
    at: number,
  ): { active: ActiveFactor } | null => active && { active: { ...active, ...afterSpending(active, steps, at) } };

  return {
    async read(accountId) {
      const factor = whole(await rows.read(accountId));
      requireReadable(factor);
      return factor;
    },

    stageSetup: (factor, pendingSetup, events) => write(factor, { pendingSetup }, events),
    dropSetup: (factor, events) => write(factor, { pendingSetup: null }, events),
    activate: (factor, active, budget, events) =>
      factor.pendingSetup === null
        ? refused
        : write(factor, { active, budget, ...nothingPending, ...noRecovery }, events),

    addAuthenticator(factor, authenticators, budget, events) {
      const { active, pendingSetup } = factor;
      if (active === null || pendingSetup === null) return refused;
      const next = { ...active, ...writeAuthenticators(authenticators) };
      return write(factor, { active: next, pendingSetup: null, ...noRecovery, budget }, events);
    },
    keepAuthenticators(factor, authenticators, events) {
      const { active } = factor;
      if (active === null) return refused;
      const isRemoval = authenticators.length < readAuthenticators(active).length;
      const next = { ...active, ...writeAuthenticators(authenticators) };
      return write(factor, { active: next, ...(isRemoval && noRecovery) }, events);
    },

    spendStep(factor, steps, at, budget, events) {
      const spent = withSteps(factor, steps, at);
      return spent === null ? refused : write(factor, { ...spent, ...noRecovery, budget }, events);
    },
    spendBlockedStep(factor, steps, at, budget, events) {
      const spent = withSteps(factor, steps, at);
      return spent === null ? refused : write(factor, { ...spent, budget }, events);
    },
    spendBackupCode(factor, index, budget, events) {
      const { active } = factor;
      if (active === null) return refused;
      const spentBackupCodes = active.spentBackupCodes | (1 << index);
      return write(factor, { active: { ...active, spentBackupCodes }, ...noRecovery, budget }, events);
    },
    recordFailure: (factor, budget, events) => write(factor, { budget }, events),
    resetFailures: (factor, budget, events) => write(factor, { budget }, events),

    stageBackupCodes: (factor, pendingBackupCodes, events) => write(factor, { pendingBackupCodes }, events),
    keepBackupCodes(factor, sealedBackupCodes, events) {
      const { active, pendingBackupCodes } = factor;
      if (active === null || pendingBackupCodes === null) return refused;
      const kept = { ...active, sealedBackupCodes, spentBackupCodes: 0 };
      return write(factor, { active: kept, pendingBackupCodes: null, ...noRecovery }, events);
    },
    dropBackupCodes: (factor, events) => write(factor, { pendingBackupCodes: null }, events),

    disable(factor, events) {
      const budget = { ...factor.budget, blockedAt: null, rightCodes: null };
      return write(factor, { active: null, ...nothingPending, ...noRecovery, budget }, events);
    },

    stageRecovery: (factor, recovery, events) =>
      factor.active === null ? refused : write(factor, { recovery }, events),
    announceRecovery: (factor, announcedAt, events) =>
      factor.recovery === null ? refused : write(factor, { recovery: { ...factor.recovery, announcedAt } }, events),
    spendRecovery: (factor, budget, events) =>
      factor.recovery === null ? refused : write(factor, { ...noRecovery, budget }, events),
    dropRecovery: (factor, events) => (factor.recovery === null ? refused : write(factor, noRecovery, events)),

    reseal: (factor, { active, ...values }, events) =>
      write(factor, { active: factor.active && { ...factor.active, ...active }, ...values }, events),
    voidUsed: (factor, active, events) => write(factor, { active, ...nothingPending, ...noRecovery }, events),
    reset: (factor, events) => write(factor, emptyState, events),
    unblock: (factor, budget, events) => write(factor, { budget }, events),

    accountsAfter: (accountId, limit) => rows.accountsAfter(accountId, limit),
    record: (events) => rows.record(events),
    forget: (accountId, now) => rows.forget(accountId, now),
  };
}

/** An adopter's rows may come from an earlier version, without the newer fields. */
function whole(factor: SecondFactor): SecondFactor {
  const { recovery, budget } = factor as Partial<Pick<SecondFactor, 'recovery'>> & { budget: Partial<Budget> };
  if (recovery !== undefined && budget.rightCodes !== undefined) return factor;
  return { ...factor, recovery: recovery ?? null, budget: { ...factor.budget, rightCodes: budget.rightCodes ?? null } };
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
