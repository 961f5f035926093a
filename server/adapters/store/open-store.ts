import { Kysely, sql, type Migration } from 'kysely';
import { createAuditLog } from './audit-log.js';
import type { AuditLog } from '../../core/audit/audit-log.js';
import { createNoticeQueue } from './notice-queue.js';
import type { NoticeQueue } from '../../core/notice/notice-queue.js';
import type { TwoFactorStore } from '../../core/two-factor/store.js';
import { parseDatabaseUrl } from './database-url.js';
import type { GuardedWrite } from './guarded-write.js';
import { migrate, twoFactorMigrations } from './migrations.js';
import { createSecondFactorStore } from './second-factor-store.js';
import type { TwoFactorTables } from './tables.js';

export interface OpenStore {
  secondFactors: TwoFactorStore;
  audit: AuditLog;
  /** What owners are yet to be told, for `createNotifier`. */
  notices: NoticeQueue;
  /**
   * The connection, for an app that keeps tables of its own in the same database. A SQLite file has one writer, which an open
   * transaction keeps: within one, writes go through it alone, and after 2.5 s without a statement it is rolled back.
   */
  db: Kysely<TwoFactorTables>;
  /** Brings such an app's tables up to date. @param record the table that remembers which migrations ran */
  migrate(record: string, migrations: Record<string, Migration>): Promise<void>;
  /** Resolves once the database takes a write; rejects when it does not within about two seconds. */
  ping(): Promise<void>;
  /** The database's own time; null where it is this machine's. */
  time(): Promise<Date | null>;
  close(): Promise<void>;
}

/**
 * Opens the store and brings its tables up to date. Each kind of database needs its driver, `better-sqlite3` or `pg`, and
 * not the other's.
 *
 * @param url `file:./data/harmony-2fa.sqlite` (relative to the working directory), `file:///absolute/path`, or
 *   `postgres://user:password@host/database`, which several processes may share
 * @throws {TypeError} for a URL of another kind, or one that could be read as another file; a driver's error when the database cannot be opened
 */
export async function openStore(url: string): Promise<OpenStore> {
  const { db, writeGuarded, migrations, whileMigrating, check, readClock } = await databaseFor(url);
  const store: OpenStore = {
    secondFactors: createSecondFactorStore(db, writeGuarded),
    audit: createAuditLog(db),
    notices: createNoticeQueue(db),
    db,
    migrate: (record, migrations) => whileMigrating((patient) => migrate(patient, record, migrations)),
    async ping() {
      // A write, though of nothing: a store that only answers reads lets nobody in.
      await db
        .deleteFrom('second_factors')
        .where('account_id', '=', '')
        .where(sql<boolean>`false`)
        .execute();
    },
    time: async () => (await readClock?.(db)) ?? null,
    close: () => db.destroy(),
  };
  try {
    await store.migrate('two_factor_migrations', { ...twoFactorMigrations, ...migrations });
    await check?.(db);
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

/** Runs a migration on connections that may wait, for another process's above all. */
type WhileMigrating = (work: (db: Kysely<TwoFactorTables>) => Promise<void>) => Promise<void>;

interface Database {
  db: Kysely<TwoFactorTables>;
  writeGuarded: GuardedWrite;
  /** What this database needs beside the tables. */
  migrations?: Record<string, Migration>;
  whileMigrating: WhileMigrating;
  /** Refuses a database that does not keep what it has answered. */
  check?: (db: Kysely<TwoFactorTables>) => Promise<void>;
  readClock?: (db: Kysely<TwoFactorTables>) => Promise<Date>;
}

async function databaseFor(url: string): Promise<Database> {
  const database = parseDatabaseUrl(url);
  if (database.kind === 'sqlite') {
    const { openSqlite, writeGuarded } = await driver('better-sqlite3', () => import('./sqlite.js'));
    const { db, whileMigrating } = await openSqlite(database.path);
    return { db, writeGuarded, whileMigrating };
  }
  const { postgresDialect, postgresMigrations, writeGuarded, readClock, requireDurableCommits } = await driver(
    'pg',
    () => import('./postgres.js'),
  );
  return {
    db: new Kysely<TwoFactorTables>({ dialect: postgresDialect(url, 'limited') }),
    writeGuarded,
    migrations: postgresMigrations,
    async whileMigrating(work) {
      const patient = new Kysely<TwoFactorTables>({ dialect: postgresDialect(url, 'unlimited') });
      try {
        await work(patient);
      } finally {
        await patient.destroy();
      }
    },
    check: requireDurableCommits,
    readClock,
  };
}

/** Each driver is an optional peer dependency: the error names the missing one. */
async function driver<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (isMissing(error, name)) throw new Error(`this kind of database needs the package ${name}`, { cause: error });
    throw error;
  }
}

function isMissing(error: unknown, name: string): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_MODULE_NOT_FOUND' &&
    error.message.includes(`'${name}'`)
  );
}
