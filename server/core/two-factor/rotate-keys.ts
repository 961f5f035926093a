import { KeyRingError, keyIdOf, type KeyRing } from '../crypto/key-ring.js';
import { retryOnConflict, conflict } from './retry-on-conflict.js';
import { readAuthenticators, writeAuthenticators } from './authenticators.js';
import { openFor, pendingPurposes, purposes, recoveryPurpose, sealFor } from './sealing.js';
import { DamagedRowError, type ActiveFactor, type SecondFactor, type TwoFactorStore } from './store.js';

export interface Rotation {
  /** How many rows were read, and how many of them had values to reseal. */
  accounts: number;
  resealed: number;
  /** Accounts with a damaged row, or with a value that cannot be opened: its key is missing or the value was changed. */
  unreadable: string[];
  /** How many values each key seals after the rotation. */
  valuesUnder: Map<string, number>;
  /**
   * When the last recovery is over that is running now; null without one. The link that stops it is in a mail and not in its row, so any
   * key of the ring may have sealed it.
   */
  recoveriesUntil: Date | null;
}

const batchSize = 500;

/**
 * Reseals every value that is not sealed by the ring's first key. It writes each row by compare-and-set, like all other writes. So
 * it can run beside the server and can be killed at any moment; a second run does the rest. Expired pending values and recoveries are dropped.
 * It writes no audit entry, since the factor does not change.
 */
export async function rotateKeys(
  store: TwoFactorStore,
  keys: KeyRing,
  { now = () => new Date(), onBatch }: { now?: () => Date; onBatch?: (rotation: Rotation) => void } = {},
): Promise<Rotation> {
  const rotation: Rotation = {
    accounts: 0,
    resealed: 0,
    unreadable: [],
    valuesUnder: new Map(),
    recoveriesUntil: null,
  };
  let last = '';
  for (;;) {
    const accounts = await store.accountsAfter(last, batchSize);
    for (const accountId of accounts) {
      await rotateAccount(accountId).catch((error: unknown) => {
        if (!(error instanceof DamagedRowError)) throw error;
        rotation.unreadable.push(accountId);
      });
    }
    rotation.accounts += accounts.length;
    last = accounts.at(-1) ?? last;
    if (accounts.length > 0) onBatch?.(rotation);
    if (accounts.length < batchSize) return rotation;
  }

  async function rotateAccount(accountId: string): Promise<void> {
    let isUnreadable = false;
    const values = await retryOnConflict<LiveValues>(store, accountId, async (factor) => {
      const live = liveValues(factor, now().getTime());
      const isCurrent = textsOf(live).every((sealed) => keyIdOf(sealed) === keys.sealingKeyId);
      const after = isCurrent ? live : resealed(accountId, live);
      isUnreadable = after === null;
      // Expired values are dropped in every case: the key of a value that stays must not be removed.
      const isAsStored = (after ?? live) === live && textsOf(live).length === textsOf(factor).length;
      if (isAsStored) return live;
      if (!(await store.reseal(factor, after ?? live, []))) return conflict;
      if (after !== null && !isCurrent) rotation.resealed += 1;
      return after ?? live;
    });
    if (isUnreadable) rotation.unreadable.push(accountId);
    for (const sealed of textsOf(values)) {
      const id = keyIdOf(sealed);
      rotation.valuesUnder.set(id, (rotation.valuesUnder.get(id) ?? 0) + 1);
    }
    const { active, recovery } = values;
    if (active !== null && recovery !== null) {
      const ends = Math.max(recovery.expiresAt, rotation.recoveriesUntil?.getTime() ?? 0);
      rotation.recoveriesUntil = new Date(ends);
    }
  }

  /** Null when one of the values cannot be opened: then all of them stay as they are. */
  function resealed(
    accountId: string,
    { active, pendingSetup, pendingBackupCodes, recovery }: LiveValues,
  ): LiveValues | null {
    const reseal = (sealed: string, purpose: string): string =>
      sealFor(keys, openFor(keys, sealed, accountId, purpose), accountId, purpose);
    const ofActive = (values: ActiveFactor): ActiveFactor => {
      const [first, ...others] = readAuthenticators(values).map((authenticator) => ({
        ...authenticator,
        sealedSecret: reseal(authenticator.sealedSecret, purposes.secret),
      }));
      return {
        ...values,
        ...writeAuthenticators([first!, ...others]),
        sealedBackupCodes: reseal(values.sealedBackupCodes, purposes.backupCodes),
      };
    };
    try {
      return {
        active: active && ofActive(active),
        pendingSetup: pendingSetup && {
          ...pendingSetup,
          sealedSecret: reseal(pendingSetup.sealedSecret, pendingPurposes.secret),
          sealedBackupCodes: reseal(pendingSetup.sealedBackupCodes, pendingPurposes.backupCodes),
        },
        pendingBackupCodes: pendingBackupCodes && {
          ...pendingBackupCodes,
          sealedBackupCodes: reseal(pendingBackupCodes.sealedBackupCodes, pendingPurposes.backupCodes),
        },
        recovery: recovery && { ...recovery, sealedCode: reseal(recovery.sealedCode, recoveryPurpose) },
      };
    } catch (error) {
      if (error instanceof KeyRingError) return null;
      throw error;
    }
  }
}

/** The sealed values of a row that have not expired. */
type LiveValues = Pick<SecondFactor, 'active' | 'pendingSetup' | 'pendingBackupCodes' | 'recovery'>;

function liveValues({ active, pendingSetup, pendingBackupCodes, recovery }: SecondFactor, now: number): LiveValues {
  const live = <T extends { expiresAt: number }>(pending: T | null): T | null =>
    pending !== null && pending.expiresAt > now ? pending : null;
  return {
    active,
    pendingSetup: live(pendingSetup),
    pendingBackupCodes: live(pendingBackupCodes),
    recovery: live(recovery),
  };
}

function textsOf({ active, pendingSetup, pendingBackupCodes, recovery }: LiveValues): string[] {
  return [
    ...(active ? readAuthenticators(active).map(({ sealedSecret }) => sealedSecret) : []),
    ...[active, pendingBackupCodes].flatMap((values) => (values ? [values.sealedBackupCodes] : [])),
    ...(pendingSetup ? [pendingSetup.sealedSecret, pendingSetup.sealedBackupCodes] : []),
    ...(recovery ? [recovery.sealedCode] : []),
  ];
}
