import { eventsOf, type Requester } from '../audit/events.js';
import { createBackupCodes, newSetSize, sizeOfSet } from './backup-codes.js';
import { conflict, retryOnConflict } from './retry-on-conflict.js';
import { hashLength } from '../crypto/slow-hash.js';
import type { Sealing } from './sealing.js';
import type { SecondFactor, TwoFactorStore } from './store.js';
import { stepAt, type RandomSource } from './totp.js';

/** A factor of another system, whose authenticator app goes on working. */
export interface ImportedFactor {
  /** 10 to 128 bytes: a key for TOTP with SHA-1, six digits and 30 seconds. */
  secret: Uint8Array;
  /** When 2FA was turned on there; the default is now. */
  enabledAt?: Date | null;
  /** A set that this product has made, hashed, and the bits of its spent codes. Without it the person has to make new codes. */
  backupCodes?: { packed: Uint8Array; spent: number } | null;
}

/**
 * | outcome     | the account                                                             |
 * | ----------- | ----------------------------------------------------------------------- |
 * | `imported`  | had 2FA off, and has this factor now                                    |
 * | `unchanged` | has this factor already, so that an import may run again                |
 * | `kept`      | has another factor, which stays: an import never replaces a live factor |
 */
export type ImportOutcome = 'imported' | 'unchanged' | 'kept';

export interface ImportOptions {
  /** Only tells what would happen. */
  dryRun?: boolean;
  /** For the audit trail: operator and reason. */
  detail?: string | null;
}

export interface ImportParts {
  store: TwoFactorStore;
  sealing: Sealing;
  random: RandomSource;
}

/** RFC 4226 §4 R6 asks for 128 bits. Older systems made secrets of 80 bits, which the phones of their people hold. */
export const importedSecretBytes = { fewest: 10, most: 128 };

export function createImport({ store, sealing, random }: ImportParts) {
  return async function importFactor(
    requester: Requester,
    { secret, enabledAt = null, backupCodes = null }: ImportedFactor,
    now: Date,
    { dryRun = false, detail = null }: ImportOptions,
  ): Promise<ImportOutcome> {
    const { accountId } = requester;
    const { fewest, most } = importedSecretBytes;
    if (!(secret instanceof Uint8Array) || secret.length < fewest || secret.length > most) {
      throw new TypeError(`twoFactor.import: secret has to be ${fewest} to ${most} bytes`);
    }
    const since: unknown = enabledAt ?? now;
    if (!(since instanceof Date && since.getTime() >= 0)) {
      throw new TypeError('twoFactor.import: enabledAt has to be a valid Date, of 1970 or later');
    }
    const { packed, spent } = backupCodes === null ? await spentSet() : requireSet(backupCodes);
    return retryOnConflict<ImportOutcome>(store, accountId, async (factor) => {
      const found = compare(factor);
      if (found !== null) return found;
      if (dryRun) return 'imported';
      if (factor.pendingSetup === null) {
        // The store activates only what was pending, so that no write can turn 2FA on by accident.
        const setup = {
          sealedSecret: sealing.pending.sealSecret(accountId, secret),
          sealedBackupCodes: sealing.pending.sealBackupCodes(accountId, packed),
          expiresAt: now.getTime(),
        };
        await store.stageSetup(factor, setup, []);
        return conflict;
      }
      const active = {
        enabledAt: since.getTime(),
        sealedSecret: sealing.sealSecret(accountId, secret),
        // The other system may have accepted the code of this step.
        lastStep: stepAt(now),
        sealedBackupCodes: sealing.sealBackupCodes(accountId, packed),
        spentBackupCodes: spent,
      };
      const events = eventsOf(requester, now, 'imported').map((event) => ({ ...event, detail }));
      return (await store.activate(factor, active, factor.budget, events)) ? 'imported' : conflict;
    });

    function compare({ active }: SecondFactor): ImportOutcome | null {
      if (active === null) return null;
      return Buffer.compare(sealing.openSecret(accountId, active.sealedSecret), secret) === 0 ? 'unchanged' : 'kept';
    }
  };

  /** A set in which each code is spent: codes of another system have another form, so the person makes new ones. */
  async function spentSet(): Promise<{ packed: Uint8Array; spent: number }> {
    const { packed } = await createBackupCodes({ hash: () => Promise.resolve(random(hashLength)), random });
    return { packed, spent: 2 ** newSetSize - 1 };
  }
}

/** @throws {TypeError} for a set of another form */
export function requireSet({ packed, spent }: { packed: Uint8Array; spent: number }): {
  packed: Uint8Array;
  spent: number;
} {
  if (!(packed instanceof Uint8Array) || !Number.isInteger(spent) || spent < 0 || spent >= 2 ** sizeOfSet(packed)) {
    throw new TypeError('twoFactor.import: backupCodes has to be a packed set and the bits of its spent codes');
  }
  return { packed, spent };
}
