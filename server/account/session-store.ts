import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { SessionProof } from '../two-factor/rules.js';
import { insertEvents } from '../audit/audit-log.js';
import type { AuditEvent } from '../audit/events.js';
import type { TwoFactorTables } from '../store/tables.js';
import type { HostTables } from './tables.js';

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

/**
 * Sessions as rows of our own rather than blobs of a session middleware: a blob that is saved late brings an ended session
 * back, and a half signed-in session has to become a full one in a single guarded statement. An id is 256 random bits,
 * known to the browser alone. Methods that take an id and a `now` act only on a session that is alive then.
 */
export interface SessionStore {
  /** A half signed-in session, written together with these audit entries; returns its id. */
  begin(accountId: string, now: Date, events?: readonly AuditEvent[]): Promise<string>;
  find(id: string, now: Date): Promise<Session | null>;
  /** Makes a half signed-in session full, under a new id. Null when it is over, used up or ended. */
  promote(id: string, proof: SessionProof, now: Date): Promise<string | null>;
  /** Gives a full session a new id and, if one is given, a new proof. Null when it has ended. */
  rotate(id: string, proof: SessionProof | null, now: Date): Promise<string | null>;
  end(id: string): Promise<void>;
  /** Ends all of the account's sessions, half signed-in ones included, together with these audit entries. */
  endAll(accountId: string, events: readonly AuditEvent[]): Promise<number>;
  /** Ends the account's sessions but this one. */
  endOthers(accountId: string, id: string): Promise<void>;
  /** Deletes what is over anyway. */
  purge(now: Date): Promise<void>;
}

export function createSessionStore(
  db: Kysely<HostTables>,
  random: (size: number) => Buffer = randomBytes,
): SessionStore {
  const newId = (): string => random(32).toString('base64url');

  return {
    async begin(accountId, now, events = []) {
      const id = newId();
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('sessions')
          .values({
            id_hash: hashId(id),
            account_id: accountId,
            stage: 'challenge',
            created_at: now.getTime(),
            last_seen_at: now.getTime(),
            challenge_expires_at: now.getTime() + challengeMs,
            proved_at: null,
            proved_with: null,
          })
          .execute();
        await insertEvents(forAudit(transaction), events);
      });
      return id;
    },

    async find(id, now) {
      const row = await alive(id, now)
        .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
        .select(['accounts.id', 'email', 'stage', 'last_seen_at', 'challenge_expires_at', 'proved_at', 'proved_with'])
        .executeTakeFirst();
      if (!row) return null;
      if (row.last_seen_at <= now.getTime() - touchMs) {
        // An update, so that a session that ends at this moment stays ended.
        await db
          .updateTable('sessions')
          .set({ last_seen_at: now.getTime() })
          .where('id_hash', '=', hashId(id))
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

    async promote(id, proof, now) {
      const fresh = newId();
      const { numUpdatedRows } = await db
        .updateTable('sessions')
        .set({
          id_hash: hashId(fresh),
          stage: 'full',
          created_at: now.getTime(),
          last_seen_at: now.getTime(),
          challenge_expires_at: null,
          proved_at: proof.at.getTime(),
          proved_with: proof.method,
        })
        .where('id_hash', '=', hashId(id))
        .where('stage', '=', 'challenge')
        .where('challenge_expires_at', '>', now.getTime())
        .executeTakeFirst();
      return numUpdatedRows === 1n ? fresh : null;
    },

    async rotate(id, proof, now) {
      const fresh = newId();
      const { numUpdatedRows } = await db
        .updateTable('sessions')
        .set({
          id_hash: hashId(fresh),
          last_seen_at: now.getTime(),
          ...(proof && { proved_at: proof.at.getTime(), proved_with: proof.method }),
        })
        .where('id_hash', '=', hashId(id))
        .where('stage', '=', 'full')
        .executeTakeFirst();
      return numUpdatedRows === 1n ? fresh : null;
    },

    async end(id) {
      await db.deleteFrom('sessions').where('id_hash', '=', hashId(id)).execute();
    },

    async endAll(accountId, events) {
      return db.transaction().execute(async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom('sessions')
          .where('account_id', '=', accountId)
          .executeTakeFirst();
        await insertEvents(forAudit(transaction), events);
        return Number(numDeletedRows);
      });
    },

    async endOthers(accountId, id) {
      await db.deleteFrom('sessions').where('account_id', '=', accountId).where('id_hash', '!=', hashId(id)).execute();
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

  function alive(id: string, now: Date) {
    return db
      .selectFrom('sessions')
      .where('id_hash', '=', hashId(id))
      .where('sessions.created_at', '>', now.getTime() - absoluteMs)
      .where('last_seen_at', '>', now.getTime() - idleMs)
      .where((row) => row.or([row('stage', '=', 'full'), row('challenge_expires_at', '>', now.getTime())]));
  }
}

/** A builder for more tables is one for fewer; Kysely's types cannot say so. */
function forAudit(db: Kysely<HostTables>): Kysely<TwoFactorTables> {
  return db;
}

/** The id has 256 bits of its own, so a plain hash is enough to make a stolen table useless. */
function hashId(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}
