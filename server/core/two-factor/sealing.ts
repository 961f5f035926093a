import { KeyRingError, type KeyRing } from '../crypto/key-ring.js';
import { TwoFactorError } from '../errors.js';
import type { Log } from '../log.js';

/** Seals and opens the values of one state, each bound to its account and purpose. */
export interface SealedState {
  sealSecret(accountId: string, secret: Uint8Array): string;
  openSecret(accountId: string, sealed: string): Uint8Array;
  sealBackupCodes(accountId: string, packed: Uint8Array): string;
  openBackupCodes(accountId: string, sealed: string): Uint8Array;
}

/** What is active, and beside it what is pending. */
export interface Sealing extends SealedState {
  pending: SealedState;
}

/** What a value is sealed for: one cannot be put in the other's place, and nothing pending in the place of what is active. */
export const purposes = { secret: 'totp-secret', backupCodes: 'backup-codes' } as const;
export const pendingPurposes = { secret: 'pending-totp-secret', backupCodes: 'pending-backup-codes' } as const;

/** Version 0.1.0 sealed what was pending, for its ten minutes, like what is active. */
const formerPurposes: Record<string, string> = {
  [pendingPurposes.secret]: purposes.secret,
  [pendingPurposes.backupCodes]: purposes.backupCodes,
};

/** Opens a value of an account's row. @throws {KeyRingError} when it was not sealed for this account and purpose */
export function openFor(keys: KeyRing, sealed: string, accountId: string, purpose: string): Uint8Array {
  const former = formerPurposes[purpose];
  try {
    return keys.open(sealed, { accountId, purpose });
  } catch (error) {
    if (former === undefined) throw error;
    return keys.open(sealed, { accountId, purpose: former });
  }
}

/** A key is put back by a person, not within seconds. */
const retryAfterSeconds = 60;

/** A value whose key is not in the ring, or that is not the one that was sealed for this account and purpose. */
export class UnreadableError extends TwoFactorError<'unavailable'> {
  constructor(
    readonly purpose: string,
    readonly reason: KeyRingError['reason'],
  ) {
    super('unavailable', { retryAfter: retryAfterSeconds });
  }
}

/**
 * What cannot be opened lets nobody in and touches no other account: `unavailable` for this one, and an error in the
 * log, since only an operator can put the key back.
 */
export function createSealing(keys: KeyRing, log: Log): Sealing {
  const open = (sealed: string, accountId: string, purpose: string): Uint8Array => {
    try {
      return openFor(keys, sealed, accountId, purpose);
    } catch (error) {
      if (!(error instanceof KeyRingError)) throw error;
      log.error({ accountId, purpose, reason: error.reason }, 'a sealed value cannot be opened');
      throw new UnreadableError(purpose, error.reason);
    }
  };
  const state = ({ secret, backupCodes }: Record<keyof typeof purposes, string>): SealedState => ({
    sealSecret: (accountId, plain) => keys.seal(plain, { accountId, purpose: secret }),
    openSecret: (accountId, sealed) => open(sealed, accountId, secret),
    sealBackupCodes: (accountId, packed) => keys.seal(packed, { accountId, purpose: backupCodes }),
    openBackupCodes: (accountId, sealed) => open(sealed, accountId, backupCodes),
  });
  return { ...state(purposes), pending: state(pendingPurposes) };
}
