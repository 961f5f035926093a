import type * as NodeArgon2 from '@node-rs/argon2';
import { loadOptionalPackage } from '../optional-package.js';
import { hashLength, type SlowHash } from './slow-hash.js';
import { Threads } from './threads.js';

/** Memory in KiB, passes over it, and lanes. */
export interface Argon2Cost {
  memoryCost: number;
  timeCost: number;
  parallelism: number;
}

/** The uses of Argon2id: codes are hashed with the caller's salt, passwords with a new one. */
export interface Argon2 {
  derive: SlowHash;
  /** A PHC string with a new salt; it names its own cost. */
  hashPassword: (password: string) => Promise<string>;
  verifyPassword: (phcString: string, password: string) => Promise<boolean>;
}

/** A message to a thread that hashes. */
export type HashJob =
  | { what: 'derive'; text: string; salt: Uint8Array; length: number; options: NodeArgon2.Options }
  | { what: 'hash'; text: string; options: NodeArgon2.Options }
  | { what: 'verify'; text: string; hash: string };

/** The minimum of the OWASP Password Storage Cheat Sheet; about 20 ms a run. */
const owaspMinimum: Argon2Cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** One pool for the whole process, like the queues in `slow-hash.ts`. */
const threads = new Threads(new URL('./hash-thread.js', import.meta.url));

/**
 * Hashes on its own threads. A thread that dies fails only its own job: the next job gets a new thread.
 *
 * @param cost tests that are not about hashing pass a lower one
 * @throws {Error} when the package is not installed
 */
export function createArgon2(cost: Argon2Cost = owaspMinimum): Argon2 {
  // Fail here and not on the first thread: an app without the package must not start.
  loadOptionalPackage('@node-rs/argon2', 'createTwoFactor without the option hash');
  // 2 is Argon2id. The package's enum is ambient, so isolated modules cannot read it.
  const options = { algorithm: 2 as NodeArgon2.Algorithm, ...cost };
  const run = <Result>(job: HashJob): Promise<Result> => threads.run(job);
  return {
    derive: (text, salt) =>
      // Copy the salt: a small Buffer is a view on a shared pool, and the message would send the whole pool.
      run({ what: 'derive', text, salt: Uint8Array.from(salt), length: hashLength, options }),
    hashPassword: (text) => run({ what: 'hash', text, options }),
    verifyPassword: (hash, text) => run({ what: 'verify', text, hash }),
  };
}
