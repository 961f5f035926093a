import { sql } from 'kysely';
import type { DayCount, RightCodes } from '../../core/two-factor/attempt-policy.js';
import { isSealed } from '../../core/crypto/key-ring.js';
import { emptyFactor } from '../../core/two-factor/store-over-rows.js';
import type { FactorState } from '../../core/two-factor/rows.js';
import { DamagedRowError, type Recovery, type SecondFactor } from '../../core/two-factor/store.js';
import { timeOfStep } from '../../core/two-factor/time-step.js';
import { typedValue } from './audit-rows.js';
import { damagedVersion, isVersion } from './row-version.js';
import type { SecondFactorTable } from './tables.js';

/** A new column begins in `migrations.ts` and `tables.ts`. */
export type Columns = Omit<SecondFactorTable, 'account_id' | 'version'>;

export function typed(row: SecondFactorTable) {
  return sql.join(allColumns.map((name) => typedValue(row[name], textColumns.has(name) ? 'text' : 'bigint')));
}

const textColumns: ReadonlySet<keyof SecondFactorTable> = new Set([
  'account_id',
  'secret',
  'backup_codes',
  'authenticators',
  'setup_secret',
  'setup_backup_codes',
  'new_backup_codes',
  'recovery_code',
  'recent_failures',
]);

/** Every write stores all of these. Listed by name: a migration of another version may add a column. */
export function toColumns(state: FactorState): Columns {
  const { active, pendingSetup, pendingBackupCodes, recovery, budget } = state;
  return {
    enabled_at: active?.enabledAt ?? null,
    secret: active?.sealedSecret ?? null,
    last_step: active?.lastStep ?? null,
    backup_codes: active?.sealedBackupCodes ?? null,
    backup_codes_spent: active?.spentBackupCodes ?? 0,
    authenticators: active?.authenticators ?? null,
    setup_secret: pendingSetup?.sealedSecret ?? null,
    setup_backup_codes: pendingSetup?.sealedBackupCodes ?? null,
    setup_expires_at: pendingSetup?.expiresAt ?? null,
    new_backup_codes: pendingBackupCodes?.sealedBackupCodes ?? null,
    new_backup_codes_expires_at: pendingBackupCodes?.expiresAt ?? null,
    recovery_code: recovery?.sealedCode ?? null,
    recovery_from: recovery?.validFrom ?? null,
    recovery_expires_at: recovery?.expiresAt ?? null,
    recovery_announced_at: recovery?.announcedAt ?? null,
    failures: budget.failures,
    locked_until: budget.lockedUntil,
    blocked_at: budget.blockedAt,
    recent_failures: budget.recent.map(({ day, count }) => `${day}:${count}`).join(' '),
    right_codes: budget.rightCodes?.count ?? null,
    right_codes_step: budget.rightCodes?.step ?? null,
  };
}

export const allColumns = [
  'account_id',
  'version',
  ...Object.keys(toColumns(emptyFactor(''))),
] as (keyof SecondFactorTable)[];

/** @throws {DamagedRowError} for a row in a state that no operation of this store writes */
export function toFactor(row: SecondFactorTable): SecondFactor {
  try {
    return readRow(row);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const version = isVersion(row.version) ? row.version : damagedVersion;
    throw new DamagedRowError(row.account_id, version, error.message);
  }
}

