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
 * Optimistic concurrency: reads the account's factor and calls `decide`, and does both again after a conflict. So every decision is based
 * on the row that its write replaces.
 */
export async function retryOnConflict<T>(
  store: Pick<TwoFactorStore, 'read'>,
  accountId: string,
  decide: (factor: SecondFactor) => Promise<T | typeof conflict>,
): Promise<T> {
  for (let round = 0; round < maxRounds; round += 1) {
    const outcome = await decide(await store.read(accountId));
    if (outcome !== conflict) return outcome;
  }
  throw new TwoFactorError('unavailable', { retryAfter: 1 });
}
