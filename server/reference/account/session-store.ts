import { sql, type Kysely, type RawBuilder } from 'kysely';
import { challengeMs } from '../../core/two-factor/caller.js';
import { wrongClockMs } from '../../core/two-factor/instance-clocks.js';
import type { SessionProof } from '../../core/two-factor/rules.js';
import { announceNothing, type Announce } from '../../core/audit/announcer.js';
import { insertEvents } from '../../adapters/store/audit-rows.js';
import { requireWritable } from '../../adapters/store/deleted-accounts.js';
import { eventsOf, unknownClient, type Requester, type AuditEvent } from '../../core/audit/events.js';
import { createSessionEnding, type SessionEnding } from './session-ending.js';
import { forTwoFactor, lockAccount, type HostTables } from './tables.js';
import { hashToken, newAccountToken } from '../../core/crypto/token.js';
import { listedIdOf } from '../../core/crypto/listed-id.js';
import { findListed } from '../../adapters/store/find-listed.js';
import { ownFirst } from '../../adapters/store/own-first.js';
import { purgeRows } from '../../adapters/store/purge-rows.js';
import { placeOf, type TokenPlace } from '../../adapters/store/token-place.js';
import { transact } from '../../adapters/store/transact.js';
import { maxDevices } from '../../../widget/protocol/limits.js';

const minute = 60 * 1000;
/** The limits of a session (NIST SP 800-63B-4 AAL2): a day in total, an hour without use. */
const absoluteMs = 24 * 60 * minute;
const idleMs = 60 * minute;
/** The last use of a session is stored at most this often. */
const touchIntervalMs = minute;

export interface Session {
  accountId: string;
  email: string;
  stage: 'challenge' | 'enrolment' | 'full';
  /** When a challenge or an enrolment ends; null while the stage is `full`. */
  challengeExpiresAt: Date | null;
  proof: SessionProof | null;
}

/** A session in the owner's list. Times as in RFC 3339. */
export interface SessionLine {
  /** Opaque: it tells nothing of the id that the browser has. */
  id: string;
  current: boolean;
  signedInAt: string;
  lastSeenAt: string;
  expiresAt: string;
  address: string | null;
  userAgent: string | null;
}

/**
 * The sessions of the reference host.
 *
 *     begin ─▶ half signed in ── promote ─▶ full ── rotate ─▶ full, with a new id
 *     half signed in ── enrol ─▶ being enrolled ── completeEnrolment ─▶ full
 *     half signed in, being enrolled ── 10 minutes ─▶ ended
 *     full ── an hour without use, a day, end, endAll, endOthers ─▶ ended
 *
 * A session is a row and not a blob of a session middleware. A blob that is saved late would revive an ended session, and
 * `promote` has to be a single conditional statement. An id names the account, and has 256 random bits that only the browser knows.
 * `find` and `list` ignore expired sessions.
 */
export interface SessionStore extends SessionEnding {
  /** Writes a half signed-in session and these audit entries. Returns its id. */
  begin(requester: Requester, now: Date, events?: readonly AuditEvent[]): Promise<string>;
  find(id: string, now: Date): Promise<Session | null>;
  /** Makes a half signed-in session full, under a new id. Null when it has expired, was promoted before, or has ended. */
  promote(id: string, proof: SessionProof, now: Date): Promise<string | null>;
  /** Lets a half signed-in session turn 2FA on, and nothing else. False when it has ended. Call it before anybody knows the id. */
  enrol(id: string, now: Date): Promise<boolean>;
  /** Makes such a session full, under a new id. Null when it has expired, was completed before, or has ended. */
  completeEnrolment(id: string, proof: SessionProof, now: Date): Promise<string | null>;
  /** Gives a full session a new id, and a new proof if there is one. Null when it has ended. */
  rotate(id: string, proof: SessionProof | null, now: Date): Promise<string | null>;
  end(id: string): Promise<void>;
  /**
   * The account's full sessions: the one that asks and the newest others, as many as a list may have.
   *
   * @param id the session that asks, to be marked as current
   */
  list(accountId: string, id: string, now: Date): Promise<SessionLine[]>;
  /** Ends the session of this account that the list shows under this id. False when the account has none. */
  endListed(requester: Requester, listedId: string, now: Date): Promise<boolean>;
  /**
   * Deletes expired sessions in small batches, and those of a clock that was ahead.
   *
   * @param signal ends it after the batch that is running
   * @param latest the later of two clocks, if there are two: what is ahead of one that is behind is not wrong
   */
  purge(now: Date, signal?: AbortSignal, latest?: Date): Promise<void>;
}

