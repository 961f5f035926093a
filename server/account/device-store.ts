import type { Kysely } from 'kysely';
import { announceNothing, type Announce } from '../audit/announcer.js';
import { insertEvents } from '../audit/audit-log.js';
import { eventsOf, unknownVisit, type Asker, type AuditEvent } from '../audit/events.js';
import { forTwoFactor, type HostTables } from './tables.js';
import { hashToken, newToken } from './token.js';

const day = 24 * 60 * 60 * 1000;
/** Two tabs that sign in at once present one token twice; what comes later has been copied. */
const twinMs = 10 * 1000;

/** A device as its owner may see it. Times as in RFC 3339. */
export interface DeviceLine {
  /** Whether the asking browser is this device. */
  current: boolean;
  trustedAt: string;
  lastUsedAt: string;
  expiresAt: string;
  userAgent: string | null;
}

/**
 * Devices that an account's owner has chosen to trust: there the password alone signs in. A token is for one account, for
 * the password and factor it was made under, and for one use: each use gives another one of the same series. Who presents
 * one of a series that is not its latest has a copy, or was copied from.
 */
export interface DeviceStore {
  /** @param fingerprint of the account's password and factor @returns the token for the device */
  remember(asker: Asker, fingerprint: string, now: Date): Promise<string>;
  /**
   * The next token when this one is good, else null. One that was used before revokes every device of the account, since
   * two have it.
   */
  redeem(token: string, asker: Asker, fingerprint: string, now: Date): Promise<string | null>;
  /** The devices that are let in under this fingerprint, the latest used first. @param token of the asking browser */
  list(accountId: string, fingerprint: string, token: string | null, now: Date): Promise<DeviceLine[]>;
  /** Revokes all of an account's devices. */
  revokeAll(asker: Asker, now: Date): Promise<void>;
  purge(now: Date): Promise<void>;
}

/**
 * @param days for how long a device is trusted after it was remembered; using it does not prolong that
 * @param announce told of the entries that are written with a change
 */
export function createDeviceStore(
  db: Kysely<HostTables>,
  days: number,
  announce: Announce = announceNothing,
): DeviceStore {
  return {
    async remember(asker, fingerprint, now) {
      const [series, secret] = [newToken(), newToken()];
      const { accountId, visit = unknownVisit } = asker;
      await written(eventsOf(asker, now, 'device_remembered'), async (transaction) => {
        await transaction
          .insertInto('devices')
          .values({
            series_hash: hashToken(series),
            secret_hash: hashToken(secret),
            account_id: accountId,
            fingerprint,
            former_hash: null,
            created_at: now.getTime(),
            last_used_at: now.getTime(),
            expires_at: now.getTime() + days * day,
            user_agent: visit.userAgent,
          })
          .execute();
        return true;
      });
      return series + secret;
    },

    async redeem(token, asker, fingerprint, now) {
      const { series, secretHash } = read(token);
      const next = newToken();
      const won = await written(eventsOf(asker, now, 'device_trusted'), async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('devices')
          .set({ secret_hash: hashToken(next), former_hash: secretHash, last_used_at: now.getTime() })
          .where('series_hash', '=', hashToken(series))
          .where('secret_hash', '=', secretHash)
          .where('account_id', '=', asker.accountId)
          .where('fingerprint', '=', fingerprint)
          .where('expires_at', '>', now.getTime())
          .executeTakeFirst();
        return numUpdatedRows === 1n;
      });
      if (won) return series + next;
      const device = await db
        .selectFrom('devices')
        .select(['secret_hash', 'former_hash', 'last_used_at'])
        .where('series_hash', '=', hashToken(series))
        .where('account_id', '=', asker.accountId)
        .executeTakeFirst();
      if (!device || device.secret_hash === secretHash) return null;
      const twin = device.former_hash === secretHash && device.last_used_at >= now.getTime() - twinMs;
      if (!twin) await revoke(asker.accountId, eventsOf(asker, now, 'device_copied', 'device_revoked'));
      return null;
    },

    async list(accountId, fingerprint, token, now) {
      const own = token === null ? null : hashToken(read(token).series);
      const rows = await db
        .selectFrom('devices')
        .select(['series_hash', 'created_at', 'last_used_at', 'expires_at', 'user_agent'])
        .where('account_id', '=', accountId)
        .where('fingerprint', '=', fingerprint)
        .where('expires_at', '>', now.getTime())
        .orderBy('last_used_at', 'desc')
        .execute();
      return rows.map((row) => ({
        current: row.series_hash === own,
        trustedAt: new Date(row.created_at).toISOString(),
        lastUsedAt: new Date(row.last_used_at).toISOString(),
        expiresAt: new Date(row.expires_at).toISOString(),
        userAgent: row.user_agent,
      }));
    },

    async revokeAll(asker, now) {
      await revoke(asker.accountId, eventsOf(asker, now, 'device_revoked'));
    },

    async purge(now) {
      await db.deleteFrom('devices').where('expires_at', '<=', now.getTime()).execute();
    },
  };
  function revoke(accountId: string, events: readonly AuditEvent[]): Promise<boolean> {
    return written(events, async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('devices')
        .where('account_id', '=', accountId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    });
  }

  /** A change with its entries, or neither. Says whether there was a change. */
  async function written(
    events: readonly AuditEvent[],
    change: (transaction: Kysely<HostTables>) => Promise<boolean>,
  ): Promise<boolean> {
    const changed = await db.transaction().execute(async (transaction) => {
      const done = await change(transaction);
      if (done) await insertEvents(forTwoFactor(transaction), events);
      return done;
    });
    if (changed) announce(events);
    return changed;
  }
}

/** The two parts are of one length. */
function read(token: string): { series: string; secretHash: string } {
  const middle = token.length / 2;
  return { series: token.slice(0, middle), secretHash: hashToken(token.slice(middle)) };
}
