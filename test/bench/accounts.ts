import { createHmac } from 'node:crypto';
import { createArgon2 } from '../../server/core/crypto/argon2.js';
import { createBackupCodes, type BackupCodeSet } from '../../server/core/two-factor/backup-codes.js';

/** Derived from the number of the account, so that every process of the bench knows it. */
export function secretOf(account: number, authenticator = 0): Buffer {
  const text = authenticator === 0 ? String(account) : `${account}.${authenticator}`;
  return createHmac('sha1', 'bench').update(text).digest();
}

export function accountId(account: number): string {
  return `account-${String(account).padStart(9, '0')}`;
}

/** The code of a secret (RFC 6238), by default of the current step. */
export function codeOf(secret: Buffer, now = Date.now(), steps = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000) + steps));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const value = hash.readUInt32BE(hash[19]! & 15) & 0x7fffffff;
  return String(value % 1_000_000).padStart(6, '0');
}

/** Not the code of a step that is valid now or after the next step begins; a random guess could be one. */
export function wrongCodeOf(account: number): string {
  const valid = [-1, 0, 1, 2].map((step) => codeOf(secretOf(account), Date.now(), step));
  return ['000000', '000001', '000002', '000003', '000004'].find((code) => !valid.includes(code))!;
}

/** All accounts share ten codes, because hashing them is slow by design. Each account's set is sealed separately. */
export function sharedBackupCodes(): Promise<BackupCodeSet> {
  let counter = 0;
  return createBackupCodes({
    party: 'everybody',
    hash: createArgon2().derive,
    random: (size) =>
      createHmac('sha512', 'bench')
        .update(String((counter += 1)))
        .digest()
        .subarray(0, size),
  });
}
