import { readFileSync } from 'node:fs';
import { MysqlDialect, sql, type Dialect, type Kysely, type Migration, type QueryCompiler } from 'kysely';
import mysql from 'mysql2';
import { insertionOf } from './audit-rows.js';
import { executeCached } from './compiled-queries.js';
import { guardParts } from './deleted-accounts.js';
import type { GuardedWrite } from './guarded-write.js';
import { keyLength, MariadbQueryCompiler } from './mariadb-compiler.js';
import type { SecondFactorRows } from '../../core/two-factor/rows.js';
import { BoundedPool, type Prepare } from './mariadb-pool.js';
import { requireSafeServer, serverQuestion, type ServerAnswer } from './mariadb-server.js';
import type { TwoFactorTables } from './tables.js';
import { transact } from './transact.js';

/** For a connection, a statement and a lock: the client gets `unavailable` well within three seconds. */
const timeoutSeconds = 2;
/** For a server that does not answer at all: longer, so that a server that answers can first report the cancelled statement. */
const noAnswerTimeoutMs = 2500;

/** Every connection has the same rules, whatever the server's defaults are. @param limits of this connection */
const settingsWith = (limits: string): string[] => [
  // A server may ignore the character set of the handshake (`skip-character-set-client-handshake`). If it then reads the driver's UTF-8
  // as GBK or Shift JIS, a character before a quote takes the backslash that escapes the quote, and an account id becomes SQL.
  'set names utf8mb4 collate utf8mb4_bin',
  // Strict: a value that does not fit is an error and is not cut. And a backslash escapes, as the driver assumes.
  `set session sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
    time_zone = '+00:00', autocommit = 1, foreign_key_checks = 1, unique_checks = 1, ${limits}`,
  // As on PostgreSQL: each statement sees the commits before it. So what is read after a wait for a lock is current.
  'set session transaction isolation level read committed',
];
/** MariaDB alone reads the part in the comment. So another server gets as far as `requireSafeServer`, which names the reason. */
const limits = `innodb_lock_wait_timeout = ${timeoutSeconds}, lock_wait_timeout = ${timeoutSeconds}
  /*M!100600 , max_statement_time = ${timeoutSeconds}, idle_transaction_timeout = ${timeoutSeconds + 1} */`;

/** For a migration: all statements on a table wait behind one that waits for it. See `withShortLocks`. */
const shortLocks = 'lock_wait_timeout = 1';

/**
 * @param url as `parseDatabaseUrl` has checked it
 * @param limited whether statements have a timeout; a migration has none
 */
export function mariadbDialect(url: URL, limited: 'limited' | 'unlimited'): Dialect {
  const { hostname, port, username, password, pathname, searchParams } = url;
  const authority = searchParams.get('sslrootcert');
  const pool = mysql.createPool({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    charset: 'UTF8MB4_BIN',
    timezone: 'Z',
    // A number above 2⁵³ arrives as a text and is refused. Rounding would hide it.
    supportBigNumbers: true,
    // An object as a parameter would become SQL.
    stringifyObjects: true,
    // See `BoundedPool`: the number of changed rows tells an insert from a duplicate.
    flags: ['-FOUND_ROWS', '-LOCAL_FILES'],
    connectTimeout: timeoutSeconds * 1000,
    ...(searchParams.has('sslmode') && {
      ssl: {
        rejectUnauthorized: true,
        verifyIdentity: true,
        ...(authority !== null && { ca: readFileSync(authority) }),
      },
    }),
  });
  const isLimited = limited === 'limited';
  const prepare: Prepare = async (connection) => {
    for (const setting of settingsWith(isLimited ? limits : shortLocks)) await connection.run(setting);
    const [answer] = (await connection.run(serverQuestion)) as [ServerAnswer];
    requireSafeServer(answer);
  };
  const bounded = new BoundedPool(pool, prepare, {
    connectMs: timeoutSeconds * 1000,
    noAnswerMs: isLimited ? noAnswerTimeoutMs : null,
  });
  return new MariadbDialect({ pool: bounded });
}

class MariadbDialect extends MysqlDialect {
  override createQueryCompiler(): QueryCompiler {
    return new MariadbQueryCompiler();
  }
}

/** MariaDB has no statement that changes a row and inserts others. */
export const writeGuarded: GuardedWrite = async (db, change, entries) => {
  if (entries.length === 0) return (await executeCached(db, change)).numAffectedRows === 1n;
  return transact(db, async (transaction: Kysely<TwoFactorTables>) => {
    const { numAffectedRows } = await executeCached(transaction, change);
    if (numAffectedRows !== 1n) return false;
    await executeCached(transaction, insertionOf(transaction, entries));
    return true;
  });
};

/** Refuses ids that do not fit into a key. */
export function limitIdLength(rows: SecondFactorRows): SecondFactorRows {
  return {
    ...rows,
    read: async (accountId) => rows.read(fitting(accountId)),
  };
}

/** Every operation reads first. Without this check an id that cannot be stored would look like “2FA is off”. */
function fitting(accountId: string): string {
  if ([...accountId].length <= keyLength) return accountId;
  throw new TypeError(`accountId is longer than the ${keyLength} characters that a key of MariaDB holds`);
}

/** Only for MariaDB: see `isWritable`. */
export const mariadbMigrations: Record<string, Migration> = {
  '003_forgotten_accounts_on_mariadb': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('forgotten_account_guards')
        .addColumn('part', 'text', (column) => column.primaryKey().notNull())
        .addColumn('prefix', 'varchar(1)', (column) => column.notNull())
        .execute();
      const rows = guardParts.map((part) => sql`(${part}, '')`);
      // A migration that has failed in the middle begins anew.
      await sql`insert into forgotten_account_guards (part, prefix) values ${sql.join(rows)}
        on duplicate key update part = part`.execute(db);
    },
  },
};

/** The database's time, which several instances share. */
export async function readClock(db: Kysely<TwoFactorTables>): Promise<Date> {
  const { rows } = await sql<{
    now: number;
  }>`select cast(unix_timestamp(sysdate(3)) * 1000 as signed) as now`.execute(db);
  return new Date(rows[0]!.now);
}
