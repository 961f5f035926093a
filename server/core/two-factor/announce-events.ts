import type { TwoFactorStore } from './store.js';
import type { Announce } from '../audit/announcer.js';
import type { AuditEvent } from '../audit/events.js';

/** Decorates a store: publishes audit events after a successful write. A write that loses a conflict publishes nothing. */
export function announceEvents(store: TwoFactorStore, announce: Announce): TwoFactorStore {
  const telling =
    <Arguments extends [...unknown[], readonly AuditEvent[]]>(write: (...parts: Arguments) => Promise<boolean>) =>
    async (...parts: Arguments): Promise<boolean> => {
      const won = await write(...parts);
      if (won) announce(parts.at(-1) as readonly AuditEvent[]);
      return won;
    };

  return {
    read: (accountId) => store.read(accountId),
    stageSetup: telling((...parts) => store.stageSetup(...parts)),
    dropSetup: telling((...parts) => store.dropSetup(...parts)),
    activate: telling((...parts) => store.activate(...parts)),
    spendStep: telling((...parts) => store.spendStep(...parts)),
    spendBackupCode: telling((...parts) => store.spendBackupCode(...parts)),
    recordFailure: telling((...parts) => store.recordFailure(...parts)),
    resetFailures: telling((...parts) => store.resetFailures(...parts)),
    stageBackupCodes: telling((...parts) => store.stageBackupCodes(...parts)),
    keepBackupCodes: telling((...parts) => store.keepBackupCodes(...parts)),
    dropBackupCodes: telling((...parts) => store.dropBackupCodes(...parts)),
    disable: telling((...parts) => store.disable(...parts)),
    reseal: telling((...parts) => store.reseal(...parts)),
    reset: telling((...parts) => store.reset(...parts)),
    unblock: telling((...parts) => store.unblock(...parts)),
    forget: (accountId, now) => store.forget(accountId, now),
    accountsAfter: (accountId, limit) => store.accountsAfter(accountId, limit),
    async record(events) {
      await store.record(events);
      announce(events);
    },
  };
}
