import { createHmac } from 'node:crypto';
import { createArgon2 } from '../../server/core/crypto/argon2.js';
import { createBackupCodes, type BackupCodeSet } from '../../server/core/two-factor/backup-codes.js';

/** Account n has a secret that every process of the bench can make by itself. */
export function secretOf(account: number): Buffer {
  return createHmac('sha1', 'bench').update(String(account)).digest();
}

export function accountId(account: number): string {
  return `account-${String(account).padStart(9, '0')}`;
}

/** The code of a secret now (RFC 6238). */
export function codeOf(secret: Buffer, now = Date.now(), steps = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000) + steps));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const value = hash.readUInt32BE(hash[19]! & 15) & 0x7fffffff;
  return String(value % 1_000_000).padStart(6, '0');
}

/** The same ten codes for everybody, since their hashes are slow by design; each account's set is sealed for itself. */
export function backupCodesOfAll(): Promise<BackupCodeSet> {
  let counter = 0;
  return createBackupCodes({
    hash: createArgon2().derive,
    random: (size) =>
      createHmac('sha512', 'bench')
        .update(String((counter += 1)))
        .digest()
        .subarray(0, size),
  });
}
