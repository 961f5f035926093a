import { KeyRingError, keyIdOf, type KeyRing } from '../crypto/key-ring.js';
import { retryOnConflict, conflict } from './retry-on-conflict.js';
import { openFor, pendingPurposes, purposes } from './sealing.js';
import { DamagedRowError, type SealedValues, type SecondFactor, type TwoFactorStore } from './store.js';

export interface Rotation {
  /** Rows that were looked at, and rows of which something was sealed anew. */
  accounts: number;
  resealed: number;
  /** Accounts whose row is damaged, or with a value that cannot be opened: no key for it in the ring, or it was tampered with. */
  unreadable: string[];
  /** How many values are under which key, once it is done. */
  valuesUnder: Map<string, number>;
}

const batch = 500;

/**
 * Seals everything anew that is not under the ring's first key. Each row by the same compare-and-set as every other write,
 * so that it may run beside the server and be killed at any moment: what was done stays done, and a second run does the
 * rest. Pending values that have expired are dropped. It writes no audit entry, since nothing changes for anybody.
 */
export async function rotateKeys(
  store: TwoFactorStore,
  keys: KeyRing,
  { now = () => new Date(), onBatch }: { now?: () => Date; onBatch?: (rotation: Rotation) => void } = {},
): Promise<Rotation> {
  const rotation: Rotation = { accounts: 0, resealed: 0, unreadable: [], valuesUnder: new Map() };
  let last = '';
  for (;;) {
    const accounts = await store.accountsAfter(last, batch);
    for (const accountId of accounts) {
      await rotateAccount(accountId).catch((error: unknown) => {
        if (!(error instanceof DamagedRowError)) throw error;
        rotation.unreadable.push(accountId);
      });
    }
    rotation.accounts += accounts.length;
    last = accounts.at(-1) ?? last;
    if (accounts.length > 0) onBatch?.(rotation);
    if (accounts.length < batch) return rotation;
  }

  async function rotateAccount(accountId: string): Promise<void> {
    const values = await retryOnConflict<SealedValues>(store, accountId, async (factor) => {
      const before = liveValues(factor, now().getTime());
      if (textsOf(before).every((sealed) => keyIdOf(sealed) === keys.sealingKeyId)) return before;
      const after = resealed(accountId, before);
      if (after === null) {
        rotation.unreadable.push(accountId);
        return before;
      }
      if (!(await store.reseal(factor, after, []))) return conflict;
      rotation.resealed += 1;
      return after;
    });
    for (const sealed of textsOf(values)) {
      const id = keyIdOf(sealed);
      rotation.valuesUnder.set(id, (rotation.valuesUnder.get(id) ?? 0) + 1);
    }
  }

  /** Null when something of it cannot be opened; then all of it stays as it is. */
  function resealed(
    accountId: string,
    { active, pendingSetup, pendingBackupCodes }: SealedValues,
  ): SealedValues | null {
    const again = (sealed: string, purpose: string): string => {
      return keys.seal(openFor(keys, sealed, accountId, purpose), { accountId, purpose });
    };
    const both = <T extends { sealedSecret: string; sealedBackupCodes: string }>(
      values: T,
      { secret, backupCodes }: Record<keyof typeof purposes, string>,
    ): T => ({
      ...values,
      sealedSecret: again(values.sealedSecret, secret),
      sealedBackupCodes: again(values.sealedBackupCodes, backupCodes),
    });
    try {
      return {
        active: active && both(active, purposes),
        pendingSetup: pendingSetup && both(pendingSetup, pendingPurposes),
        pendingBackupCodes: pendingBackupCodes && {
          ...pendingBackupCodes,
          sealedBackupCodes: again(pendingBackupCodes.sealedBackupCodes, pendingPurposes.backupCodes),
        },
      };
    } catch (error) {
      if (error instanceof KeyRingError) return null;
      throw error;
    }
  }
}

function liveValues({ active, pendingSetup, pendingBackupCodes }: SecondFactor, now: number): SealedValues {
  const live = <T extends { expiresAt: number }>(pending: T | null): T | null =>
    pending !== null && pending.expiresAt > now ? pending : null;
  return {
    active: active && { sealedSecret: active.sealedSecret, sealedBackupCodes: active.sealedBackupCodes },
    pendingSetup: live(pendingSetup),
    pendingBackupCodes: live(pendingBackupCodes),
  };
}

function textsOf({ active, pendingSetup, pendingBackupCodes }: SealedValues): string[] {
  return [
    ...[active, pendingSetup].flatMap((values) => (values ? [values.sealedSecret, values.sealedBackupCodes] : [])),
    ...(pendingBackupCodes ? [pendingBackupCodes.sealedBackupCodes] : []),
  ];
}
