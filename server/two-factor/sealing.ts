import { KeyRingError, type KeyRing } from '../crypto/key-ring.js';
import { TwoFactorError } from '../errors.js';
import type { Log } from '../log.js';

/** Seals and opens what a factor's row holds, each bound to its account and purpose. */
export interface Sealing {
  sealSecret(accountId: string, secret: Uint8Array): string;
  openSecret(accountId: string, sealed: string): Uint8Array;
  sealBackupCodes(accountId: string, packed: Uint8Array): string;
  openBackupCodes(accountId: string, sealed: string): Uint8Array;
}

/** What a value is sealed for: one cannot be put in the other's place. */
export const purposes = { secret: 'totp-secret', backupCodes: 'backup-codes' } as const;

/** A key is put back by a person, not within seconds. */
const retryAfterSeconds = 60;

/** A value whose key is not in the ring, or that is not the one that was sealed for this account and purpose. */
export class UnreadableError extends TwoFactorError {
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
      return keys.open(sealed, { accountId, purpose });
    } catch (error) {
      if (!(error instanceof KeyRingError)) throw error;
      log.error({ accountId, purpose, reason: error.reason }, 'a sealed value cannot be opened');
      throw new UnreadableError(purpose, error.reason);
    }
  };
  return {
    sealSecret: (accountId, secret) => keys.seal(secret, { accountId, purpose: purposes.secret }),
    openSecret: (accountId, sealed) => open(sealed, accountId, purposes.secret),
    sealBackupCodes: (accountId, packed) => keys.seal(packed, { accountId, purpose: purposes.backupCodes }),
    openBackupCodes: (accountId, sealed) => open(sealed, accountId, purposes.backupCodes),
  };
}
