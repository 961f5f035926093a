import { existsSync } from 'node:fs';
import { Kysely, sql, type Dialect } from 'kysely';
import { requireAccountIds } from './account-ids.js';
import { createAuditLog } from './audit-log.js';
import { createEnrolmentStore } from './enrolment-store.js';
import type { AuditLog } from '../../core/audit/audit-log.js';
import { namingMissing } from '../../core/optional-package.js';
import { createNoticeQueue } from './notice-queue.js';
import type { NoticeQueue } from '../../core/notice/notice-queue.js';
import type { EnrolmentStore } from '../../core/policy/enrolment-store.js';
import type { SignInStore } from '../../core/sign-in/sign-in-store.js';
import { createTwoFactorStore } from '../../core/two-factor/store-over-rows.js';
import type { SecondFactorRows } from '../../core/two-factor/rows.js';
import type { TwoFactorStore } from '../../core/two-factor/store.js';
import { consoleLog, type Log } from '../../core/log.js';
import { parseDatabaseUrl } from './database-url.js';
import type { GuardedWrite } from './guarded-write.js';
import { hasTable, NoStoreError } from './has-table.js';
import { migrate, type StoreMigration } from './migrate.js';
import { twoFactorMigrations } from './migrations.js';
import { createSecondFactorRows } from './second-factor-rows.js';
import { createSignInStore } from './sign-in-store.js';
import { partitionTrail } from './partition-trail.js';
import type { WebhookQueue } from '../../core/webhook/webhook-queue.js';
import { createWebhookQueue } from './webhook-queue.js';
import type { TwoFactorTables } from './tables.js';

export interface OpenStore {
  secondFactors: TwoFactorStore;
  /** What `secondFactors` stands on. */
  rows: SecondFactorRows;
  audit: AuditLog;
  /** Notices that are not sent yet, for `createNotifier`. */
  notices: NoticeQueue;
  /** Entries that endpoints have not received yet, for `createWebhooks`. */
  webhooks: WebhookQueue;
  /** The sign-ins of apps that use `expressSessionSignIn` or `cookieSignIn`. */
  signIns: SignInStore;
  /** The deadlines of single accounts, for `createEnrolmentPolicy` and `createReminders`. */
  enrolments: EnrolmentStore;
  /**
   * The connection, for an app with its own tables in the same database. On SQLite an open transaction blocks all other writers:
   * inside it, write only through the transaction object. After 2.5 s without a statement the transaction is rolled back.
   */
  db: Kysely<TwoFactorTables>;
  /**
   * Runs the migrations of such an app, in the order of their names. Instances may serve meanwhile: on PostgreSQL a migration that has
   * waited for a lock for half a second lets the answers behind it pass, and tries again.
   *
   * @param record the table that lists the migrations that have run
   * @throws {Error} when a lock was not free for a minute
   */
  migrate(record: string, migrations: Record<string, StoreMigration>): Promise<void>;
  /**
   * On PostgreSQL: partitions the audit trail by month, while entries are read and written. From then on `audit.purge` drops whole
   * months, and makes the partitions of the next twelve months. Resolves to the names of the partitions.
   *
   * @throws {Error} on another database, and when no moment is found in which nobody uses the trail
   */
  partitionAudit(now: Date): Promise<string[]>;
  /** Resolves once the database accepts a write; rejects when it does not within about two seconds. */
  ping(): Promise<void>;
  /** The database's own time; null when the database uses the clock of this machine. */
  time(): Promise<Date | null>;
  close(): Promise<void>;
}

export interface OpenStoreOptions {
  /** False refuses a database without the tables of this package, and makes neither a file nor a table in it. The default is true. */
  create?: boolean;
  /** Gets one line when the database is new; the default is `console`. */
  log?: Pick<Log, 'warn'>;
}

/** The table that lists the migrations of this package. */
const ownRecord = 'two_factor_migrations';

/**
 * Opens the store and runs its migrations. SQLite needs the package `better-sqlite3`, PostgreSQL `pg`, and MariaDB
 * `mysql2`.
 *
 * @example
 * const store = await openStore('file:/srv/app/harmony-2fa.sqlite', { create: false });
 *
 * @param url `file:./data/harmony-2fa.sqlite` (relative to the working directory), `file:///absolute/path`;
 *   `postgres://user:password@host/database` or, for MariaDB, `mysql://user:password@host/database`, which several processes may share
 * @throws {TypeError} for any other or ambiguous URL; the driver's error when the database cannot be opened
 * @throws {NoStoreError} with `create: false`, when the database has no tables of this package
 */
