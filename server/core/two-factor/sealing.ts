import { KeyRingError, type KeyRing } from '../crypto/key-ring.js';
import { DamagedAccountError } from '../errors.js';
import type { Log } from '../log.js';
import { isAddition } from './pending-addition.js';
import { ReportedFaults } from './reported-faults.js';

/** Seals and opens the values of one state, each bound to its account and purpose. */
export interface SealedState {
  sealSecret(accountId: string, secret: Uint8Array): string;
  openSecret(accountId: string, sealed: string): Uint8Array;
  sealBackupCodes(accountId: string, packed: Uint8Array): string;
  openBackupCodes(accountId: string, sealed: string): Uint8Array;
}

/** Seals and opens the active values; `pending` does so for pending ones. */
export interface Sealing extends SealedState {
  /** Its backup codes may also be the mark of a pending addition. */
  pending: SealedState;
  sealRecovery(accountId: string, packed: Uint8Array): string;
  openRecovery(accountId: string, sealed: string): Uint8Array;
}

/** Each value is bound to its purpose, so a pending value that is copied into an active column cannot be opened. */
export const purposes = { secret: 'totp-secret', backupCodes: 'backup-codes' } as const;
export const pendingPurposes = { secret: 'pending-totp-secret', backupCodes: 'pending-backup-codes' } as const;
export const recoveryPurpose = 'recovery-code';

/**
 * An instance of an earlier version would confirm a pending addition as a replacement without backup codes. It cannot open this purpose,
 * so it refuses.
 */
const additionPurpose = 'pending-addition';

/** Version 0.1.0 sealed pending values for the purposes of active ones. */
const otherPurposes: Record<string, readonly string[]> = {
  [pendingPurposes.secret]: [purposes.secret],
  [pendingPurposes.backupCodes]: [additionPurpose, purposes.backupCodes],
};

/** Opens a value of an account's row. @throws {KeyRingError} when it was not sealed for this account and purpose */
export function openFor(keys: KeyRing, sealed: string, accountId: string, purpose: string): Uint8Array {
  try {
    return keys.open(sealed, { accountId, purpose });
  } catch (error) {
    for (const other of otherPurposes[purpose] ?? []) {
      try {
        return keys.open(sealed, { accountId, purpose: other });
      } catch {
        // Throw the first error below: it is about the current purpose.
      }
    }
    throw error;
  }
}

/** Seals a value for an account's row. */
export function sealFor(keys: KeyRing, plain: Uint8Array, accountId: string, purpose: string): string {
  const isAdded = purpose === pendingPurposes.backupCodes && isAddition(plain);
  return keys.seal(plain, { accountId, purpose: isAdded ? additionPurpose : purpose });
}

/** For the operator, in the log. */
const causes: Record<KeyRingError['reason'], string> = {
  invalid_keys: 'the keys are not valid',
  unknown_key: 'its key is not in the ring',
  tampered: 'it was changed, or the key with this id is not the key that sealed it',
};

/** The key of a value is not in the ring, or the value was not sealed for this account and purpose. */
export class UnreadableError extends DamagedAccountError {
  constructor(
    readonly purpose: string,
    readonly reason: KeyRingError['reason'],
  ) {
    super();
  }
}

/**
 * A value that cannot be opened makes its account `unavailable`, and no other. It is logged as an error, since only an operator
 * can put the key back: once an hour, however many requests need the value.
 */
export function createSealing(
  keys: KeyRing,
  log: Log,
  logged: ReportedFaults = new ReportedFaults(() => new Date()),
): Sealing {
  const open = (sealed: string, accountId: string, purpose: string): Uint8Array => {
    try {
      return openFor(keys, sealed, accountId, purpose);
    } catch (error) {
      if (!(error instanceof KeyRingError)) throw error;
      const { reason } = error;
      if (logged.isNew(accountId, purpose, reason)) {
        log.error({ accountId, purpose, reason }, `a sealed value cannot be opened: ${causes[reason]}`);
      }
      throw new UnreadableError(purpose, reason);
    }
  };
  const state = ({ secret, backupCodes }: Record<keyof typeof purposes, string>): SealedState => ({
    sealSecret: (accountId, plain) => sealFor(keys, plain, accountId, secret),
    openSecret: (accountId, sealed) => open(sealed, accountId, secret),
    sealBackupCodes: (accountId, packed) => sealFor(keys, packed, accountId, backupCodes),
    openBackupCodes: (accountId, sealed) => open(sealed, accountId, backupCodes),
  });
  return {
    ...state(purposes),
    pending: state(pendingPurposes),
    sealRecovery: (accountId, packed) => keys.seal(packed, { accountId, purpose: recoveryPurpose }),
    openRecovery: (accountId, sealed) => open(sealed, accountId, recoveryPurpose),
  };
}
