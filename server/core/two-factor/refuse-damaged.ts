import { announceNothing } from '../audit/announcer.js';
import { detailed, eventsOf } from '../audit/events.js';
import { TwoFactorError } from '../errors.js';
import type { Log } from '../log.js';
import { announceEvents } from './announce-events.js';
import { DamagedRowError, type TwoFactorStore } from './store.js';

/** An operator has to repair the row, so an early retry is useless. */
const retryAfterSeconds = 60;

/**
 * Decorates a store: a damaged row makes its account `unavailable`, and no other. It is logged as an error and recorded in the
 * audit trail.
 */
export function refuseDamaged(store: TwoFactorStore, clock: () => Date, log: Log): TwoFactorStore {
  return {
    // The store of an app may be a class: its methods lie on the prototype and need the instance, so each call is passed on to it.
    ...announceEvents(store, announceNothing),
    async read(accountId) {
      try {
        return await store.read(accountId);
      } catch (error) {
        if (!(error instanceof DamagedRowError)) throw error;
        log.error({ accountId, reason: error.reason }, 'the second factor of an account is damaged');
        await store.record(detailed(eventsOf({ accountId }, clock(), 'integrity_failed'), error.reason));
        throw new TwoFactorError('unavailable', { retryAfter: retryAfterSeconds });
      }
    },
  };
}
