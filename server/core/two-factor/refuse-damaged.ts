import { announceNothing } from '../audit/announcer.js';
import { detailed, eventsOf } from '../audit/events.js';
import { DamagedAccountError } from '../errors.js';
import type { Log } from '../log.js';
import { announceEvents } from './announce-events.js';
import type { ReportedFaults } from './reported-faults.js';
import { DamagedRowError, type TwoFactorStore } from './store.js';

/**
 * Decorates a store: a damaged row makes its account `unavailable`, and no other. It is logged as an error and recorded in the
 * audit trail, once an hour for each damage. A reset gives the row another version: damage after it is another one.
 */
export function refuseDamaged(store: TwoFactorStore, log: Log, reported: ReportedFaults): TwoFactorStore {
  return {
    // The store of an app may be a class: its methods lie on the prototype and need the instance, so each call is passed on to it.
    ...announceEvents(store, announceNothing),
    async read(accountId) {
      try {
        return await store.read(accountId);
      } catch (error) {
        if (!(error instanceof DamagedRowError)) throw error;
        const { reason, version } = error;
        await reported.once([accountId, reason, String(version)], async () => {
          log.error({ accountId, reason }, 'the second factor of an account is damaged');
          await store.record(detailed(eventsOf({ accountId }, reported.clock(), 'integrity_failed'), reason));
        });
        throw new DamagedAccountError();
      }
    },
  };
}
