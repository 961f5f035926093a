import { TwoFactorError } from '../errors.js';
import type { SecondFactor, TwoFactorStore } from './store.js';

/** What a decision returns when another write of the same account came first. */
export const conflict = Symbol('conflict');

/**
 * Rounds are few in practice: a rival that wins either spends the code or a part of the budget, and after five
 * failures every further one is refused without a write.
 */
const mostRounds = 64;

/**
 * Reads the account's factor and lets `decide` act on it, again after each conflict. Whatever `decide`
 * returns or throws comes from a row that was still current when it was written.
 */
export async function retryOnConflict<T>(
  store: TwoFactorStore,
  accountId: string,
  decide: (factor: SecondFactor) => Promise<T | typeof conflict>,
): Promise<T> {
  for (let round = 0; round < mostRounds; round += 1) {
    const outcome = await decide(await store.read(accountId));
    if (outcome !== conflict) return outcome;
  }
  throw new TwoFactorError('unavailable', { retryAfter: 1 });
}
