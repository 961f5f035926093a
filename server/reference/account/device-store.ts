import type { Kysely } from 'kysely';
import { announceNothing, type Announce } from '../../core/audit/announcer.js';
import { insertEvents } from '../../adapters/store/audit-rows.js';
import { eventsOf, unknownClient, type Requester, type AuditEvent } from '../../core/audit/events.js';
import { forTwoFactor, lockAccount, type DeviceTable, type HostTables } from './tables.js';
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

/** What a device signs in with the next time. */
export interface Redeemed {
  token: string;
  /** Names the device to the session that begins. */
  deviceHash: string;
}

/**
 * Devices that an account's owner has chosen to trust: there the password alone signs in. A token is for one account, for
 * the password and factor it was made under, and for one use: each use gives another one of the same series. A token that
 * is not its series' latest was copied, unless the answer with the latest one never arrived.
 */
export interface DeviceStore {
  /**
   * @param session the id of the session that asks
   * @param fingerprint of the account's password and factor
   * @returns the token for the device; null when the session has ended meanwhile
   */
  remember(requester: Requester, session: string, fingerprint: string, now: Date): Promise<string | null>;
  /**
   * The next token when this one is good, else null. One that was used before revokes every device of the account, since
   * two have it. One whose answer was lost revokes its own device alone.
   */
  redeem(token: string, requester: Requester, fingerprint: string, now: Date): Promise<Redeemed | null>;
  /** The devices that are let in under this fingerprint, the latest used first. @param token of the asking browser */
  list(accountId: string, fingerprint: string, token: string | null, now: Date): Promise<DeviceLine[]>;
  /** All that is kept of an account's devices, void ones included. */
  listAll(accountId: string, now: Date): Promise<DeviceLine[]>;
  /** Revokes all of an account's devices, together with these audit entries. Without a device nothing is written. */
  revokeAll(accountId: string, events: readonly AuditEvent[]): Promise<boolean>;
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
    async remember(requester, session, fingerprint, now) {
      const [series, secret] = [newToken(), newToken()];
      const { accountId, client = unknownClient } = requester;
      const kept = await written(eventsOf(requester, now, 'device_remembered'), async (transaction) => {
        // A sign-out of everywhere that came first has ended this session, and must not be survived by a new device.
        await lockAccount(transaction, accountId);
        const alive = await transaction
          .selectFrom('sessions')
          .select('id_hash')
          .where('id_hash', '=', hashToken(session))
          .where('account_id', '=', accountId)
          .executeTakeFirst();
        if (!alive) return false;
        await transaction
          .insertInto('devices')
          .values({
            series_hash: hashToken(series),
            secret_hash: hashToken(secret),
            account_id: accountId,
            fingerprint,
            former_hash: null,
            delivered: 1,
            created_at: now.getTime(),
            last_used_at: now.getTime(),
            expires_at: now.getTime() + days * day,
            user_agent: client.userAgent,
          })
          .execute();
        return true;
      });
      return kept ? series + secret : null;
    },

    async redeem(token, requester, fingerprint, now) {
      const { series, secretHash } = read(token);
      const next = newToken();
      const won = await written(eventsOf(requester, now, 'device_trusted'), async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('devices')
          .set({ secret_hash: hashToken(next), former_hash: secretHash, last_used_at: now.getTime(), delivered: 0 })
          .where('series_hash', '=', hashToken(series))
          .where('secret_hash', '=', secretHash)
          .where('account_id', '=', requester.accountId)
          .where('fingerprint', '=', fingerprint)
          .where('expires_at', '>', now.getTime())
          .executeTakeFirst();
        return numUpdatedRows === 1n;
      });
      if (won) return { token: series + next, deviceHash: hashToken(series) };
      const device = await db
        .selectFrom('devices')
        .select(['secret_hash', 'former_hash', 'last_used_at', 'delivered'])
        .where('series_hash', '=', hashToken(series))
        .where('account_id', '=', requester.accountId)
        .executeTakeFirst();
      if (!device || device.secret_hash === secretHash) return null;
      const former = device.former_hash === secretHash;
      if (former && device.last_used_at >= now.getTime() - twinMs) return null;
      if (former && device.delivered === 0) {
        await revoke(requester.accountId, eventsOf(requester, now, 'device_revoked'), hashToken(series));
      } else {
        await revoke(requester.accountId, eventsOf(requester, now, 'device_copied', 'device_revoked'));
      }
      return null;
    },

    async list(accountId, fingerprint, token, now) {
      const own = token === null ? null : hashToken(read(token).series);
      const rows = await kept(accountId, now).where('fingerprint', '=', fingerprint).execute();
      return rows.map((row) => lineOf(row, own));
    },

    async listAll(accountId, now) {
      const rows = await kept(accountId, now).execute();
      return rows.map((row) => lineOf(row, null));
    },

    revokeAll: (accountId, events) => revoke(accountId, events),

    async purge(now) {
      await db.deleteFrom('devices').where('expires_at', '<=', now.getTime()).execute();
    },
  };

  function kept(accountId: string, now: Date) {
    return db
      .selectFrom('devices')
      .select(['series_hash', 'created_at', 'last_used_at', 'expires_at', 'user_agent'])
      .where('account_id', '=', accountId)
      .where('expires_at', '>', now.getTime())
      .orderBy('last_used_at', 'desc');
  }

  /** @param deviceHash one device; without it all of the account's */
  function revoke(accountId: string, events: readonly AuditEvent[], deviceHash?: string): Promise<boolean> {
    return written(events, (transaction) => deleteDevices(transaction, accountId, deviceHash));
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

/** Says whether there was one. @param deviceHash one device; without it all of the account's */
export async function deleteDevices(
  transaction: Kysely<HostTables>,
  accountId: string,
  deviceHash?: string,
): Promise<boolean> {
  let deletion = transaction.deleteFrom('devices').where('account_id', '=', accountId);
  if (deviceHash !== undefined) deletion = deletion.where('series_hash', '=', deviceHash);
  const { numDeletedRows } = await deletion.executeTakeFirst();
  return numDeletedRows > 0n;
}

type KeptDevice = Pick<DeviceTable, 'series_hash' | 'created_at' | 'last_used_at' | 'expires_at' | 'user_agent'>;

function lineOf(row: KeptDevice, own: string | null): DeviceLine {
  return {
    current: row.series_hash === own,
    trustedAt: new Date(row.created_at).toISOString(),
    lastUsedAt: new Date(row.last_used_at).toISOString(),
    expiresAt: new Date(row.expires_at).toISOString(),
    userAgent: row.user_agent,
  };
}

/** The two parts are of one length. */
function read(token: string): { series: string; secretHash: string } {
  const middle = token.length / 2;
  return { series: token.slice(0, middle), secretHash: hashToken(token.slice(middle)) };
}
