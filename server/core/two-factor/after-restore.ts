import { detailed, eventsOf } from '../audit/events.js';
import { KeyRingError, type KeyRing } from '../crypto/key-ring.js';
import type { SignInStore } from '../sign-in/sign-in-store.js';
import { readAuthenticators, writeAuthenticators } from './authenticators.js';
import { sizeOfSet } from './backup-codes.js';
import { conflict, retryOnConflict } from './retry-on-conflict.js';
import { openFor, purposes } from './sealing.js';
import { DamagedRowError, type ActiveFactor, type SecondFactor, type TwoFactorStore } from './store.js';
import { stepAt } from './time-step.js';
import { defaultTolerance } from './totp.js';

export interface RestoredParts {
  secondFactors: TwoFactorStore;
  /** The sign-ins of an app that uses the store for them. */
  signIns?: Pick<SignInStore, 'endEveryone'>;
}

export interface RestoredOptions {
  now?: () => Date;
  /** For the audit trail, such as the operator and the backup. */
  detail?: string | null;
  onBatch?: (restoration: Restoration) => void;
}

export interface Restoration {
  /** How many accounts were read, and how many of them were changed. */
  accounts: number;
  changed: number;
  /** Accounts with a damaged row, or with backup codes that cannot be opened: nobody can sign in to them. */
  unreadable: string[];
}

const batchSize = 100;

/**
 * Voids what a restored backup has brought back. The backup does not know which codes were used after it, so this voids all that may have
 * been: every time step up to now with the drift window, all backup codes, everything that is pending, recovery codes and sign-ins. The
 * authenticators stay: their next codes sign in, and the owner gets new backup codes. Run it before the server starts. It can be killed
 * at any moment and run again.
 *
 * It cannot undo that a factor is back which was replaced, removed or turned off after the backup. The exported trail names these
 * accounts; `harmony-2fa-admin reset` turns their 2FA off.
 */
export async function voidAfterRestore(
  { secondFactors: store, signIns }: RestoredParts,
  keys: KeyRing,
  { now = () => new Date(), detail = null, onBatch }: RestoredOptions = {},
): Promise<Restoration> {
  const restoration: Restoration = { accounts: 0, changed: 0, unreadable: [] };
  await signIns?.endEveryone();
  let last = '';
  for (;;) {
    const accounts = await store.accountsAfter(last, batchSize);
    await Promise.all(accounts.map(voidAccount));
    restoration.accounts += accounts.length;
    last = accounts.at(-1) ?? last;
    if (accounts.length > 0) onBatch?.(restoration);
    if (accounts.length < batchSize) return restoration;
  }

  async function voidAccount(accountId: string): Promise<void> {
    try {
      await retryOnConflict(store, accountId, async (factor) => {
        const { active, pendingSetup, pendingBackupCodes, recovery } = factor;
        if ((active ?? pendingSetup ?? pendingBackupCodes ?? recovery) === null) return null;
        const at = now();
        const events = active ? detailed(eventsOf({ accountId }, at, 'admin_restored'), detail) : [];
        if (!(await store.voidUsed(factor, active && withoutUsed(factor, active, at), events))) return conflict;
        restoration.changed += 1;
        return null;
      });
    } catch (error) {
      if (!(error instanceof DamagedRowError || error instanceof KeyRingError || error instanceof TypeError))
        throw error;
      restoration.unreadable.push(accountId);
    }
  }

  function withoutUsed({ accountId }: SecondFactor, active: ActiveFactor, at: Date): ActiveFactor {
    // A phone whose clock is ahead may have spent the next step.
    const lastStep = stepAt(at) + defaultTolerance;
    const [first, ...others] = readAuthenticators(active).map((one) => ({
      ...one,
      lastStep: Math.max(one.lastStep, lastStep),
    }));
    const packed = openFor(keys, active.sealedBackupCodes, accountId, purposes.backupCodes);
    const spentBackupCodes = 2 ** sizeOfSet(packed) - 1;
    return { ...active, ...writeAuthenticators([first!, ...others]), spentBackupCodes };
  }
}
