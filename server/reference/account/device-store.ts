import { sql, type Kysely } from 'kysely';
import { announceNothing, type Announce } from '../../core/audit/announcer.js';
import { insertEvents } from '../../adapters/store/audit-rows.js';
import { eventsOf, unknownClient, type Requester, type AuditEvent } from '../../core/audit/events.js';
import { forTwoFactor, lockAccount, type DeviceTable, type HostTables } from './tables.js';
import { dayMs } from '../../core/durations.js';
import { hashToken, newToken } from '../../core/crypto/token.js';
import { listedIdOf } from '../../core/crypto/listed-id.js';
import { purgeRows } from '../../adapters/store/purge-rows.js';
import { transact } from '../../adapters/store/transact.js';

/** Grace period for two tabs that race with the same token. Reuse after it means theft. */
const graceMs = 10 * 1000;

/** A device in the owner's list. Times as in RFC 3339. */
export interface DeviceLine {
  /** Opaque. */
  id: string;
  /** Whether the browser that asks is this device. */
  current: boolean;
  trustedAt: string;
  lastUsedAt: string;
  expiresAt: string;
  userAgent: string | null;
}

/** The result of a redeemed token. */
export interface Redeemed {
  /** The device's token for its next sign-in. */
  token: string;
  /** Identifies the device in the session that begins. */
  deviceHash: string;
}

/**
 * The trusted devices of an account: on them the password alone signs in. A token is bound to the account, its password and its
 * factor. Tokens rotate on use: each use returns the next token of the same series. A superseded token means that it was copied,
 * unless the answer with the latest token never arrived.
 */
export interface DeviceStore {
  /**
   * @param session the id of the session that asks
   * @param fingerprint of the account's password and factor
   * @returns the device's token; null when the session has ended meanwhile
   */
  remember(requester: Requester, session: string, fingerprint: string, now: Date): Promise<string | null>;
  /**
   * The next token, or null when this one is not valid. Reuse of a superseded token revokes every device of the account, since
   * there is a copy. If the answer with the latest token was lost, only this device is revoked.
   */
  redeem(token: string, requester: Requester, fingerprint: string, now: Date): Promise<Redeemed | null>;
  /** The devices that are valid under this fingerprint, the latest used first. @param token of the browser that asks */
  list(accountId: string, fingerprint: string, token: string | null, now: Date): Promise<DeviceLine[]>;
  /** All stored devices of an account, also those of an older fingerprint. */
  listAll(accountId: string, now: Date): Promise<DeviceLine[]>;
  /**
   * Revokes the device of this account that the list shows under this id. Null when the account has none.
   *
   * @param token of the browser that asks
   */
  revokeListed(
    requester: Requester,
    listedId: string,
    token: string | null,
    now: Date,
  ): Promise<{ current: boolean } | null>;
  /** Revokes all devices of an account and writes these audit entries. Without a device it writes nothing and returns false. */
  revokeAll(accountId: string, events: readonly AuditEvent[]): Promise<boolean>;
  /** Deletes expired devices in small batches. @param signal ends it after the batch that is running */
  purge(now: Date, signal?: AbortSignal): Promise<void>;
}

/**
 * @param days how long a device is trusted after it was remembered; a use does not extend that
 * @param announce called with the audit entries after they were written
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
      const remembered = await writeWithEvents(eventsOf(requester, now, 'device_remembered'), async (transaction) => {
        // A concurrent sign-out of all sessions may have ended this one; then no device must be remembered. A deletion ends all, too.
        if (!(await lockAccount(transaction, accountId))) return false;
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
            expires_at: now.getTime() + days * dayMs,
            user_agent: client.userAgent,
          })
          .execute();
        return true;
      });
      return remembered ? series + secret : null;
    },

    async redeem(token, requester, fingerprint, now) {
      const { series, secretHash } = readToken(token);
      const next = newToken();
      const won = await writeWithEvents(eventsOf(requester, now, 'device_trusted'), async (transaction) => {
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
      if (former && device.last_used_at >= now.getTime() - graceMs) return null;
      if (former && device.delivered === 0) {
        await revoke(requester.accountId, eventsOf(requester, now, 'device_revoked'), hashToken(series));
      } else {
        await revoke(requester.accountId, eventsOf(requester, now, 'device_copied', 'device_revoked'));
      }
      return null;
    },

    async list(accountId, fingerprint, token, now) {
      const rows = await liveDevices(accountId, now).where('fingerprint', '=', fingerprint).execute();
      return rows.map((row) => lineOf(row, seriesHashOf(token)));
    },

    async listAll(accountId, now) {
      const rows = await liveDevices(accountId, now).execute();
      return rows.map((row) => lineOf(row, null));
    },

    async revokeListed(requester, listedId, token, now) {
      const { accountId } = requester;
      const rows = await liveDevices(accountId, now).execute();
      const found = rows.find((row) => listedIdOf(row.series_hash) === listedId);
      if (!found || !(await revoke(accountId, eventsOf(requester, now, 'device_revoked'), found.series_hash)))
        return null;
      return { current: found.series_hash === seriesHashOf(token) };
    },

    revokeAll: (accountId, events) => revoke(accountId, events),

    purge(now, signal) {
      const where = sql<boolean>`expires_at <= ${now.getTime()}`;
      return purgeRows(db, { table: 'devices', key: ['account_id', 'series_hash'], where }, signal);
    },
  };

  function liveDevices(accountId: string, now: Date) {
    return db
      .selectFrom('devices')
      .select(['series_hash', 'created_at', 'last_used_at', 'expires_at', 'user_agent'])
      .where('account_id', '=', accountId)
      .where('expires_at', '>', now.getTime())
      .orderBy('last_used_at', 'desc');
  }

  /** @param deviceHash one device; without it all devices of the account */
  function revoke(accountId: string, events: readonly AuditEvent[], deviceHash?: string): Promise<boolean> {
    return writeWithEvents(events, (transaction) => deleteDevices(transaction, accountId, deviceHash));
  }

  /** Writes a change and its audit entries in one transaction. Returns whether there was a change. */
  async function writeWithEvents(
    events: readonly AuditEvent[],
    change: (transaction: Kysely<HostTables>) => Promise<boolean>,
  ): Promise<boolean> {
    const changed = await transact(db, async (transaction) => {
      const done = await change(transaction);
      if (done) await insertEvents(forTwoFactor(transaction), events);
      return done;
    });
    if (changed) announce(events);
    return changed;
  }
}

/** Returns whether a device was deleted. @param deviceHash one device; without it all devices of the account */
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

type LiveDevice = Pick<DeviceTable, 'series_hash' | 'created_at' | 'last_used_at' | 'expires_at' | 'user_agent'>;

function lineOf(row: LiveDevice, own: string | null): DeviceLine {
  return {
    id: listedIdOf(row.series_hash),
    current: row.series_hash === own,
    trustedAt: new Date(row.created_at).toISOString(),
    lastUsedAt: new Date(row.last_used_at).toISOString(),
    expiresAt: new Date(row.expires_at).toISOString(),
    userAgent: row.user_agent,
  };
}

function seriesHashOf(token: string | null): string | null {
  return token === null ? null : hashToken(readToken(token).series);
}

/** Splits a token: series and secret have the same length. */
function readToken(token: string): { series: string; secretHash: string } {
  const middle = token.length / 2;
  return { series: token.slice(0, middle), secretHash: hashToken(token.slice(middle)) };
}
