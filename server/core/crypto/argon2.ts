import type * as NodeArgon2 from '@node-rs/argon2';
import { loadOptionalPackage } from '../optional-package.js';
import { hashLength, type SlowHash } from './slow-hash.js';

/** Memory in KiB, passes over it, and lanes. */
export interface Argon2Cost {
  memoryCost: number;
  timeCost: number;
  parallelism: number;
}

/** What Argon2id is used for here: codes are derived with a salt of the caller's, passwords bring their own. */
export interface Argon2 {
  derive: SlowHash;
  /** A PHC string with a new salt; it names its own cost. */
  hashPassword: (password: string) => Promise<string>;
  verifyPassword: (phcString: string, password: string) => Promise<boolean>;
}

/** The minimum of the OWASP Password Storage Cheat Sheet; about 20 ms a run. */
const owaspMinimum: Argon2Cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * @param cost tests that are not about hashing pass a lower one
 * @throws {Error} when the package is not installed
 */
export function createArgon2(cost: Argon2Cost = owaspMinimum): Argon2 {
  const { hash, hashRaw, verify } = loadOptionalPackage(
    '@node-rs/argon2',
    'createTwoFactor without the option hash',
  ) as typeof NodeArgon2;
  // The enum of the package is ambient, which isolated modules cannot read: 2 is Argon2id.
  const argon2id = { algorithm: 2 as NodeArgon2.Algorithm, ...cost };
  return {
    derive: (text, salt) => hashRaw(text, { ...argon2id, salt, outputLen: hashLength }),
    hashPassword: (password) => hash(password, argon2id),
    verifyPassword: (phcString, password) => verify(phcString, password),
  };
}
