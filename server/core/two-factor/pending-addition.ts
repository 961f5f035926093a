import type { RandomSource } from './totp.js';

/**
 * What stands in the place of the backup codes while an authenticator is added: the codes belong to the account, so none are made.
 * The nonce gives each pending addition an id of its own. No set of backup codes begins with this byte.
 */
const mark = 0;
const nonceLength = 16;

export function newAddition(random: RandomSource): Uint8Array {
  return Buffer.concat([Uint8Array.of(mark), random(nonceLength)]);
}

/** @param packed what is pending, opened */
export function isAddition(packed: Uint8Array): boolean {
  return packed[0] === mark && packed.length === 1 + nonceLength;
}