function readRow(row: SecondFactorTable): SecondFactor {
  const { enabled_at, secret, last_step, backup_codes, setup_secret, setup_backup_codes, setup_expires_at } = row;
  const { new_backup_codes, new_backup_codes_expires_at } = row;
  const active = allOrNone('the active factor', { enabled_at, secret, last_step, backup_codes });
  const setup = allOrNone('the pending set-up', { setup_secret, setup_backup_codes, setup_expires_at });
  const codes = allOrNone('the pending backup codes', { new_backup_codes, new_backup_codes_expires_at });
  const spentBackupCodes = toBits(row.backup_codes_spent);
  const blockedAt = toTimeOrNull(row.blocked_at);
  if (active === null && (codes !== null || spentBackupCodes !== 0)) {
    throw new TypeError('there are backup codes without an active factor');
  }
  return {
    accountId: row.account_id,
    version: toVersion(row.version),
    active: active && {
      enabledAt: toTime(active.enabled_at),
      sealedSecret: toSealed(active.secret),
      lastStep: toStep(active.last_step),
      sealedBackupCodes: toSealed(active.backup_codes),
      spentBackupCodes,
      // Without an active factor it is what an instance of an earlier version has left, and counts no more.
      authenticators: toTextOrNull(row.authenticators),
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
    recovery: active && toRecovery(row),
    budget: {
      failures: toNumber(row.failures),
      lockedUntil: toTimeOrNull(row.locked_until),
      blockedAt,
      recent: toDayCounts(row.recent_failures),
      rightCodes: blockedAt === null ? null : toRightCodes(row),
    },
  };
}

/** Without an active factor it is what an instance of an earlier version has left when it turned 2FA off, and counts no more. */
function toRecovery(row: SecondFactorTable): Recovery | null {
  const { recovery_code, recovery_from, recovery_expires_at } = row;
  const recovery = allOrNone('the recovery', { recovery_code, recovery_from, recovery_expires_at });
  return (
    recovery && {
      sealedCode: toSealed(recovery.recovery_code),
      validFrom: toTime(recovery.recovery_from),
      expiresAt: toTime(recovery.recovery_expires_at),
      announcedAt: toTimeOrNull(row.recovery_announced_at),
    }
  );
}

/** Without a block it is what an instance of an earlier version has left when it lifted the block, and counts no more. */
function toRightCodes({ right_codes, right_codes_step }: SecondFactorTable): RightCodes | null {
  const codes = allOrNone('the row of right codes', { right_codes, right_codes_step });
  return codes && { step: toNumber(codes.right_codes_step), count: toNumber(codes.right_codes) };
}

/** These columns are written together, so either all of them are set or none. */
function allOrNone<T extends object>(what: string, columns: T): { [Name in keyof T]: NonNullable<T[Name]> } | null {
  const values = Object.values(columns);
  const missing = values.filter((value) => value === null).length;
  if (missing === values.length) return null;
  if (missing > 0) throw new TypeError(`${what} is incomplete`);
  return columns as { [Name in keyof T]: NonNullable<T[Name]> };
}

function toSealed(value: unknown): string {
  if (isSealed(value)) return value;
  throw new TypeError('a sealed value has no valid form');
}

/** The core reads the text. */
function toTextOrNull(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value;
  throw new TypeError('the authenticators are not a text');
}

/** A text that cannot be read is a fault: an empty budget in its place would allow new guesses. */
function toDayCounts(text: string): DayCount[] {
  if (typeof text !== 'string') throw new TypeError('the failures of thirty days are not a text');
  if (text === '') return [];
  return text.split(' ').map((entry) => {
    const [, day, count] = /^(\d{1,9}):(\d{1,9})$/.exec(entry) ?? [];
    return { day: toNumber(Number(day)), count: toNumber(Number(count)) };
  });
}

function toTimeOrNull(value: number | null): number | null {
  return value === null ? null : toTime(value);
}

/** The last instant that a `Date` can hold. A later one cannot be shown to anybody. */
const lastTime = 8.64e15;

function toTime(value: unknown): number {
  const time = toNumber(value);
  if (time > lastTime) throw new TypeError('a stored time is not a time');
  return time;
}

/** A step of a later time than a `Date` can hold could not be shown to anybody, either. */
function toStep(value: unknown): number {
  const step = toNumber(value);
  toTime(timeOfStep(step));
  return step;
}

/** Any other version would let a write replace a row that it has not read, or none ever replace it. */
function toVersion(value: unknown): number {
  if (isVersion(value)) return value;
  throw new TypeError('the version of the row is none that a write has stored');
}

/** One bit for each of 31 codes at most: a larger number would lose its upper bits, and spent codes would work again. */
function toBits(value: unknown): number {
  const bits = toNumber(value);
  if (bits > 0x7fffffff) throw new TypeError('the spent backup codes are no bits');
  return bits;
}

/** A column of SQLite can also hold text, and `'9' > 10` is true. So only whole numbers from 0 are accepted. */
function toNumber(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    throw new TypeError('a stored number is not a whole number');
  return value as number;
}
