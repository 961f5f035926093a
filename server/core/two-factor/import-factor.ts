import { detailed, eventsOf, type Requester } from '../audit/events.js';
import { afterUnblocking } from './attempt-policy.js';
import { toAuthenticatorName } from './authenticator-name.js';
import { freeName, newAuthenticatorId, readAuthenticators, writeAuthenticators } from './authenticators.js';
import { createSpentSet, sizeOfSet } from './backup-codes.js';
import { conflict, retryOnConflict } from './retry-on-conflict.js';
import { maxAuthenticators } from '../../../widget/protocol/limits.js';
import type { Sealing } from './sealing.js';
import type { SecondFactor, TwoFactorStore } from './store.js';
import { stepAt } from './time-step.js';
import { defaultTolerance, type RandomSource } from './totp.js';

/** An authenticator of a factor that this product has exported. */
export interface ImportedAuthenticator {
  name: string;
  /** The default is when 2FA was turned on. */
  addedAt?: Date | null;
  secret: Uint8Array;
}

/** A factor of another system, whose authenticator app goes on working. */
export interface ImportedFactor {
  /** 10 to 128 bytes: a key for TOTP with SHA-1, six digits and 30 seconds. */
  secret: Uint8Array;
  /** When 2FA was turned on there; the default is now. */
  enabledAt?: Date | null;
  /** All authenticators with their names. The first one has the same secret. */
  authenticators?: readonly ImportedAuthenticator[] | null;
  /** A hashed set that this product has made, and the bits of its spent codes. Without it the person has to make new codes. */
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
  /** Writes nothing, and returns what an import would do. */
  dryRun?: boolean;
  /** For the audit trail: operator and reason. */
  detail?: string | null;
}

export interface ImportParts {
  store: TwoFactorStore;
  sealing: Sealing;
  random: RandomSource;
}

/** RFC 4226 §4 R6 asks for 128 bits. Older systems made secrets of 80 bits, which are still on phones. */
export const importedSecretBytes = { min: 10, max: 128 };

export function createImport({ store, sealing, random }: ImportParts) {
  return async function importFactor(
    requester: Requester,
    { secret, enabledAt = null, authenticators = null, backupCodes = null }: ImportedFactor,
    now: Date,
    { dryRun = false, detail = null }: ImportOptions,
  ): Promise<ImportOutcome> {
    const { accountId } = requester;
    requireSecret(secret);
    const since: unknown = enabledAt ?? now;
    if (!(since instanceof Date && since.getTime() >= 0)) {
      throw new TypeError('twoFactor.import: enabledAt has to be a valid Date, of 1970 or later');
    }
    const listed =
      authenticators === null ? [{ name: freeName([]), secret }] : requireAuthenticators(authenticators, secret);
    const { packed, spent } = backupCodes === null ? createSpentSet(random) : requireSet(backupCodes);
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
      const [first, ...others] = listed.map(({ name, addedAt, secret: bytes }) => ({
        id: newAuthenticatorId(random),
        name,
        addedAt: (addedAt ?? since).getTime(),
        usedAt: null,
        sealedSecret: sealing.sealSecret(accountId, bytes),
        // The other system may have accepted the code of this step and, of a phone whose clock is ahead, of the next one.
        lastStep: stepAt(now) + defaultTolerance,
      }));
      const active = {
        enabledAt: since.getTime(),
        ...writeAuthenticators([first!, ...others]),
        sealedBackupCodes: sealing.sealBackupCodes(accountId, packed),
        spentBackupCodes: spent,
      };
      const events = detailed(eventsOf(requester, now, 'imported'), detail);
      // Codes of the new authenticator have not failed yet, so a block by earlier passwords would shut out its owner alone.
      return (await store.activate(factor, active, afterUnblocking(factor.budget), events)) ? 'imported' : conflict;
    });

    function compare({ active }: SecondFactor): ImportOutcome | null {
      if (active === null) return null;
      const isThere = readAuthenticators(active).some(
        ({ sealedSecret }) => Buffer.compare(sealing.openSecret(accountId, sealedSecret), secret) === 0,
      );
      return isThere ? 'unchanged' : 'kept';
    }
  };
}

function requireSecret(secret: unknown): void {
  const { min, max } = importedSecretBytes;
  if (secret instanceof Uint8Array && secret.length >= min && secret.length <= max) return;
  throw new TypeError(`twoFactor.import: secret has to be ${min} to ${max} bytes`);
}

/** @throws {TypeError} for a list that is not one of this secret and of others */
export function requireAuthenticators(
  list: readonly ImportedAuthenticator[],
  secret: Uint8Array,
): ImportedAuthenticator[] {
  const read = list.map(({ name: text, addedAt = null, secret: bytes }) => {
    const name = toAuthenticatorName(text);
    requireSecret(bytes);
    if (name === null || (addedAt !== null && !(addedAt.getTime() >= 0))) {
      throw new TypeError('twoFactor.import: an authenticator has a name, a secret and perhaps a Date');
    }
    return { name, addedAt, secret: bytes };
  });
  const distinct = new Set(read.map(({ secret: bytes }) => Buffer.from(bytes).toString('hex')));
  const isList = read.length <= maxAuthenticators && distinct.size === read.length;
  if (!isList || read[0] === undefined || Buffer.compare(read[0].secret, secret) !== 0) {
    throw new TypeError('twoFactor.import: authenticators have to begin with the one that has the secret');
  }
  return read;
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
