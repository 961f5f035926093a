import { hash, hashRaw, verify, type Algorithm } from '@node-rs/argon2';

/**
 * Argon2id at the OWASP Password Storage minimum: 19 MiB, two passes, one lane; about 20 ms a run.
 * The enum of the package is ambient, which isolated modules cannot read: 2 is Argon2id.
 */
const argon2id = { algorithm: 2 as Algorithm, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Runs at a time. Each holds 19 MiB and a thread of the pool that files and DNS need too. */
const mostAtOnce = 4;
/** Runs that may wait: a few seconds of work. Beyond it a caller is refused rather than kept. */
const mostWaiting = 400;

/** Too many runs are waiting. Callers let it pass; the HTTP layer answers `unavailable`. */
export class HashQueueFullError extends Error {
  override readonly name = 'HashQueueFullError';
}

let running = 0;
const waiting: (() => void)[] = [];

/** 16 bytes of Argon2id. @throws {HashQueueFullError} */
export function deriveHash(text: string, salt: Uint8Array): Promise<Uint8Array> {
  return inTurn(() => hashRaw(text, { ...argon2id, salt, outputLen: 16 }));
}

/** A password as a PHC string with a salt of its own. @throws {HashQueueFullError} */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, argon2id));
}

/** @throws {HashQueueFullError} */
export function verifyPassword(phcString: string, password: string): Promise<boolean> {
  return inTurn(() => verify(phcString, password));
}

async function inTurn<T>(run: () => Promise<T>): Promise<T> {
  if (running < mostAtOnce) running += 1;
  else {
    if (waiting.length >= mostWaiting) throw new HashQueueFullError('too many hashes are waiting');
    // Who finishes hands its place over, so `running` stays as it is and nobody can slip in between.
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  try {
    return await run();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
