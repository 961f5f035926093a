import type { TwoFactorStore } from './store.js';
import type { Announce } from '../audit/announcer.js';
import type { AuditEvent } from '../audit/events.js';

/** Decorates a store: publishes audit events after a successful write. A write that loses a conflict publishes nothing. */
export function announceEvents(store: TwoFactorStore, announce: Announce): TwoFactorStore {
  const announced =
    <Arguments extends [...unknown[], readonly AuditEvent[]]>(write: (...parts: Arguments) => Promise<boolean>) =>
    async (...parts: Arguments): Promise<boolean> => {
      const won = await write(...parts);
      if (won) announce(parts.at(-1) as readonly AuditEvent[]);
      return won;
    };

  return {
    read: (accountId) => store.read(accountId),
    stageSetup: announced((...parts) => store.stageSetup(...parts)),
    dropSetup: announced((...parts) => store.dropSetup(...parts)),
    activate: announced((...parts) => store.activate(...parts)),
    addAuthenticator: announced((...parts) => store.addAuthenticator(...parts)),
    keepAuthenticators: announced((...parts) => store.keepAuthenticators(...parts)),
    spendStep: announced((...parts) => store.spendStep(...parts)),
    spendBlockedStep: announced((...parts) => store.spendBlockedStep(...parts)),
    spendBackupCode: announced((...parts) => store.spendBackupCode(...parts)),
    recordFailure: announced((...parts) => store.recordFailure(...parts)),
    resetFailures: announced((...parts) => store.resetFailures(...parts)),
    stageBackupCodes: announced((...parts) => store.stageBackupCodes(...parts)),
    keepBackupCodes: announced((...parts) => store.keepBackupCodes(...parts)),
    dropBackupCodes: announced((...parts) => store.dropBackupCodes(...parts)),
    disable: announced((...parts) => store.disable(...parts)),
    stageRecovery: announced((...parts) => store.stageRecovery(...parts)),
    announceRecovery: announced((...parts) => store.announceRecovery(...parts)),
    spendRecovery: announced((...parts) => store.spendRecovery(...parts)),
    dropRecovery: announced((...parts) => store.dropRecovery(...parts)),
    reseal: announced((...parts) => store.reseal(...parts)),
    voidUsed: announced((...parts) => store.voidUsed(...parts)),
    reset: announced((...parts) => store.reset(...parts)),
    unblock: announced((...parts) => store.unblock(...parts)),
    forget: (accountId, now) => store.forget(accountId, now),
    accountsAfter: (accountId, limit) => store.accountsAfter(accountId, limit),
    async record(events) {
      await store.record(events);
      announce(events);
    },
  };
}
