import type { SlowHash } from '../crypto/slow-hash.js';
import { createBackupCodes, idOfSet, selectorsOf } from './backup-codes.js';
import type { Turn } from '../turns/fair-queue.js';
import type { Sealing } from './sealing.js';
import type { Recovery, SecondFactor } from './store.js';
import type { RandomSource } from './totp.js';

/**
 * A recovery code looks like a backup code and is entered in the same field. It works once. Its sealed value is
 *
 *     the id of the account's backup codes when it was made (32 bytes), then a packed set of one code
 *
 * It works only while the account has those backup codes. So new backup codes or a replaced authenticator end it, even when an instance of
 * an earlier version, which does not know recoveries, writes the change.
 */
const idLength = 32;

/** A recovery of the current backup codes, with its hashed code opened. */
export interface OpenedRecovery extends Omit<Recovery, 'sealedCode'> {
  packed: Uint8Array;
  /** An opaque id of this recovery, for the link that stops it. */
  id: string;
}

export interface NewRecoveryOptions {
  /** The packed backup codes of the account. */
  backupCodes: Uint8Array;
  hash: SlowHash;
  random: RandomSource;
  party: string | Turn;
}

/** Makes a code whose selector no backup code of the account has, so that an attempt is compared with one set only. */
export async function createRecoveryCode({
  backupCodes,
  ...options
}: NewRecoveryOptions): Promise<{ code: string; plain: Uint8Array }> {
  const { codes, packed } = await createBackupCodes({ ...options, size: 1, taken: selectorsOf(backupCodes) });
  return { code: codes[0]!, plain: Buffer.concat([digestOf(backupCodes), packed]) };
}

/** Null without a recovery, or when the backup codes have changed since it was made. */
export function openRecovery({ accountId, active, recovery }: SecondFactor, sealing: Sealing): OpenedRecovery | null {
  if (active === null || recovery === null) return null;
  const { sealedCode, ...times } = recovery;
  const plain = sealing.openRecovery(accountId, sealedCode);
  const backupCodesId = digestOf(sealing.openBackupCodes(accountId, active.sealedBackupCodes));
  if (Buffer.compare(plain.subarray(0, idLength), backupCodesId) !== 0) return null;
  const packed = plain.subarray(idLength);
  return { ...times, packed, id: idOfSet(packed) };
}

export function isValid({ validFrom, expiresAt }: Pick<Recovery, 'validFrom' | 'expiresAt'>, now: Date): boolean {
  return validFrom <= now.getTime() && now.getTime() < expiresAt;
}

function digestOf(backupCodes: Uint8Array): Buffer {
  return Buffer.from(idOfSet(backupCodes), 'base64url');
}
