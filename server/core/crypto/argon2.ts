import { hash, hashRaw, verify, type Algorithm } from '@node-rs/argon2';
import { FairQueue } from './fair-queue.js';

/**
 * Argon2id at the OWASP Password Storage minimum: 19 MiB, two passes, one lane; about 20 ms a run.
 * The enum of the package is ambient, which isolated modules cannot read: 2 is Argon2id.
 */
const argon2id = { algorithm: 2 as Algorithm, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * Four runs at a time in all: each holds 19 MiB and a thread of the pool that files and DNS need too. Three places are for
 * checking what somebody has typed; making a set of backup codes takes ten runs, and keeps to the fourth.
 */
const checking = new FairQueue({ places: 3, mostWaiting: 400, mostWaitingOfOne: 200 });
const making = new FairQueue({ places: 1, mostWaiting: 40, mostWaitingOfOne: 1 });

/** One text and its salt. */
export interface Saltable {
  text: string;
  salt: Uint8Array;
}

const derive = ({ text, salt }: Saltable): Promise<Uint8Array> => hashRaw(text, { ...argon2id, salt, outputLen: 16 });

/**
 * 16 bytes of Argon2id, to compare with.
 *
 * @param party the account or network whose turn this takes
 * @throws {QueueFullError}
 */
export function deriveHash(input: Saltable, party = ''): Promise<Uint8Array> {
  return checking.run(party, () => derive(input));
}

/** The same for each of a set that is being made, as one job. @throws {QueueFullError} before the first run */
export function deriveHashes(inputs: readonly Saltable[], party = ''): Promise<Uint8Array[]> {
  return making.run(party, async () => {
    const hashes: Uint8Array[] = [];
    for (const input of inputs) hashes.push(await derive(input));
    return hashes;
  });
}

/** A password as a PHC string with a salt of its own. @throws {QueueFullError} */
export function hashPassword(password: string, party = ''): Promise<string> {
  return checking.run(party, () => hash(password, argon2id));
}

/** @throws {QueueFullError} */
export function verifyPassword(phcString: string, password: string, party = ''): Promise<boolean> {
  return checking.run(party, () => verify(phcString, password));
}
