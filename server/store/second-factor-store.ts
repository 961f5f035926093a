import type { Kysely } from 'kysely';
import { insertEvents, toRows } from '../audit/audit-log.js';
import type { AuditEvent } from '../audit/events.js';
import { untouchedBudget, type Budget, type DayCount } from '../two-factor/attempt-policy.js';
import { DamagedRowError, type SecondFactor, type TwoFactorStore } from '../two-factor/store.js';
import type { Change, GuardedWrite } from './guarded-write.js';
import { executePrepared } from './prepared.js';
import type { SecondFactorTable, TwoFactorTables } from './tables.js';

const nothingPending = Promise.resolve(false);

type Columns = Omit<SecondFactorTable, 'account_id' | 'version'>;

/** The store over Kysely, in the SQL that SQLite and PostgreSQL share. */
export function createSecondFactorStore(db: Kysely<TwoFactorTables>, writeGuarded: GuardedWrite): TwoFactorStore {
  return {
    async read(accountId) {
      const { rows } = await executePrepared(db, {
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

    forget: (accountId) => db.transaction().execute((transaction) => forgetAccount(transaction, accountId)),
  };

  function write(factor: SecondFactor, columns: Partial<Columns>, events: readonly AuditEvent[]): Promise<boolean> {
    return writeGuarded(db, compareAndSet(db, factor, columns), toRows(events));
  }
}

/** Within a transaction, so that an app with tables in the same database can delete its own rows in it as well. */
export async function forgetAccount(transaction: Kysely<TwoFactorTables>, accountId: string): Promise<void> {
  await transaction.deleteFrom('second_factors').where('account_id', '=', accountId).execute();
  await transaction.deleteFrom('audit_events').where('account_id', '=', accountId).execute();
}

/**
 * One statement that takes effect only while the row is the one that was read. A row is deleted only with its
 * account and versions only grow, so a version that is still there means that nothing happened in between.
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
      parameters: Object.values(row),
      build: () =>
        db
          .insertInto('second_factors')
          .values(row)
          .onConflict((conflict) => conflict.column('account_id').doNothing()),
    };
  }
  const set = { ...columns, version: version + 1 };
  return {
    shape: `set ${Object.keys(set).join()}`,
    parameters: [...Object.values(set), accountId, version],
    build: () =>
      db.updateTable('second_factors').set(set).where('account_id', '=', accountId).where('version', '=', version),
  };
}

const noActive = {
  enabled_at: null,
  secret: null,
  last_step: null,
  backup_codes: null,
  backup_codes_spent: 0,
  blocked_at: null,
};
const noSetup = { setup_secret: null, setup_backup_codes: null, setup_expires_at: null };
const noNewBackupCodes = { new_backup_codes: null, new_backup_codes_expires_at: null };
const emptyColumns: Columns = { ...noActive, ...noSetup, ...noNewBackupCodes, ...fromBudget(untouchedBudget) };
/** By name: what is read has to stay the same when another version adds one. */
const allColumns = ['account_id', 'version', ...Object.keys(emptyColumns)] as (keyof SecondFactorTable)[];

function emptyFactor(accountId: string): SecondFactor {
  return {
    accountId,
    version: 0,
    active: null,
    pendingSetup: null,
    pendingBackupCodes: null,
    budget: untouchedBudget,
  };
}

/** @throws {DamagedRowError} for a row that no operation of this store can have left */
function toFactor(row: SecondFactorTable): SecondFactor {
  try {
    return readRow(row);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const version = Number.isSafeInteger(row.version) ? row.version : 0;
    throw new DamagedRowError(row.account_id, version, error.message);
  }
}

function readRow(row: SecondFactorTable): SecondFactor {
  const { enabled_at, secret, last_step, backup_codes, setup_secret, setup_backup_codes, setup_expires_at } = row;
  const { new_backup_codes, new_backup_codes_expires_at } = row;
  const active = allOrNone('the active factor', { enabled_at, secret, last_step, backup_codes });
  const setup = allOrNone('the pending set-up', { setup_secret, setup_backup_codes, setup_expires_at });
  const codes = allOrNone('the pending backup codes', { new_backup_codes, new_backup_codes_expires_at });
  const spentBackupCodes = toNumber(row.backup_codes_spent);
  const blockedAt = toNumberOrNull(row.blocked_at);
  if (active === null && (codes !== null || spentBackupCodes !== 0)) {
    throw new TypeError('backup codes are there without an active factor');
  }
  return {
    accountId: row.account_id,
    version: toNumber(row.version),
    active: active && {
      enabledAt: toNumber(active.enabled_at),
      sealedSecret: toSealed(active.secret),
      lastStep: toNumber(active.last_step),
      sealedBackupCodes: toSealed(active.backup_codes),
      spentBackupCodes,
    },
    pendingSetup: setup && {
      sealedSecret: toSealed(setup.setup_secret),
      sealedBackupCodes: toSealed(setup.setup_backup_codes),
      expiresAt: toNumber(setup.setup_expires_at),
    },
    pendingBackupCodes: codes && {
      sealedBackupCodes: toSealed(codes.new_backup_codes),
      expiresAt: toNumber(codes.new_backup_codes_expires_at),
    },
    budget: {
      failures: toNumber(row.failures),
      lockedUntil: toNumberOrNull(row.locked_until),
      blockedAt,
      recent: toDayCounts(row.recent_failures),
    },
  };
}

/** Columns that are written together: all of them are set, or none is. */
function allOrNone<T extends object>(what: string, columns: T): { [Name in keyof T]: NonNullable<T[Name]> } | null {
  const values = Object.values(columns);
  const missing = values.filter((value) => value === null).length;
  if (missing === values.length) return null;
  if (missing > 0) throw new TypeError(`${what} is there in part`);
  return columns as { [Name in keyof T]: NonNullable<T[Name]> };
}

/** A key's id, a dot, and base64url. */
function toSealed(value: unknown): string {
  if (typeof value === 'string' && /^[\w-]{1,32}\.[\w-]+$/.test(value)) return value;
  throw new TypeError('a sealed value is none');
}

function fromBudget({ failures, lockedUntil, blockedAt, recent }: Budget) {
  return {
    failures,
    locked_until: lockedUntil,
    blocked_at: blockedAt,
    recent_failures: recent.map(({ day, count }) => `${day}:${count}`).join(' '),
  };
}

/** A record that cannot be read is a fault, never a fresh budget. */
function toDayCounts(text: string): DayCount[] {
  if (typeof text !== 'string') throw new TypeError('the failures of thirty days are no text');
  if (text === '') return [];
  return text.split(' ').map((entry) => {
    const [, day, count] = /^(\d{1,9}):(\d{1,9})$/.exec(entry) ?? [];
    return { day: toNumber(Number(day)), count: toNumber(Number(count)) };
  });
}

function toNumberOrNull(value: number | null): number | null {
  return value === null ? null : toNumber(value);
}

/** A column of SQLite takes text as well, and `'9' > 10`: what is no whole number from 0 on decides nothing. */
function toNumber(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new TypeError('a stored number is none');
  return value as number;
}
