import { sql, type Kysely } from 'kysely';
import { hashToken, newToken } from '../../core/crypto/token.js';
import { TwoFactorError } from '../../core/errors.js';
import type { SignInStore } from '../../core/sign-in/sign-in-store.js';
import { typedValue } from './audit-rows.js';
import { digestOf, isWritable } from './forgotten.js';
import type { TwoFactorTables } from './tables.js';

export function createSignInStore(db: Kysely<TwoFactorTables>): SignInStore {
  return {
    async begin(accountId, expiresAt, now) {
      await db
        .deleteFrom('sign_ins')
        .where('account_id', '=', accountId)
        .where('expires_at', '<=', now.getTime())
        .execute();
      const token = newToken();
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('sign_ins')
        .columns(['token_hash', 'account_id', 'stage', 'expires_at', 'proved_at', 'proved_with'])
        .expression(
          sql`select ${typedValue(hashToken(token), 'text')}, ${typedValue(accountId, 'text')}, 'challenge',
            ${typedValue(expiresAt.getTime(), 'bigint')}, ${typedValue(null, 'bigint')}, ${typedValue(null, 'text')}
            where ${isWritable(db, digestOf(accountId))}`,
        )
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows !== 1n) throw new TwoFactorError('not_signed_in');
      return token;
    },

    async find(token, now) {
      const row = await db
        .selectFrom('sign_ins')
        .select(['account_id', 'stage', 'expires_at', 'proved_at', 'proved_with'])
        .where('token_hash', '=', hashToken(token))
        .where('expires_at', '>', now.getTime())
        .executeTakeFirst();
      if (row === undefined) return null;
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
    enrol: (token, now) => replaceToken(token, 'challenge', now, { stage: 'enrolment' }),
    rotate: (token, proof, now) =>
      replaceToken(token, 'full', now, proof && { proved_at: proof.at.getTime(), proved_with: proof.method }),

    async end(token) {
      await db.deleteFrom('sign_ins').where('token_hash', '=', hashToken(token)).execute();
    },
    async endOthers(accountId, token) {
      await db
        .deleteFrom('sign_ins')
        .where('account_id', '=', accountId)
        .where('token_hash', '!=', hashToken(token))
        .execute();
    },
    async endAll(accountId) {
      await db.deleteFrom('sign_ins').where('account_id', '=', accountId).execute();
    },
  };

  /** One statement: of several calls with the same token one at most finds the row. */
  async function replaceToken(
    token: string,
    stage: TwoFactorTables['sign_ins']['stage'],
    now: Date,
    changes: Partial<TwoFactorTables['sign_ins']> | null,
  ): Promise<string | null> {
    const fresh = newToken();
    const { numUpdatedRows } = await db
      .updateTable('sign_ins')
      .set({ token_hash: hashToken(fresh), ...changes })
      .where('token_hash', '=', hashToken(token))
      .where('stage', '=', stage)
      .where('expires_at', '>', now.getTime())
      .executeTakeFirst();
    return numUpdatedRows === 1n ? fresh : null;
  }
}
