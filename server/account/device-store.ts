import type { Kysely } from 'kysely';
import { insertEvents } from '../audit/audit-log.js';
import { eventsOf, unknownVisit, type Asker } from '../audit/events.js';
import { forAudit, type HostTables } from './tables.js';
import { hashToken, newToken } from './token.js';

const day = 24 * 60 * 60 * 1000;
/** Two tabs that sign in at once present one token twice; what comes later has been copied. */
const twinMs = 10 * 1000;

/** A device as its owner may see it. Times as in RFC 3339. */
export interface DeviceLine {
  trustedAt: string;
  lastUsedAt: string;
  expiresAt: string;
  userAgent: string | null;
}

/**
 * Devices that an account's owner has chosen to trust: there the password alone signs in. A token is for one account, for
 * the password and factor it was made under, and for one use: each use gives another one.
 */
export interface DeviceStore {
  /** @param fingerprint of the account's password and factor @returns the token for the device */
  remember(asker: Asker, fingerprint: string, now: Date): Promise<string>;
  /**
   * The next token when this one is good, else null. One that was used before revokes every device of the account, since
   * two have it.
   */
  redeem(token: string, asker: Asker, fingerprint: string, now: Date): Promise<string | null>;
  list(accountId: string, now: Date): Promise<DeviceLine[]>;
  /** Revokes all of an account's devices. */
  revokeAll(asker: Asker, now: Date): Promise<void>;
  purge(now: Date): Promise<void>;
}

/** @param days for how long a device is trusted after it was remembered; using it does not prolong that */
export function createDeviceStore(db: Kysely<HostTables>, days: number): DeviceStore {
  const store: DeviceStore = {
    async remember(asker, fingerprint, now) {
      const token = newToken();
      const { accountId, visit = unknownVisit } = asker;
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('devices')
          .values({
            token_hash: hashToken(token),
            account_id: accountId,
            fingerprint,
            former_hash: null,
            created_at: now.getTime(),
            last_used_at: now.getTime(),
            expires_at: now.getTime() + days * day,
            user_agent: visit.userAgent,
          })
          .execute();
        await insertEvents(forAudit(transaction), eventsOf(asker, now, 'device_remembered'));
      });
      return token;
    },

    async redeem(token, asker, fingerprint, now) {
      const next = newToken();
      const won = await db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('devices')
          .set({ token_hash: hashToken(next), former_hash: hashToken(token), last_used_at: now.getTime() })
          .where('token_hash', '=', hashToken(token))
          .where('account_id', '=', asker.accountId)
          .where('fingerprint', '=', fingerprint)
          .where('expires_at', '>', now.getTime())
          .executeTakeFirst();
        if (numUpdatedRows !== 1n) return false;
        await insertEvents(forAudit(transaction), eventsOf(asker, now, 'device_trusted'));
        return true;
      });
      if (won) return next;
      const copied = await db
        .selectFrom('devices')
        .select('token_hash')
        .where('former_hash', '=', hashToken(token))
        .where('account_id', '=', asker.accountId)
        .where('last_used_at', '<', now.getTime() - twinMs)
        .executeTakeFirst();
      if (copied) await store.revokeAll(asker, now);
      return null;
    },

    async list(accountId, now) {
      const rows = await db
        .selectFrom('devices')
        .select(['created_at', 'last_used_at', 'expires_at', 'user_agent'])
        .where('account_id', '=', accountId)
        .where('expires_at', '>', now.getTime())
        .orderBy('last_used_at', 'desc')
        .execute();
      return rows.map((row) => ({
        trustedAt: new Date(row.created_at).toISOString(),
        lastUsedAt: new Date(row.last_used_at).toISOString(),
        expiresAt: new Date(row.expires_at).toISOString(),
        userAgent: row.user_agent,
      }));
    },

    async revokeAll(asker, now) {
      await db.transaction().execute(async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom('devices')
          .where('account_id', '=', asker.accountId)
          .executeTakeFirst();
        if (numDeletedRows > 0n) await insertEvents(forAudit(transaction), eventsOf(asker, now, 'device_revoked'));
      });
    },

    async purge(now) {
      await db.deleteFrom('devices').where('expires_at', '<=', now.getTime()).execute();
    },
  };
  return store;
}
