import { sql, type Kysely } from 'kysely';
import { announceNothing, type Announce } from '../../core/audit/announcer.js';
import { insertEvents } from '../../adapters/store/audit-rows.js';
import {
  eventsOf,
  unknownClient,
  type Requester,
  type AuditEvent,
  type AuditEventName,
} from '../../core/audit/events.js';
import { forTwoFactor, lockAccount, type DeviceTable, type HostTables } from './tables.js';
import { dayMs } from '../../core/durations.js';
import { wrongClockMs } from '../../core/two-factor/instance-clocks.js';
import { hashToken, newToken } from '../../core/crypto/token.js';
import { listedIdOf } from '../../core/crypto/listed-id.js';
import { findListed } from '../../adapters/store/find-listed.js';
import { ownFirst } from '../../adapters/store/own-first.js';
import { purgeRows } from '../../adapters/store/purge-rows.js';
import { transact, transactOverRows } from '../../adapters/store/transact.js';
import { maxDevices } from '../../../widget/protocol/limits.js';

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

/**
 * The trusted devices of an account: on them the password alone signs in. A token is bound to the account, its password and its
 * factor. Tokens rotate on use: each use returns the next token of the same series, and marks the session that it opens. The first
 * request with that session removes the mark: the answer with the token has arrived.
 *
 * | token of the series                  | state of the series                     | outcome                                        |
 * | ------------------------------------ | --------------------------------------- | ---------------------------------------------- |
 * | the latest                           | valid                                   | signs in, under the next token                 |
 * | the latest                           | expired, or an earlier password, factor | refused; nothing ends                          |
 * | the one before                       | last used within 10 seconds: two tabs   | refused; nothing ends                          |
 * | the one before                       | since then no marked session was used   | refused; this device and its marked sessions   |
 * |                                      |                                         | end                                            |
 * | the one before                       | a marked session was used since then    | refused as a copy; all devices and all other   |
 * |                                      |                                         | sessions of the account end, the owner is told |
 * | an older one                         | any                                     | the same                                       |
 * | of another account, or of no series  |                                         | refused; nothing ends                          |
 *
 * In the fourth row either the answer was lost, or a thief has used a copy and waits. In both cases the owner holds no marked session.
 */
export interface DeviceStore {
  /**
   * @param session the id of the session that asks
   * @param fingerprint of the account's password and factor
   * @returns the device's token; null when the session has ended meanwhile
   */
  remember(requester: Requester, session: string, fingerprint: string, now: Date): Promise<string | null>;
  /**
   * The device's token for its next sign-in, or null when this one is refused.
   *
   * @param session the id of the half signed-in session that asks: it is marked, and never ends here
   */
  redeem(token: string, requester: Requester, session: string, fingerprint: string, now: Date): Promise<string | null>;
  /**
   * The devices that are valid under this fingerprint: the one that asks and the newest others, as many as a list may have.
   *
   * @param token of the browser that asks
   */
  list(accountId: string, fingerprint: string, token: string | null, now: Date): Promise<DeviceLine[]>;
  /** All stored devices of an account, also those of an older fingerprint, the latest used first. */
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
  /**
   * Deletes expired devices in small batches, and those of a clock that was ahead.
   *
   * @param signal ends it after the batch that is running
   * @param latest the later of two clocks, if there are two: what is ahead of one that is behind is not wrong
   */
  purge(now: Date, signal?: AbortSignal, latest?: Date): Promise<void>;
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

