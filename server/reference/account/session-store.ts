import type { Kysely } from 'kysely';
import type { SessionProof } from '../../core/two-factor/rules.js';
import { announceNothing, type Announce } from '../../core/audit/announcer.js';
import { insertEvents } from '../../adapters/store/audit-rows.js';
import { eventsOf, unknownClient, type Requester, type AuditEvent } from '../../core/audit/events.js';
import { deleteDevices } from './device-store.js';
import { forTwoFactor, lockAccount, type HostTables } from './tables.js';
import { hashToken, newToken } from './token.js';

const minute = 60 * 1000;
/** The limits of a session (NIST SP 800-63B-4 AAL2): a day in all, an hour without use, ten minutes half signed in. */
const absoluteMs = 24 * 60 * minute;
const idleMs = 60 * minute;
const challengeMs = 10 * minute;
/** A session's last use is written at most this often. */
const touchMs = minute;

export interface Session {
  accountId: string;
  email: string;
  stage: 'challenge' | 'full';
  /** Set while the stage is `challenge`. */
  challengeExpiresAt: Date | null;
  proof: SessionProof | null;
}

/** A session as its owner may see it: no id, nor anything that one could be made of. Times as in RFC 3339. */
export interface SessionLine {
  current: boolean;
  signedInAt: string;
  lastSeenAt: string;
  address: string | null;
  userAgent: string | null;
}

/**
 * Sessions as rows of our own rather than blobs of a session middleware: a blob that is saved late brings an ended session
 * back, and a half signed-in session has to become a full one in a single guarded statement. An id is 256 random bits,
 * known to the browser alone. Methods that take an id and a `now` act only on a session that is alive then.
 */
export interface SessionStore {
  /** A half signed-in session, written together with these audit entries; returns its id. */
  begin(requester: Requester, now: Date, events?: readonly AuditEvent[]): Promise<string>;
  find(id: string, now: Date): Promise<Session | null>;
  /**
   * Makes a half signed-in session full, under a new id. Null when it is over, used up or ended.
   *
   * @param deviceHash the trusted device that it begins from
   */
  promote(id: string, proof: SessionProof, now: Date, deviceHash?: string | null): Promise<string | null>;
  /** Gives a full session a new id and, if one is given, a new proof. Null when it has ended. */
  rotate(id: string, proof: SessionProof | null, now: Date): Promise<string | null>;
  end(id: string): Promise<void>;
  /**
   * Ends all of the account's sessions, half signed-in ones included, and forgets its trusted devices, together with these
   * audit entries.
   */
  endAll(requester: Requester, now: Date, events?: readonly AuditEvent[]): Promise<number>;
  /**
   * Ends the account's sessions but this one and forgets its trusted devices, together with these audit entries. False when
   * this one has ended itself; then nothing was changed.
   */
  endOthers(requester: Requester, id: string, now: Date, events?: readonly AuditEvent[]): Promise<boolean>;
  /** The account's full sessions, the latest used first; one of them is `id`. */
  list(accountId: string, id: string, now: Date): Promise<SessionLine[]>;
  /** Deletes what is over anyway. */
  purge(now: Date): Promise<void>;
}

