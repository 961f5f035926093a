import type { Kysely } from 'kysely';
import type { Announce } from '../../core/audit/announcer.js';
import { insertEvents } from '../../adapters/store/audit-rows.js';
import { eventsOf, type Requester, type AuditEvent } from '../../core/audit/events.js';
import { deleteDevices } from './device-store.js';
import { forTwoFactor, lockAccount, type HostTables } from './tables.js';
import { hashToken } from '../../core/crypto/token.js';
import { transactOverRows } from '../../adapters/store/transact.js';

/** Ends several sessions of an account at once, together with its trusted devices. */
export interface SessionEnding {
  /** Ends all sessions of the account, revokes its trusted devices, and writes these audit entries. Returns how many have ended. */
  endAll(requester: Requester, now: Date, events?: readonly AuditEvent[]): Promise<number>;
  /**
   * Ends the account's other sessions and revokes its trusted devices. Writes these audit entries if there was one to end, so that
   * nobody can fill the trail. False when the session `id` has ended itself; then nothing was changed.
   */
  endOthers(requester: Requester, id: string, now: Date, events?: readonly AuditEvent[]): Promise<boolean>;
}

export function createSessionEnding(db: Kysely<HostTables>, announce: Announce): SessionEnding {
  return {
    async endAll(requester, now, events = []) {
      const { accountId } = requester;
      const { ended, entries } = await transactOverRows(db, async (transaction) => {
        await lockAccount(transaction, accountId);
        const { numDeletedRows } = await transaction
          .deleteFrom('sessions')
          .where('account_id', '=', accountId)
          .executeTakeFirst();
        const entries = await revokeDevices(transaction, requester, now, () => events);
        return { ended: Number(numDeletedRows), entries };
      });
      announce(entries);
      return ended;
    },

    async endOthers(requester, id, now, events = []) {
      const { accountId } = requester;
      const entries = await transactOverRows(db, async (transaction) => {
        // If two sessions end each other at the same time, the later one sees that it has ended.
        await lockAccount(transaction, accountId);
        const own = await transaction
          .selectFrom('sessions')
          .select('id_hash')
          .where('id_hash', '=', hashToken(id))
          .where('account_id', '=', accountId)
          .executeTakeFirst();
        const eventsFor = (hasEnded: boolean): readonly AuditEvent[] => (hasEnded ? events : []);
        return own ? endOtherSessions(transaction, requester, own.id_hash, now, eventsFor) : null;
      });
      if (entries) announce(entries);
      return entries !== null;
    },
  };
}

/**
 * Ends all sessions of the account but this one, and all trust. Returns the entries that it has written.
 *
 * @param eventsFor the entries to write; its argument is whether there was a session or a device to end
 */
export async function endOtherSessions(
  transaction: Kysely<HostTables>,
  requester: Requester,
  idHash: string,
  now: Date,
  eventsFor: (hasEnded: boolean) => readonly AuditEvent[],
): Promise<AuditEvent[]> {
  const { numDeletedRows } = await transaction
    .deleteFrom('sessions')
    .where('account_id', '=', requester.accountId)
    .where('id_hash', '!=', idHash)
    .executeTakeFirst();
  return revokeDevices(transaction, requester, now, (isForgotten) => eventsFor(isForgotten || numDeletedRows > 0n));
}

/** Writes these entries, and one more if there was a device. Returns all written entries. */
async function revokeDevices(
  transaction: Kysely<HostTables>,
  requester: Requester,
  now: Date,
  eventsFor: (isForgotten: boolean) => readonly AuditEvent[],
): Promise<AuditEvent[]> {
  const forgotten = await deleteDevices(transaction, requester.accountId);
  const entries = [...eventsFor(forgotten), ...(forgotten ? eventsOf(requester, now, 'device_revoked') : [])];
  await insertEvents(forTwoFactor(transaction), entries);
  return entries;
}
