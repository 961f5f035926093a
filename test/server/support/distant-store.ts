import { setImmediate } from 'node:timers/promises';
import type { TwoFactorStore } from '../../../server/core/two-factor/store.js';

/**
 * A store whose answers take a turn of the event loop, as one across a network would. SQLite in the process answers within
 * the same turn, so that requests never come between each other and a race test could not fail.
 */
export function distantStore(store: TwoFactorStore): TwoFactorStore {
  return new Proxy(store, {
    get: (inner, name: keyof TwoFactorStore) => {
      const method = inner[name] as (...parts: unknown[]) => Promise<unknown>;
      return async (...parts: unknown[]) => {
        await setImmediate();
        const answer = await method(...parts);
        await setImmediate();
        return answer;
      };
    },
  });
}
