import { eventsOf } from '../audit/events.js';
import { TwoFactorError } from '../errors.js';
import type { Log } from '../log.js';
import { DamagedRowError, type TwoFactorStore } from './store.js';

/** An operator has to look at it: nothing mends itself within seconds. */
const retryAfterSeconds = 60;

/**
 * A store whose damaged rows are refused for their account alone: `unavailable`, an error in the log, and an entry in the
 * audit trail, which counts it.
 */
export function refuseDamaged(store: TwoFactorStore, clock: () => Date, log: Log): TwoFactorStore {
  return {
    ...store,
    async read(accountId) {
      try {
        return await store.read(accountId);
      } catch (error) {
        if (!(error instanceof DamagedRowError)) throw error;
        log.error({ accountId, reason: error.reason }, 'the second factor of an account is damaged');
        const detail = error.reason;
        await store.record(eventsOf({ accountId }, clock(), 'integrity_failed').map((event) => ({ ...event, detail })));
        throw new TwoFactorError('unavailable', { retryAfter: retryAfterSeconds });
      }
    },
  };
}