/** @param announce told of the entries that are written with a change */
export function createSessionStore(db: Kysely<HostTables>, announce: Announce = announceNothing): SessionStore {
  return {
    async begin({ accountId, client = unknownClient }, now, events = []) {
      const id = newToken();
      await db.transaction().execute(async (transaction) => {
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
        await insertEvents(forTwoFactor(transaction), events);
      });
      announce(events);
      return id;
    },

    async find(id, now) {
      const row = await alive(id, now)
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
      if (row.device_hash !== null) await confirmDelivery(id, row.device_hash);
      if (row.last_seen_at <= now.getTime() - touchMs) {
        // An update, so that a session that ends at this moment stays ended.
        await db
          .updateTable('sessions')
          .set({ last_seen_at: now.getTime() })
          .where('id_hash', '=', hashToken(id))
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

    async promote(id, proof, now, deviceHash = null) {
      const fresh = newToken();
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
          device_hash: deviceHash,
        })
        .where('id_hash', '=', hashToken(id))
        .where('stage', '=', 'challenge')
        .where('challenge_expires_at', '>', now.getTime())
        .executeTakeFirst();
      return numUpdatedRows === 1n ? fresh : null;
    },

    async rotate(id, proof, now) {
      const fresh = newToken();
      const { numUpdatedRows } = await db
        .updateTable('sessions')
        .set({
          id_hash: hashToken(fresh),
          last_seen_at: now.getTime(),
          ...(proof && { proved_at: proof.at.getTime(), proved_with: proof.method }),
        })
        .where('id_hash', '=', hashToken(id))
        .where('stage', '=', 'full')
        .executeTakeFirst();
      return numUpdatedRows === 1n ? fresh : null;
    },

    async end(id) {
      await db.deleteFrom('sessions').where('id_hash', '=', hashToken(id)).execute();
    },

    async endAll(requester, now, events = []) {
      const { accountId } = requester;
      const { ended, entries } = await db.transaction().execute(async (transaction) => {
        await lockAccount(transaction, accountId);
        const { numDeletedRows } = await transaction
          .deleteFrom('sessions')
          .where('account_id', '=', accountId)
          .executeTakeFirst();
        return { ended: Number(numDeletedRows), entries: await forgetDevices(transaction, requester, now, events) };
      });
      announce(entries);
      return ended;
    },

    async endOthers(requester, id, now, events = []) {
      const { accountId } = requester;
      const entries = await db.transaction().execute(async (transaction) => {
        // Of two sessions that end one another at once, the later one finds itself ended.
        await lockAccount(transaction, accountId);
        const own = await transaction
          .selectFrom('sessions')
          .select('id_hash')
          .where('id_hash', '=', hashToken(id))
          .where('account_id', '=', accountId)
          .executeTakeFirst();
        if (!own) return null;
        await transaction
          .deleteFrom('sessions')
          .where('account_id', '=', accountId)
          .where('id_hash', '!=', own.id_hash)
          .execute();
        return forgetDevices(transaction, requester, now, events);
      });
      if (entries) announce(entries);
      return entries !== null;
    },

    async list(accountId, id, now) {
      const rows = await db
        .selectFrom('sessions')
        .select(['id_hash', 'created_at', 'last_seen_at', 'address', 'user_agent'])
        .where('account_id', '=', accountId)
        .where('stage', '=', 'full')
        .where('created_at', '>', now.getTime() - absoluteMs)
        .where('last_seen_at', '>', now.getTime() - idleMs)
        .orderBy('last_seen_at', 'desc')
        .execute();
      return rows.map((row) => ({
        current: row.id_hash === hashToken(id),
        signedInAt: new Date(row.created_at).toISOString(),
        lastSeenAt: new Date(row.last_seen_at).toISOString(),
        address: row.address,
        userAgent: row.user_agent,
      }));
    },

    async purge(now) {
      await db
        .deleteFrom('sessions')
        .where((row) =>
          row.or([
            row('created_at', '<=', now.getTime() - absoluteMs),
            row('last_seen_at', '<=', now.getTime() - idleMs),
            row('challenge_expires_at', '<=', now.getTime()),
          ]),
        )
        .execute();
    },
  };

  /** The session and the token of its device came in one answer: a browser that sends one has received the other. */
  async function confirmDelivery(id: string, deviceHash: string): Promise<void> {
    await db.updateTable('devices').set({ delivered: 1 }).where('series_hash', '=', deviceHash).execute();
    await db.updateTable('sessions').set({ device_hash: null }).where('id_hash', '=', hashToken(id)).execute();
  }

  /** Writes these entries, and one more where there was a device to forget. Returns what was written. */
  async function forgetDevices(
    transaction: Kysely<HostTables>,
    requester: Requester,
    now: Date,
    events: readonly AuditEvent[],
  ): Promise<AuditEvent[]> {
    const forgotten = await deleteDevices(transaction, requester.accountId);
    const entries = [...events, ...(forgotten ? eventsOf(requester, now, 'device_revoked') : [])];
    await insertEvents(forTwoFactor(transaction), entries);
    return entries;
  }

  function alive(id: string, now: Date) {
    return db
      .selectFrom('sessions')
      .where('id_hash', '=', hashToken(id))
      .where('sessions.created_at', '>', now.getTime() - absoluteMs)
      .where('last_seen_at', '>', now.getTime() - idleMs)
      .where((row) => row.or([row('stage', '=', 'full'), row('challenge_expires_at', '>', now.getTime())]));
  }
}
