import { sql, type Kysely } from 'kysely';
import { insertEvents, toRows } from './audit-rows.js';
import { TwoFactorError } from '../../core/errors.js';
import { toAccountId } from '../../core/two-factor/check-input.js';
import { emptyFactor } from '../../core/two-factor/store-over-rows.js';
import type { SecondFactorRows } from '../../core/two-factor/rows.js';
import { DamagedRowError, type SecondFactor } from '../../core/two-factor/store.js';
import { digestOf, forgetAccount, isForgotten, isWritable, parametersOf } from './deleted-accounts.js';
import type { Change, GuardedWrite } from './guarded-write.js';
import { executeCached } from './compiled-queries.js';
import { allColumns, toColumns, toFactor, typed, type Columns } from './second-factor-columns.js';
import { damagedVersion, hasDamagedVersion, isVersion, newVersion } from './row-version.js';
import type { SecondFactorTable, TwoFactorTables } from './tables.js';
import { transactOverRows } from './transact.js';
import { UnsafeNumberError } from './unsafe-number.js';

/** The rows over Kysely, in the SQL that all databases share. */
export function createSecondFactorRows(db: Kysely<TwoFactorTables>, writeGuarded: GuardedWrite): SecondFactorRows {
  return {
    async read(accountId) {
      const row = await readRow(db, accountId);
      return row ? toFactor(row) : emptyFactor(accountId);
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

/** @throws {DamagedRowError} for a row with a number that is too large to be read */
async function readRow(db: Kysely<TwoFactorTables>, accountId: string): Promise<SecondFactorTable | undefined> {
  try {
    const { rows } = await executeCached(db, {
      shape: 'read second factor',
      parameters: [accountId],
      build: () => db.selectFrom('second_factors').select(allColumns).where('account_id', '=', accountId),
    });
    return rows[0];
  } catch (error) {
    if (!(error instanceof UnsafeNumberError)) throw error;
    throw new DamagedRowError(accountId, await readVersion(db, accountId), error.message);
  }
}

/** The version alone, of a row that cannot be read as a whole. */
async function readVersion(db: Kysely<TwoFactorTables>, accountId: string): Promise<number> {
  try {
    const query = db.selectFrom('second_factors').select('version').where('account_id', '=', accountId);
    const version = (await query.executeTakeFirst())?.version;
    return isVersion(version) ? version : damagedVersion;
  } catch (error) {
    if (error instanceof UnsafeNumberError) return damagedVersion;
    throw error;
  }
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
  // After a deletion of the account the statements below find no row.
  if (version === damagedVersion) return repairOf(db, accountId, columns);
  const set = { ...columns, version: version + 1 };
  return {
    shape: 'update second factor',
    parameters: [...Object.values(set), accountId, version],
    build: () =>
      db.updateTable('second_factors').set(set).where('account_id', '=', accountId).where('version', '=', version),
  };
}

/** Of two repairs at once the second finds a version, and so changes nothing. */
function repairOf(db: Kysely<TwoFactorTables>, accountId: string, columns: Columns): Change {
  const set = { ...columns, version: newVersion() };
  return {
    shape: 'repair second factor',
    parameters: [...Object.values(set), accountId],
    build: () =>
      db.updateTable('second_factors').set(set).where('account_id', '=', accountId).where(hasDamagedVersion()),
  };
}
