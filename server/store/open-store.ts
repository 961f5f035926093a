import { Kysely, type Dialect } from 'kysely';
import type { TwoFactorStore } from '../two-factor/store.js';
import { migrate, twoFactorMigrations } from './migrations.js';
import { createSecondFactorStore } from './second-factor-store.js';
import { sqliteDialect } from './sqlite.js';
import type { TwoFactorTables } from './tables.js';

export interface OpenStore {
  secondFactors: TwoFactorStore;
  /** The connection, for an app that keeps tables of its own in the same database. */
  db: Kysely<TwoFactorTables>;
  /** Resolves once the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the store and brings its tables up to date.
 *
 * @param url `file:./data/harmony-2fa.sqlite` (relative to the working directory) or `file:///absolute/path`
 * @throws {TypeError} for a URL of another kind; a driver's error when the database cannot be opened
 */
export async function openStore(url: string): Promise<OpenStore> {
  const db = new Kysely<TwoFactorTables>({ dialect: dialectFor(url) });
  try {
    await migrate(db, 'two_factor_migrations', twoFactorMigrations);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    secondFactors: createSecondFactorStore(db),
    db,
    async ping() {
      await db.selectFrom('second_factors').select('account_id').limit(1).execute();
    },
    close: () => db.destroy(),
  };
}

function dialectFor(url: string): Dialect {
  if (url.startsWith('file:')) return sqliteDialect(url);
  throw new TypeError('the database URL has to begin with file:');
}
