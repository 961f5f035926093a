import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sql, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type Dialect, type Kysely } from 'kysely';
import { insertionOf } from '../audit/audit-log.js';
import { GroupCommitDriver } from './group-commit.js';
import type { GuardedWrite } from './guarded-write.js';
import { compilePrepared } from './prepared.js';
import type { GuardedQuery } from './statements.js';

/** Milliseconds to wait for another process's write; the answer is `unavailable` well within three seconds. */
const busyTimeout = 2000;
/** Milliseconds to wait for another process's migration. */
const patience = 60_000;

/** The only place that speaks SQLite. Creates the file and its directory for this user alone. */
export function sqliteDialect(path: string): Dialect {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // Created by hand, since SQLite would follow the umask; its -wal and -shm files copy the mode of the main file.
  closeSync(openSync(path, 'a', 0o600));
  const database = new Sqlite(path, { timeout: busyTimeout });
  enterWriteAheadLog(database);
  // An answered 200 has to survive a power cut: with less, a spent code could come back.
  database.pragma('synchronous = FULL');
  database.pragma('secure_delete = ON');
  database.pragma('foreign_keys = ON');
  database.pragma(`cache_size = -${cacheKibibytes(statSync(path).size)}`);
  const reader = new Sqlite(path, { readonly: true, timeout: busyTimeout });
  return {
    createDriver: () => new GroupCommitDriver(database, reader),
    createAdapter: () => new OneByOneAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
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

/** Who changes the mode needs the file alone, and SQLite does not wait for that: two processes may start at once. */
function enterWriteAheadLog(database: Sqlite.Database): void {
  const deadline = Date.now() + busyTimeout;
  for (;;) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      const busy = error instanceof Sqlite.SqliteError && error.code === 'SQLITE_BUSY';
      if (!busy || Date.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/**
 * Kysely takes it that nobody else migrates the file. Here a migration is one transaction: a second process waits for it and
 * finds its work done, and one that is killed leaves nothing half done.
 */
class OneByOneAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  override acquireMigrationLock(db: Kysely<unknown>): Promise<void> {
    return waitAtMost(db, patience);
  }

  override releaseMigrationLock(db: Kysely<unknown>): Promise<void> {
    return waitAtMost(db, busyTimeout);
  }
}

async function waitAtMost(db: Kysely<unknown>, milliseconds: number): Promise<void> {
  await sql`pragma busy_timeout = ${sql.lit(milliseconds)}`.execute(db);
}
