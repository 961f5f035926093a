import { randomInt } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';

/** Some databases hold the version in 31 bits, and the next one has to fit, too. */
const maxVersion = 2 ** 31 - 2;

/** Stands for the version of a row that has none which a write could have stored. `compareAndSet` replaces the row if that is still so. */
export const damagedVersion = -1;

/** @returns whether a write can have stored it */
export function isVersion(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= maxVersion;
}

/** The opposite of `isVersion` in SQL: on SQLite the column may also hold a fraction, a text or bytes, which are greater than all numbers. */
export function hasDamagedVersion(): RawBuilder<boolean> {
  return sql<boolean>`(version is null or version < 1 or version > ${sql.lit(maxVersion)} or version <> cast(version as integer))`;
}

/**
 * The version of a row whose own is damaged. A request that has read the row before the damage must never find its version again, and the
 * row may have had any number of writes. So it is far above them, and random: the row may be damaged once more.
 */
export function newVersion(): number {
  return randomInt(2 ** 30, 2 ** 30 + 2 ** 29);
}