export async function openStore(
  url: string,
  { create = true, log = consoleLog }: OpenStoreOptions = {},
): Promise<OpenStore> {
  if (!create) requireFile(url);
  const { db, writeGuarded, migrations, withMigrationTimeout, check, readClock, limitIdLength } =
    await databaseFor(url);
  const shared = createSecondFactorRows(db, writeGuarded);
  const rows = requireAccountIds(limitIdLength?.(shared) ?? shared, ['read', 'forget']);
  const store: OpenStore = {
    secondFactors: createTwoFactorStore(rows),
    rows,
    audit: requireAccountIds(
      createAuditLog(db, () => store.time()),
      ['list', 'count'],
    ),
    notices: createNoticeQueue(db),
    webhooks: createWebhookQueue(db),
    signIns: requireAccountIds(createSignInStore(db), ['begin', 'endOthers', 'endAll', 'list', 'endListed']),
    enrolments: requireAccountIds(createEnrolmentStore(db), ['find', 'beginGrace', 'extend', 'remind']),
    db,
    migrate: (record, migrations) => withMigrationTimeout((connection) => migrate(connection, record, migrations)),
    partitionAudit: (now) => withMigrationTimeout((connection) => partitionTrail(connection, now)),
    async ping() {
      // A write that changes no row: a store that can only read cannot sign anybody in.
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
    await check?.(db);
    const isNew = !(await withMigrationTimeout((connection) => hasTable(connection, ownRecord)));
    if (isNew && !create) throw new NoStoreError();
    await store.migrate(ownRecord, { ...twoFactorMigrations, ...migrations });
    // A wrong path, or a disk that does not stay, must not turn 2FA off without a word.
    if (isNew) log.warn(placeOf(url), 'the database is new: 2FA is off for every account');
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

function requireFile(url: string): void {
  const database = parseDatabaseUrl(url);
  if (database.kind === 'sqlite' && !existsSync(database.path)) throw new NoStoreError(database.path);
}

/** For a log: the URL of another database has a password. */
function placeOf(url: string): { file?: string } {
  const database = parseDatabaseUrl(url);
  return database.kind === 'sqlite' ? { file: database.path } : {};
}

/** Runs a migration over a connection whose timeout is long enough for the migration of another process. */
type WithMigrationTimeout = <T>(work: (db: Kysely<TwoFactorTables>) => Promise<T>) => Promise<T>;

interface Database {
  db: Kysely<TwoFactorTables>;
  writeGuarded: GuardedWrite;
  /** Migrations for this kind of database alone. */
  migrations?: Record<string, StoreMigration>;
  withMigrationTimeout: WithMigrationTimeout;
  /** Refuses a database whose commits are not durable. Each new connection refuses a replica itself, and on MariaDB all that is not safe. */
  check?: (db: Kysely<TwoFactorTables>) => Promise<void>;
  readClock?: (db: Kysely<TwoFactorTables>) => Promise<Date>;
  /** Adds what is special about the rows in this kind of database. */
  limitIdLength?: (rows: SecondFactorRows) => SecondFactorRows;
}

async function databaseFor(url: string): Promise<Database> {
  const database = parseDatabaseUrl(url);
  if (database.kind === 'sqlite') {
    const { openSqlite, writeGuarded } = await driver('better-sqlite3', () => import('./sqlite.js'));
    const { db, withMigrationTimeout } = await openSqlite(database.path);
    return { db, writeGuarded, withMigrationTimeout };
  }
  if (database.kind === 'mariadb') return mariadbOf(database.url);
  const { address } = database;
  const { postgresDialect, postgresMigrations, writeGuarded, readClock, requireSafeServer } = await driver(
    'pg',
    () => import('./postgres.js'),
  );
  return {
    db: new Kysely<TwoFactorTables>({ dialect: postgresDialect(address, 'limited') }),
    writeGuarded,
    migrations: postgresMigrations,
    withMigrationTimeout: (work) => overConnection(postgresDialect(address, 'unlimited'), work),
    check: (db) => requireSafeServer(db, address),
    readClock,
  };
}

async function mariadbOf(url: URL): Promise<Database> {
  const { mariadbDialect, mariadbMigrations, writeGuarded, readClock, limitIdLength } = await driver(
    'mysql2',
    () => import('./mariadb.js'),
  );
  const db = new Kysely<TwoFactorTables>({ dialect: mariadbDialect(url, 'limited') });
  return {
    db,
    writeGuarded,
    migrations: mariadbMigrations,
    withMigrationTimeout: (work) => overConnection(mariadbDialect(url, 'unlimited'), work),
    readClock,
    limitIdLength,
  };
}

async function overConnection<T>(dialect: Dialect, work: (db: Kysely<TwoFactorTables>) => Promise<T>): Promise<T> {
  const connection = new Kysely<TwoFactorTables>({ dialect });
  try {
    return await work(connection);
  } finally {
    await connection.destroy();
  }
}

/** Each driver is an optional peer dependency: the error names the missing one. */
async function driver<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw namingMissing(name, 'this kind of database', error);
  }
}
