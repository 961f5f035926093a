import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { SqliteDialect, type Dialect, type Driver } from 'kysely';

/** Milliseconds to wait for another process's write; the answer is `unavailable` well within three seconds. */
const busyTimeout = 2000;

/** The only place that speaks SQLite. Creates the file and its directory for this user alone. */
export function sqliteDialect(url: string): Dialect {
  const path = toPath(url);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // Created by hand, since SQLite would follow the umask; its -wal and -shm files copy the mode of the main file.
  closeSync(openSync(path, 'a', 0o600));
  const database = new Sqlite(path, { timeout: busyTimeout });
  database.pragma('journal_mode = WAL');
  // An answered 200 has to survive a power cut: with less, a spent code could come back.
  database.pragma('synchronous = FULL');
  database.pragma('secure_delete = ON');
  database.pragma('foreign_keys = ON');
  return new RollbackOnceDialect(database);
}

/**
 * A full disk rolls the transaction back by itself. Kysely's own rollback fails then, and its error would take the place of the
 * one that tells the operator what is wrong.
 */
class RollbackOnceDialect extends SqliteDialect {
  readonly #database: Sqlite.Database;

  constructor(database: Sqlite.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    const driver = super.createDriver();
    const rollback = driver.rollbackTransaction.bind(driver);
    driver.rollbackTransaction = async (connection) => {
      if (this.#database.inTransaction) await rollback(connection);
    };
    return driver;
  }
}

/** `file:./relative` is no URL in the standard's sense, where a path is always absolute; it is what people write. */
function toPath(url: string): string {
  const path = url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length);
  if (path === '' || path.endsWith('/')) throw new TypeError('the database URL names no file');
  return resolve(path);
}
