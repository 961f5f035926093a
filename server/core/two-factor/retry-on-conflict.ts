import { TwoFactorError } from '../errors.js';
import type { SecondFactor, TwoFactorStore } from './store.js';

/** `decide` returns this when another write of the same account came first. */
export const conflict = Symbol('conflict');

/**
 * In practice a few rounds are enough: each concurrent write spends the code or counts a failure, and after five failures
 * further attempts are refused without a write.
 */
const maxRounds = 64;

/**
 * No round begins later, in milliseconds: the elements wait 15 s for an answer, and the last round may take two slow statements. A lost round
 * has changed nothing, so the client may try again.
 */
const patienceMs = 8000;

/**
 * Optimistic concurrency: reads the account's factor and calls `decide`, and does both again after a conflict. So every decision is based
 * on the row that its write replaces.
 */
export async function retryOnConflict<T>(
  store: Pick<TwoFactorStore, 'read'>,
  accountId: string,
  decide: (factor: SecondFactor) => Promise<T | typeof conflict>,
): Promise<T> {
  const started = performance.now();
  for (let round = 0; round < maxRounds; round += 1) {
    const outcome = await decide(await store.read(accountId));
    if (outcome !== conflict) return outcome;
    if (performance.now() - started >= patienceMs) break;
  }
  throw new TwoFactorError('unavailable', { retryAfter: 1 });
}
