import type { RandomSource } from './totp.js';

/**
 * Marks a pending set-up that adds an authenticator. The mark is stored in place of the backup codes, since the account keeps its codes.
 * The nonce gives each pending addition an id of its own. No set of backup codes begins with this byte.
 */
const mark = 0;
const nonceLength = 16;

export function newAddition(random: RandomSource): Uint8Array {
  return Buffer.concat([Uint8Array.of(mark), random(nonceLength)]);
}

/** @param packed the opened backup codes of a pending set-up, or the mark */
export function isAddition(packed: Uint8Array): boolean {
  return packed[0] === mark && packed.length === 1 + nonceLength;
}