    async redeem(token, requester, session, fingerprint, now) {
      const { series, secretHash } = readToken(token);
      const { accountId } = requester;
      const [seriesHash, sessionHash, next] = [hashToken(series), hashToken(session), newToken()];
      const { admitted, entries } = await transactOverRows(db, async (transaction) => {
        // Between the reading and the change no marked session may be used, and no other sign-in may redeem a token.
        await lockAccount(transaction, accountId);
        const device = await transaction
          .selectFrom('devices')
          .select([
            'secret_hash',
            'former_hash',
            'fingerprint',
            'last_used_at',
            'delivered',
            'created_at',
            'expires_at',
          ])
          .where('series_hash', '=', seriesHash)
          .where('account_id', '=', accountId)
          .executeTakeFirst();
        const outcome = device ? outcomeOf(device, secretHash, fingerprint, now) : 'refused';
        const sessionsOfAccount = transaction.deleteFrom('sessions').where('account_id', '=', accountId);
        if (outcome === 'admitted') {
          const { numUpdatedRows } = await transaction
            .updateTable('devices')
            .set({ secret_hash: hashToken(next), former_hash: secretHash, last_used_at: now.getTime(), delivered: 0 })
            .where('series_hash', '=', seriesHash)
            .where('account_id', '=', accountId)
            .executeTakeFirst();
          // The owner has revoked the device meanwhile.
          if (numUpdatedRows === 0n) return { admitted: false, entries: [] };
          await transaction
            .updateTable('sessions')
            .set({ device_hash: seriesHash })
            .where('id_hash', '=', sessionHash)
            .where('account_id', '=', accountId)
            .execute();
        } else if (outcome === 'lost') {
          await deleteDevices(transaction, accountId, seriesHash);
          await sessionsOfAccount.where('device_hash', '=', seriesHash).execute();
        } else if (outcome === 'copied') {
          await deleteDevices(transaction, accountId);
          await sessionsOfAccount.where('id_hash', '!=', sessionHash).execute();
        }
        const entries = eventsOf(requester, now, ...entriesFor[outcome]);
        await insertEvents(forTwoFactor(transaction), entries);
        return { admitted: outcome === 'admitted', entries };
      });
      announce(entries);
      return admitted ? series + next : null;
    },

    async list(accountId, fingerprint, token, now) {
      const own = seriesHashOf(token);
      const rows = await liveDevices(accountId, now)
        .where('fingerprint', '=', fingerprint)
        .orderBy(ownFirst('series_hash', own))
        .orderBy('created_at', 'desc')
        .orderBy('last_used_at', 'desc')
        .limit(maxDevices)
        .execute();
      return rows.map((row) => lineOf(row, own));
    },

    async listAll(accountId, now) {
      const rows = await liveDevices(accountId, now).orderBy('last_used_at', 'desc').execute();
      return rows.map((row) => lineOf(row, null));
    },

    async revokeListed(requester, listedId, token, now) {
      const { accountId } = requester;
      const found = await findListed(
        db,
        listedId,
        live(accountId, now).select(['series_hash as row_key', 'created_at']),
      );
      if (found === null || !(await revoke(accountId, eventsOf(requester, now, 'device_revoked'), found))) return null;
      return { current: found === seriesHashOf(token) };
    },

    revokeAll: (accountId, events) => revoke(accountId, events),

    purge(now, signal, latest = now) {
      const where = sql<boolean>`(expires_at <= ${now.getTime()} or created_at > ${latest.getTime() + wrongClockMs})`;
      return purgeRows(db, { table: 'devices', key: ['account_id', 'series_hash'], where }, signal);
    },
  };

  function liveDevices(accountId: string, now: Date) {
    return live(accountId, now).select(['series_hash', 'created_at', 'last_used_at', 'expires_at', 'user_agent']);
  }

  function live(accountId: string, now: Date) {
    return db
      .selectFrom('devices')
      .where('account_id', '=', accountId)
      .where('created_at', '<=', now.getTime() + wrongClockMs)
      .where('expires_at', '>', now.getTime());
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

type Outcome = 'admitted' | 'refused' | 'lost' | 'copied';

const entriesFor: Record<Outcome, AuditEventName[]> = {
  admitted: ['device_trusted'],
  refused: [],
  lost: ['device_revoked'],
  copied: ['device_copied', 'device_revoked'],
};

type RedeemedDevice = Pick<
  DeviceTable,
  'secret_hash' | 'former_hash' | 'fingerprint' | 'last_used_at' | 'delivered' | 'created_at' | 'expires_at'
>;

/** The table of `DeviceStore`. */
function outcomeOf(device: RedeemedDevice, secretHash: string, fingerprint: string, now: Date): Outcome {
  if (device.secret_hash === secretHash) {
    // One of a clock that was ahead would be trusted for longer, until that time.
    const isTrusted = device.expires_at > now.getTime() && device.created_at <= now.getTime() + wrongClockMs;
    return device.fingerprint === fingerprint && isTrusted ? 'admitted' : 'refused';
  }
  if (device.former_hash !== secretHash) return 'copied';
  if (device.last_used_at >= now.getTime() - graceMs) return 'refused';
  return device.delivered === 0 ? 'lost' : 'copied';
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
