import { randomUUID } from 'node:crypto';
import { untouchedBudget } from '../../../server/core/two-factor/attempt-policy.js';
import type { TwoFactorStore } from '../../../server/core/two-factor/store.js';

/** Thirty-two at a time, each for a new account at a place of its own in the file; says which, once it is answered. */
export async function writeWithoutPause(
  store: TwoFactorStore,
  count: number,
  answered: (account: string) => void = () => undefined,
): Promise<void> {
  let begun = 0;
  const writeOnAndOn = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      const account = randomUUID();
      await store.recordFailure(await store.read(account), untouchedBudget, []);
      answered(account);
    }
  };
  await Promise.all(Array.from({ length: 32 }, writeOnAndOn));
}
