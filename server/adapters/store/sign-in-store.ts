import { sql, type Kysely } from 'kysely';
import type { AuditEvent } from '../../core/audit/events.js';
import { listedIdOf } from '../../core/crypto/listed-id.js';
import { hashToken, newAccountToken } from '../../core/crypto/token.js';
import { TwoFactorError } from '../../core/errors.js';
import type { SignInStore } from '../../core/sign-in/sign-in-store.js';
import { insertEvents, typedValue } from './audit-rows.js';
import { digestOf, isWritable, requireWritable } from './deleted-accounts.js';
import { findListed } from './find-listed.js';
import { ownFirst } from './own-first.js';
import { deleteAllRows } from './purge-rows.js';
import type { TwoFactorTables } from './tables.js';
import { placeOf, type TokenPlace } from './token-place.js';
import { executeOverRows, transact, transactOverRows } from './transact.js';
import { maxDevices } from '../../../widget/protocol/limits.js';

/** The last use of a sign-in is stored at most this often. */
const touchIntervalMs = 60 * 1000;

/** Returns whether a row has changed. */
type Change = (connection: Kysely<TwoFactorTables>) => Promise<boolean>;

export function createSignInStore(db: Kysely<TwoFactorTables>): SignInStore {
  return {
    async begin(accountId, expiresAt, now, deviceName = null) {
      await db
        .deleteFrom('sign_ins')
        .where('account_id', '=', accountId)
        .where('expires_at', '<=', now.getTime())
        .execute();
      const token = newAccountToken(accountId);
      // A sign-in without a name is in no list, and its use needs no writes.
      const listedAt = deviceName === null ? null : now.getTime();
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('sign_ins')
        .columns([
          'token_hash',
          'account_id',
          'stage',
          'expires_at',
          'proved_at',
          'proved_with',
          'device_name',
          'created_at',
          'last_used_at',
        ])
        .expression(
          sql`select ${typedValue(hashToken(token), 'text')}, ${typedValue(accountId, 'text')}, 'challenge',
            ${typedValue(expiresAt.getTime(), 'bigint')}, ${typedValue(null, 'bigint')}, ${typedValue(null, 'text')},
            ${typedValue(deviceName, 'text')}, ${typedValue(listedAt, 'bigint')}, ${typedValue(listedAt, 'bigint')}
            where ${isWritable(db, digestOf(accountId))}`,
        )
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows !== 1n) throw new TwoFactorError('not_signed_in');
      return token;
    },

    async find(token, now) {
      const place = await findPlace(token);
      if (place === null) return null;
      const row = await db
        .selectFrom('sign_ins')
        .select(['account_id', 'stage', 'expires_at', 'proved_at', 'proved_with', 'last_used_at'])
        .where('account_id', '=', place.accountId)
        .where('token_hash', '=', place.hash)
        .where('expires_at', '>', now.getTime())
        .executeTakeFirst();
      if (row === undefined) return null;
      if (row.last_used_at !== null && row.last_used_at <= now.getTime() - touchIntervalMs) {
        // An update and not an upsert, so that a sign-in that ends at the same time stays ended.
        await db
          .updateTable('sign_ins')
          .set({ last_used_at: now.getTime() })
          .where('account_id', '=', place.accountId)
          .where('token_hash', '=', place.hash)
          .execute();
      }
      const { account_id, stage, expires_at, proved_at, proved_with } = row;
      return {
        accountId: account_id,
        stage,
        expiresAt: new Date(expires_at),
        proof: proved_at === null || proved_with === null ? null : { method: proved_with, at: new Date(proved_at) },
      };
    },

    promote: (token, proof, expiresAt, now, from = 'challenge') =>
      replaceToken(token, from, now, {
        stage: 'full',
        expires_at: expiresAt.getTime(),
        proved_at: proof?.at.getTime() ?? null,
        proved_with: proof?.method ?? null,
      }),
    enrol: (token, now, events) => replaceToken(token, 'challenge', now, { stage: 'enrolment' }, events),
    rotate: (token, proof, now) =>
      replaceToken(token, 'full', now, proof && { proved_at: proof.at.getTime(), proved_with: proof.method }),

    async end(token) {
      const place = await findPlace(token);
      if (place === null) return;
      await db
        .deleteFrom('sign_ins')
        .where('account_id', '=', place.accountId)
        .where('token_hash', '=', place.hash)
        .execute();
    },
    endOthers(accountId, token, events = []) {
      const change: Change = async (connection) => {
        const { numDeletedRows } = await connection
          .deleteFrom('sign_ins')
          .where('account_id', '=', accountId)
          .where('token_hash', '!=', hashToken(token))
          .executeTakeFirst();
        return numDeletedRows > 0n;
      };
      if (events.length === 0) return executeOverRows(db, change);
      return transactOverRows(db, recording(accountId, events, change));
    },
    async endAll(accountId) {
      await executeOverRows(db, (connection) =>
        connection.deleteFrom('sign_ins').where('account_id', '=', accountId).execute(),
      );
    },
    endEveryone: () => deleteAllRows(db, 'sign_ins', ['account_id', 'token_hash']),

    async list(accountId, token, now) {
      const own = hashToken(token);
      const rows = await full(accountId, now)
        .select(['token_hash', 'device_name', 'created_at', 'last_used_at', 'expires_at'])
        .orderBy(ownFirst('token_hash', own))
        // When a sign-in without a name began is not known: the list shows it as the newest.
        .orderBy(sql`case when created_at is null then 0 else 1 end`)
        .orderBy('created_at', 'desc')
        .limit(maxDevices)
        .execute();
      return rows.map((row) => ({
        id: listedIdOf(row.token_hash),
        current: row.token_hash === own,
        deviceName: row.device_name,
        since: row.created_at === null ? null : new Date(row.created_at),
        lastUsedAt: row.last_used_at === null ? null : new Date(row.last_used_at),
        expiresAt: new Date(row.expires_at),
      }));
    },
    async endListed(accountId, id, now, events) {
      const found = await findListed(db, id, full(accountId, now).select(['token_hash as row_key', 'created_at']));
      if (found === null) return false;
      return changeWith(accountId, events, async (connection) => {
        const { numDeletedRows } = await connection
          .deleteFrom('sign_ins')
          .where('token_hash', '=', found)
          .where('account_id', '=', accountId)
          .executeTakeFirst();
        return numDeletedRows === 1n;
      });
    },
    record: (events) => insertEvents(db, events),
  };

  /** Changes one row. Without entries the change is one statement. */
  function changeWith(accountId: string, events: readonly AuditEvent[] = [], change: Change): Promise<boolean> {
    if (events.length === 0) return change(db);
    return transact(db, recording(accountId, events, change));
  }

  function findPlace(token: string): Promise<TokenPlace | null> {
    return placeOf(token, async (hash) => {
      const row = await db
        .selectFrom('sign_ins')
        .select('account_id')
        .where('token_hash', '=', hash)
        .executeTakeFirst();
      return row?.account_id;
    });
  }

  function full(accountId: string, now: Date) {
    return db
      .selectFrom('sign_ins')
      .where('account_id', '=', accountId)
      .where('stage', '=', 'full')
      .where('expires_at', '>', now.getTime());
  }

  /** One statement: of several calls with the same token one at most finds the row. */
  async function replaceToken(
    token: string,
    stage: TwoFactorTables['sign_ins']['stage'],
    now: Date,
    changes: Partial<TwoFactorTables['sign_ins']> | null,
    events?: readonly AuditEvent[],
  ): Promise<string | null> {
    const place = await findPlace(token);
    if (place === null) return null;
    const fresh = newAccountToken(place.accountId);
    const isReplaced = await changeWith(place.accountId, events, async (connection) => {
      const { numUpdatedRows } = await connection
        .updateTable('sign_ins')
        .set({ token_hash: hashToken(fresh), ...changes })
        .where('account_id', '=', place.accountId)
        .where('token_hash', '=', place.hash)
        .where('stage', '=', stage)
        .where('expires_at', '>', now.getTime())
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    });
    return isReplaced ? fresh : null;
  }
}

/** A change in a transaction, which writes these audit entries if there was one. */
function recording(accountId: string, events: readonly AuditEvent[], change: Change): Change {
  return async (transaction) => {
    // First, since a deletion of the account also takes this lock before it deletes sign-ins. In another order the two could deadlock.
    await requireWritable(transaction, accountId);
    const hasChanged = await change(transaction);
    if (hasChanged) await insertEvents(transaction, events);
    return hasChanged;
  };
}