/** @param announce called with the audit entries after they were written */
export function createSessionStore(db: Kysely<HostTables>, announce: Announce = announceNothing): SessionStore {
  return {
    async begin({ accountId, client = unknownClient }, now, events = []) {
      const id = newAccountToken(accountId);
      await transact(db, async (transaction) => {
        await transaction
          .insertInto('sessions')
          .values({
            id_hash: hashToken(id),
            account_id: accountId,
            stage: 'challenge',
            created_at: now.getTime(),
            last_seen_at: now.getTime(),
            challenge_expires_at: now.getTime() + challengeMs,
            proved_at: null,
            proved_with: null,
            device_hash: null,
            address: client.address,
            user_agent: client.userAgent,
          })
          .execute();
        await requireWritable(forTwoFactor(transaction), accountId);
        await insertEvents(forTwoFactor(transaction), events);
      });
      announce(events);
      return id;
    },

    async find(id, now) {
      const place = await findPlace(id);
      if (place === null) return null;
      const row = await alive(place, now)
        .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
        .select([
          'accounts.id',
          'email',
          'stage',
          'last_seen_at',
          'challenge_expires_at',
          'proved_at',
          'proved_with',
          'device_hash',
        ])
        .executeTakeFirst();
      if (!row) return null;
      if (row.device_hash !== null && !(await confirmDelivery(place, row.device_hash))) return null;
      if (row.last_seen_at <= now.getTime() - touchIntervalMs) {
        // An update and not an upsert, so that a session that ends at the same time stays ended.
        await db
          .updateTable('sessions')
          .set({ last_seen_at: now.getTime() })
          .where('account_id', '=', place.accountId)
          .where('id_hash', '=', place.hash)
          .execute();
      }
      return {
        accountId: row.id,
        email: row.email,
        stage: row.stage,
        challengeExpiresAt: row.challenge_expires_at === null ? null : new Date(row.challenge_expires_at),
        proof:
          row.proved_with === null || row.proved_at === null
            ? null
            : { method: row.proved_with, at: new Date(row.proved_at) },
      };
    },

    promote: (id, proof, now) => makeFull(id, 'challenge', proof, now),
    async enrol(id, now) {
      const place = await findPlace(id);
      if (place === null) return false;
      const { numUpdatedRows } = await db
        .updateTable('sessions')
        .set({ stage: 'enrolment' })
        .where('account_id', '=', place.accountId)
        .where('id_hash', '=', place.hash)
        .where('stage', '=', 'challenge')
        .where('created_at', '<=', now.getTime() + wrongClockMs)
        .where('challenge_expires_at', '>', now.getTime())
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    completeEnrolment: (id, proof, now) => makeFull(id, 'enrolment', proof, now),

    async rotate(id, proof, now) {
      const place = await findPlace(id);
      if (place === null) return null;
      const fresh = newAccountToken(place.accountId);
      const { numUpdatedRows } = await db
        .updateTable('sessions')
        .set({
          id_hash: hashToken(fresh),
          last_seen_at: now.getTime(),
          ...(proof && { proved_at: proof.at.getTime(), proved_with: proof.method }),
        })
        .where('account_id', '=', place.accountId)
        .where('id_hash', '=', place.hash)
        .where('stage', '=', 'full')
        .executeTakeFirst();
      return numUpdatedRows === 1n ? fresh : null;
    },

    async end(id) {
      const place = await findPlace(id);
      if (place === null) return;
      await db
        .deleteFrom('sessions')
        .where('account_id', '=', place.accountId)
        .where('id_hash', '=', place.hash)
        .execute();
    },

    ...createSessionEnding(db, announce),

    async list(accountId, id, now) {
      const own = hashToken(id);
      const rows = await listed(accountId, now)
        .select(['id_hash', 'created_at', 'last_seen_at', 'address', 'user_agent'])
        .orderBy(ownFirst('id_hash', own))
        .orderBy('created_at', 'desc')
        .orderBy('last_seen_at', 'desc')
        .limit(maxDevices)
        .execute();
      return rows.map((row) => ({
        id: listedIdOf(row.id_hash),
        current: row.id_hash === own,
        signedInAt: new Date(row.created_at).toISOString(),
        lastSeenAt: new Date(row.last_seen_at).toISOString(),
        expiresAt: new Date(Math.min(row.created_at + absoluteMs, row.last_seen_at + idleMs)).toISOString(),
        address: row.address,
        userAgent: row.user_agent,
      }));
    },

    async endListed(requester, listedId, now) {
      const { accountId } = requester;
      const found = await findListed(db, listedId, listed(accountId, now).select(['id_hash as row_key', 'created_at']));
      if (found === null) return false;
      const events = eventsOf(requester, now, 'session_revoked');
      const ended = await transact(db, async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom('sessions')
          .where('id_hash', '=', found)
          .where('account_id', '=', accountId)
          .executeTakeFirst();
        if (numDeletedRows === 0n) return false;
        await insertEvents(forTwoFactor(transaction), events);
        return true;
      });
      if (ended) announce(events);
      return ended;
    },

    purge(now, signal, latest = now) {
      const ahead = latest.getTime() + wrongClockMs;
      const where = sql<boolean>`(created_at <= ${now.getTime() - absoluteMs} or last_seen_at <= ${now.getTime() - idleMs}
        or challenge_expires_at <= ${now.getTime()} or created_at > ${ahead} or last_seen_at > ${ahead})`;
      return purgeRows(db, { table: 'sessions', key: ['account_id', 'id_hash'], where }, signal);
    },
  };

  /** One statement: of several calls for one session one at most finds the row. */
  async function makeFull(
    id: string,
    from: 'challenge' | 'enrolment',
    proof: SessionProof,
    now: Date,
  ): Promise<string | null> {
    const place = await findPlace(id);
    if (place === null) return null;
    const fresh = newAccountToken(place.accountId);
    const { numUpdatedRows } = await db
      .updateTable('sessions')
      .set({
        id_hash: hashToken(fresh),
        stage: 'full',
        created_at: now.getTime(),
        last_seen_at: now.getTime(),
        challenge_expires_at: null,
        proved_at: proof.at.getTime(),
        proved_with: proof.method,
      })
      .where('account_id', '=', place.accountId)
      .where('id_hash', '=', place.hash)
      .where('stage', '=', from)
      .where('created_at', '<=', now.getTime() + wrongClockMs)
      .where('challenge_expires_at', '>', now.getTime())
      .executeTakeFirst();
    return numUpdatedRows === 1n ? fresh : null;
  }

  /**
   * One answer carried the session id and the device's token: a browser that sends the id has received the token. False when the
   * session has ended meanwhile, since its token was a copy or was lost.
   */
  function confirmDelivery({ accountId, hash }: TokenPlace, deviceHash: string): Promise<boolean> {
    return transact(db, async (transaction) => {
      await lockAccount(transaction, accountId);
      await transaction
        .updateTable('devices')
        .set({ delivered: 1 })
        .where('account_id', '=', accountId)
        .where('series_hash', '=', deviceHash)
        .execute();
      const { numUpdatedRows } = await transaction
        .updateTable('sessions')
        .set({ device_hash: null })
        .where('account_id', '=', accountId)
        .where('id_hash', '=', hash)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    });
  }

  function findPlace(id: string): Promise<TokenPlace | null> {
    return placeOf(id, async (hash) => {
      const row = await db.selectFrom('sessions').select('account_id').where('id_hash', '=', hash).executeTakeFirst();
      return row?.account_id;
    });
  }

  function listed(accountId: string, now: Date) {
    return db
      .selectFrom('sessions')
      .where('account_id', '=', accountId)
      .where('stage', '=', 'full')
      .where(isInTime(now));
  }

  /** One of a clock that was ahead would have no limit until that time. */
  function isInTime(now: Date): RawBuilder<boolean> {
    const latest = now.getTime() + wrongClockMs;
    return sql<boolean>`(sessions.created_at > ${now.getTime() - absoluteMs} and sessions.created_at <= ${latest}
      and last_seen_at > ${now.getTime() - idleMs} and last_seen_at <= ${latest})`;
  }

  function alive({ accountId, hash }: TokenPlace, now: Date) {
    return db
      .selectFrom('sessions')
      .where('sessions.account_id', '=', accountId)
      .where('id_hash', '=', hash)
      .where(isInTime(now))
      .where((row) => row.or([row('stage', '=', 'full'), row('challenge_expires_at', '>', now.getTime())]));
  }
}
