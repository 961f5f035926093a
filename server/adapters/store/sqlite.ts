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
import { GroupCommitDriver } from './group-commit.js';
import type { GuardedWrite } from './guarded-write.js';
import { compilePrepared } from './prepared.js';
import type { GuardedQuery } from './statements.js';
import type { TwoFactorTables } from './tables.js';

/** Milliseconds for which SQLite may block the whole process; longer waits do not block it. */
const busyTimeout = 5;
/** Milliseconds to wait for another process that opens the file. */
const patience = 2000;

/** The only place that speaks SQLite. Creates the file and its directory for this user alone. */
export async function openSqlite(path: string) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // Created by hand, since SQLite would follow the umask; its -wal and -shm files copy the mode of the main file.
  closeSync(openSync(path, 'a', 0o600));
  const database = new Sqlite(path, { timeout: busyTimeout });
  await enterWriteAheadLog(database);
  // An answered 200 has to survive a power cut: with less, a spent code could come back.
  database.pragma('synchronous = FULL');
  database.pragma('secure_delete = ON');
  database.pragma('foreign_keys = ON');
  database.pragma(`cache_size = -${cacheKibibytes(statSync(path).size)}`);
  const reader = new Sqlite(path, { readonly: true, timeout: busyTimeout });
  const driver = new GroupCommitDriver(database, reader);
  const db = kyselyOn(driver);
  const whileMigrating = (work: (patient: typeof db) => Promise<void>): Promise<void> =>
    driver.patiently(() => work(db));
  return { db, whileMigrating };
}

/** Built from its parts: only then does Kysely let the driver hand out connections itself and track them. */
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
 * What is passed on the way to any row, the inner pages of the trees, is about a 300th of a file. Not much more than that: in
 * a file below 1 GiB, each commit that has split a page makes SQLite go through all of its cache.
 */
function cacheKibibytes(fileBytes: number): number {
  return Math.min(Math.max(Math.ceil(fileBytes / 128 / 1024), 2048), 262_144);
}

/** The two are made at a stretch, in the transaction of a group. */
export const writeGuarded: GuardedWrite = async (db, change, entries) => {
  const query: GuardedQuery = {
    ...compilePrepared(db, change),
    ...(entries.length > 0 && { followedBy: compilePrepared(db, insertionOf(db, entries)) }),
  };
  const { numAffectedRows } = await db.executeQuery(query);
  return numAffectedRows === 1n;
};

/** Switching to WAL needs an exclusive lock and ignores the busy timeout, so retry: two processes may start at once. */
function enterWriteAheadLog(database: Sqlite.Database): Promise<unknown> {
  return retryWhileBusy(() => database.pragma('journal_mode = WAL'), performance.now() + patience);
}

/** A migration is one transaction: a second process waits for it, and one that is killed leaves nothing half done. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
