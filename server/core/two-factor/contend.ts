import { TwoFactorError } from '../errors.js';
import type { SecondFactor, TwoFactorStore } from './store.js';

/** What a decision returns when its write lost to another write of the same account. */
export const lost = Symbol('lost');

/**
 * Rounds are few in practice: a rival that wins either spends the code or a part of the budget, and after five
 * failures every further one is refused without a write.
 */
const mostRounds = 64;

/**
 * Reads the account's factor and lets `decide` act on it, again as often as its write is lost. Whatever `decide`
 * returns or throws comes from a row that was still current when it was written.
 */
export async function contend<T>(
  store: TwoFactorStore,
  accountId: string,
  decide: (factor: SecondFactor) => Promise<T | typeof lost>,
): Promise<T> {
  for (let round = 0; round < mostRounds; round += 1) {
    const outcome = await decide(await store.read(accountId));
    if (outcome !== lost) return outcome;
  }
  throw new TwoFactorError('unavailable', { retryAfter: 1 });
}
