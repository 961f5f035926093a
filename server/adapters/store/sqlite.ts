import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import {
  DefaultQueryExecutor,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Dialect,
} from 'kysely';
import { insertionOf } from './audit-rows.js';
import { retryWhileBusy } from './busy.js';
import { GroupCommitDriver } from './sqlite-driver/group-commit.js';
import type { GuardedWrite } from './guarded-write.js';
import { compileCached } from './compiled-queries.js';
import type { GuardedQuery } from './sqlite-driver/prepared-statements.js';
import type { TwoFactorTables } from './tables.js';

/** SQLite's own wait blocks the whole process, so it is short. Longer waits are asynchronous retries. */
const busyTimeoutMs = 5;
/** How long opening waits for another process that opens the file. */
const openTimeoutMs = 2000;

/** Creates the file and its directory so that only this user can read them. */
export async function openSqlite(path: string) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // Created here because SQLite would follow the umask. SQLite gives the -wal and -shm files the mode of the main file.
  closeSync(openSync(path, 'a', 0o600));
  const database = new Sqlite(path, { timeout: busyTimeoutMs });
  await enterWriteAheadLog(database);
  // A change that was answered has to survive a power cut: otherwise a spent code could work again.
  database.pragma('synchronous = FULL');
  database.pragma('secure_delete = ON');
  database.pragma('foreign_keys = ON');
  database.pragma(`cache_size = -${cacheKibibytes(statSync(path).size)}`);
  const reader = new Sqlite(path, { readonly: true, timeout: busyTimeoutMs });
  const driver = new GroupCommitDriver(database, reader);
  const db = kyselyOn(driver);
  const withMigrationTimeout = <T>(work: (connection: typeof db) => Promise<T>): Promise<T> =>
    driver.withMigrationTimeout(() => work(db));
  return { db, withMigrationTimeout };
}

/** Built from parts, because only this constructor of Kysely lets the driver provide and track its connections. */
function kyselyOn(driver: GroupCommitDriver): Kysely<TwoFactorTables> {
  const dialect: Dialect = {
    createDriver: () => driver,
    createAdapter: () => new TransactionalAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
  const executor = new DefaultQueryExecutor(dialect.createQueryCompiler(), dialect.createAdapter(), driver);
  return new Kysely<TwoFactorTables>({ config: { dialect }, driver, executor, dialect });
}

/**
 * Caches the interior pages of the B-trees, about 1/300 of the file, and not much more: in a file below 1 GiB each commit that
 * has split a page makes SQLite scan its whole cache.
 */
function cacheKibibytes(fileBytes: number): number {
  return Math.min(Math.max(Math.ceil(fileBytes / 128 / 1024), 2048), 262_144);
}

/** The driver runs both statements together, in the transaction of a group. */
export const writeGuarded: GuardedWrite = async (db, change, entries) => {
  const query: GuardedQuery = {
    ...compileCached(db, change),
    ...(entries.length > 0 && { followedBy: compileCached(db, insertionOf(db, entries)) }),
  };
  const { numAffectedRows } = await db.executeQuery(query);
  return numAffectedRows === 1n;
};

/** Switching to WAL needs an exclusive lock and ignores the busy timeout, so retry: two processes may start at once. */
function enterWriteAheadLog(database: Sqlite.Database): Promise<unknown> {
  return retryWhileBusy(() => database.pragma('journal_mode = WAL'), performance.now() + openTimeoutMs);
}

/** A migration is one transaction: a second process waits for it, and a killed process leaves no partial migration. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
