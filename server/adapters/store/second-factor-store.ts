import { sql, type Kysely } from 'kysely';
import { insertEvents, toRows } from './audit-rows.js';
import type { AuditEvent } from '../../core/audit/events.js';
import { TwoFactorError } from '../../core/errors.js';
import type { SecondFactor, TwoFactorStore } from '../../core/two-factor/store.js';
import { digestOf, forgetAccount, isForgotten, isWritable } from './forgotten.js';
import type { Change, GuardedWrite } from './guarded-write.js';
import { executeCached } from './compiled-queries.js';
import {
  allColumns,
  emptyColumns,
  emptyFactor,
  fromBudget,
  noActive,
  noNewBackupCodes,
  noSetup,
  toFactor,
  typed,
  type Columns,
} from './second-factor-rows.js';
import type { TwoFactorTables } from './tables.js';

const nothingPending = Promise.resolve(false);

/** The store over Kysely, in the SQL that SQLite and PostgreSQL share. */
export function createSecondFactorStore(db: Kysely<TwoFactorTables>, writeGuarded: GuardedWrite): TwoFactorStore {
  return {
    async read(accountId) {
      const { rows } = await executeCached(db, {
        shape: 'read second factor',
        parameters: [accountId],
        build: () => db.selectFrom('second_factors').select(allColumns).where('account_id', '=', accountId),
      });
      return rows[0] ? toFactor(rows[0]) : emptyFactor(accountId);
    },

    stageSetup: (factor, { sealedSecret, sealedBackupCodes, expiresAt }, events) =>
      write(
        factor,
        { setup_secret: sealedSecret, setup_backup_codes: sealedBackupCodes, setup_expires_at: expiresAt },
        events,
      ),
    dropSetup: (factor, events) => write(factor, noSetup, events),
    activate: (factor, { enabledAt, sealedSecret, lastStep, sealedBackupCodes, spentBackupCodes }, budget, events) =>
      factor.pendingSetup === null
        ? nothingPending
        : write(
            factor,
            {
              enabled_at: enabledAt,
              secret: sealedSecret,
              last_step: lastStep,
              backup_codes: sealedBackupCodes,
              backup_codes_spent: spentBackupCodes,
              ...fromBudget(budget),
              ...noSetup,
              ...noNewBackupCodes,
            },
            events,
          ),

    spendStep: (factor, step, budget, events) => write(factor, { last_step: step, ...fromBudget(budget) }, events),
    spendBackupCode: (factor, index, budget, events) =>
      write(
        factor,
        {
          backup_codes_spent: (factor.active?.spentBackupCodes ?? 0) | (1 << index),
          ...fromBudget(budget),
        },
        events,
      ),
    recordFailure: (factor, budget, events) => write(factor, fromBudget(budget), events),
    resetFailures: (factor, budget, events) => write(factor, fromBudget(budget), events),

    stageBackupCodes: (factor, { sealedBackupCodes, expiresAt }, events) =>
      write(factor, { new_backup_codes: sealedBackupCodes, new_backup_codes_expires_at: expiresAt }, events),
    keepBackupCodes: (factor, sealedBackupCodes, events) =>
      factor.pendingBackupCodes === null
        ? nothingPending
        : write(factor, { backup_codes: sealedBackupCodes, backup_codes_spent: 0, ...noNewBackupCodes }, events),
    dropBackupCodes: (factor, events) => write(factor, noNewBackupCodes, events),

    disable: (factor, events) => write(factor, { ...noActive, ...noSetup, ...noNewBackupCodes }, events),

    reseal: (factor, { active, pendingSetup, pendingBackupCodes }, events) =>
      write(
        factor,
        {
          ...(active && { secret: active.sealedSecret, backup_codes: active.sealedBackupCodes }),
          setup_secret: pendingSetup?.sealedSecret ?? null,
          setup_backup_codes: pendingSetup?.sealedBackupCodes ?? null,
          setup_expires_at: pendingSetup?.expiresAt ?? null,
          new_backup_codes: pendingBackupCodes?.sealedBackupCodes ?? null,
          new_backup_codes_expires_at: pendingBackupCodes?.expiresAt ?? null,
        },
        events,
      ),
    reset: (factor, events) => write(factor, emptyColumns, events),
    unblock: (factor, budget, events) => write(factor, fromBudget(budget), events),

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

    forget: (accountId, now) => db.transaction().execute((transaction) => forgetAccount(transaction, accountId, now)),
  };

  async function write(
    factor: SecondFactor,
    columns: Partial<Columns>,
    events: readonly AuditEvent[],
  ): Promise<boolean> {
    const won = await writeGuarded(db, compareAndSet(db, factor, columns), toRows(events));
    // After a deletion every retry would fail again.
    if (!won && factor.version === 0 && (await isForgotten(db, factor.accountId))) {
      throw new TwoFactorError('not_signed_in');
    }
    return won;
  }
}

/**
 * One statement that changes the row only if it still has the version that was read. Versions only grow, and a row is deleted
 * only with its account. So the same version means that no other write came in between.
 */
function compareAndSet(
  db: Kysely<TwoFactorTables>,
  { accountId, version }: SecondFactor,
  columns: Partial<Columns>,
): Change {
  if (version === 0) {
    const row = { account_id: accountId, version: 1, ...emptyColumns, ...columns };
    return {
      shape: 'insert second factor',
      parameters: [...Object.values(row), digestOf(accountId)],
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
    shape: `set ${Object.keys(set).join()}`,
    parameters: [...Object.values(set), accountId, version],
    build: () =>
      db.updateTable('second_factors').set(set).where('account_id', '=', accountId).where('version', '=', version),
  };
}
