import { sql, type Kysely } from 'kysely';
import { insertEvents, toRows } from './audit-rows.js';
import { TwoFactorError } from '../../core/errors.js';
import { toAccountId } from '../../core/two-factor/check-input.js';
import { emptyFactor } from '../../core/two-factor/store-over-rows.js';
import type { SecondFactorRows } from '../../core/two-factor/rows.js';
import type { SecondFactor } from '../../core/two-factor/store.js';
import { digestOf, forgetAccount, isForgotten, isWritable, parametersOf } from './deleted-accounts.js';
import type { Change, GuardedWrite } from './guarded-write.js';
import { executeCached } from './compiled-queries.js';
import { allColumns, toColumns, toFactor, typed, type Columns } from './second-factor-columns.js';
import type { TwoFactorTables } from './tables.js';
import { transactOverRows } from './transact.js';

/** The rows over Kysely, in the SQL that all databases share. */
export function createSecondFactorRows(db: Kysely<TwoFactorTables>, writeGuarded: GuardedWrite): SecondFactorRows {
  return {
    async read(accountId) {
      const { rows } = await executeCached(db, {
        shape: 'read second factor',
        parameters: [accountId],
        build: () => db.selectFrom('second_factors').select(allColumns).where('account_id', '=', accountId),
      });
      return rows[0] ? toFactor(rows[0]) : emptyFactor(accountId);
    },

    async compareAndSet(factor, next, events) {
      toAccountId(factor.accountId, 'compareAndSet');
      const won = await writeGuarded(db, changeOf(db, factor, toColumns(next)), toRows(events));
      // After a deletion every retry would fail again.
      if (!won && factor.version === 0 && (await isForgotten(db, factor.accountId))) {
        throw new TwoFactorError('not_signed_in');
      }
      return won;
    },

    async accountsAfter(accountId, limit) {
      const rows = await db
        .selectFrom('second_factors')
        .select('account_id')
        .where('account_id', '>', accountId)
        .orderBy('account_id')
        .limit(limit)
        .execute();
      return rows.map((row) => row.account_id);
    },

    record: (events) => insertEvents(db, events),

    forget: (accountId, now) => transactOverRows(db, (transaction) => forgetAccount(transaction, accountId, now)),
  };
}

/**
 * One statement that changes the row only if it still has the version that was read. Versions only grow, and a row is deleted
 * only with its account. So the same version means that no other write came in between.
 */
function changeOf(db: Kysely<TwoFactorTables>, { accountId, version }: SecondFactor, columns: Columns): Change {
  if (version === 0) {
    const row = { account_id: accountId, version: 1, ...columns };
    return {
      shape: 'insert second factor',
      parameters: [...Object.values(row), ...parametersOf(db, digestOf(accountId))],
      build: () =>
        db
          .insertInto('second_factors')
          .columns(allColumns)
          .expression(sql`select ${typed(row)} where ${isWritable(db, digestOf(accountId))}`)
          .onConflict((conflict) => conflict.column('account_id').doNothing()),
    };
  }
  // After a deletion of the account this finds no row.
  const set = { ...columns, version: version + 1 };
  return {
    shape: 'update second factor',
    parameters: [...Object.values(set), accountId, version],
    build: () =>
      db.updateTable('second_factors').set(set).where('account_id', '=', accountId).where('version', '=', version),
  };
}
