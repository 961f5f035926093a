import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Migrator, sql, type Kysely, type Migration, type MigrationResultSet } from 'kysely';
import { rememberBegun } from './begun-migrations.js';
import { onMariadb, onPostgres } from './database-kind.js';

/** A migration runs beside instances that answer, also instances of the earlier version. See “Change the database” in CONTRIBUTING.md. */
export interface StoreMigration extends Migration {
  /**
   * On PostgreSQL the long part of `up`: it runs before, outside of the transaction, so that each statement commits on its own. It is for
   * `create index concurrently`, and for rows that are moved in batches. The migrations before this one have run. If the process ends
   * meanwhile, the next start runs all of it again. `up` finds what is left, and on the other databases does all.
   */
  prepare?: (db: Kysely<unknown>) => Promise<void>;
}

/** How long a migration tries to get its locks. Something that holds one longer, such as a backup, has to end first. */
const patienceMs = 60_000;
/** The answers that have waited behind a try are done by then. */
const maxPauseMs = 1_000;
/** For a lock that was not free in time, and on PostgreSQL for a deadlock, too. */
const lockedCodes: ReadonlySet<unknown> = new Set(['55P03', '40P01', 'ER_LOCK_WAIT_TIMEOUT']);

/**
 * Runs the migrations that have not run yet. The package and the host each have their own record. So an app that only mounts
 * the router gets no account tables, and each side can add migrations independently.
 *
 * @param record the table that lists the migrations that have run
 * @throws {Error} when a lock was not free for a minute
 */
export async function migrate<T>(
  db: Kysely<T>,
  record: string,
  migrations: Record<string, StoreMigration>,
): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(onMariadb(db) ? rememberBegun(record, migrations) : migrations) },
    migrationTableName: record,
    migrationLockTableName: `${record}_lock`,
  });
  if (!onPostgres(db)) return withShortLocks(() => succeed(migrator.migrateToLatest()));
  if ((await nextOf(migrator)) !== undefined) await alone(db, () => migrateOneByOne(db, migrator, migrations));
}

/** Each in its own transaction, which keeps only its own locks. */
async function migrateOneByOne<T>(
  db: Kysely<T>,
  migrator: Migrator,
  migrations: Record<string, StoreMigration>,
): Promise<void> {
  for (let next = await nextOf(migrator); next !== undefined; next = await nextOf(migrator)) {
    await migrations[next]?.prepare?.(db as Kysely<unknown>);
    await withShortLocks(() => succeed(migrator.migrateUp()));
  }
}

async function nextOf(migrator: Migrator): Promise<string | undefined> {
  return (await migrator.getMigrations()).find(({ executedAt }) => executedAt === undefined)?.name;
}

/**
 * Repeats a transaction that did not get its locks: see `MigrationDriver` and `mariadbDialect`, which end the wait. All statements that
 * come after it wait as long, and get through between two tries.
 *
 * @throws {Error} when a lock was not free for a minute
 */
export async function withShortLocks(transaction: () => Promise<unknown>): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      await transaction();
      return;
    } catch (error) {
      if (!isLocked(error)) throw error;
      if (performance.now() > deadline) {
        throw new Error(
          `a migration has not got its lock within ${patienceMs / 1000} s: a transaction, such as a backup, holds a table`,
          { cause: error },
        );
      }
    }
    await sleep(randomInt(maxPauseMs));
  }
}

/** Kysely returns the error of a migration. */
async function succeed(outcome: Promise<MigrationResultSet>): Promise<void> {
  const { error } = await outcome;
  if (error !== undefined) throw error instanceof Error ? error : new Error('a migration failed');
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && lockedCodes.has(error.code);
}

/** Another lock than that of the migrations, for which an instance of an earlier version may wait meanwhile. */
const startLock = 7_205_759_403_792_794n;

/**
 * One process after another, by tries: a statement that waited in the database would hold a snapshot, and `create index concurrently`
 * waits for every snapshot. A transaction holds the lock, since behind a pooler a connection cannot.
 */
async function alone<T>(db: Kysely<T>, work: () => Promise<void>): Promise<void> {
  await db.connection().execute(async (lockConnection) => {
    while (!(await takeLock(lockConnection))) await sleep(maxPauseMs / 4);
    try {
      await work();
    } finally {
      await sql`rollback`.execute(lockConnection);
    }
  });
}

async function takeLock<T>(lockConnection: Kysely<T>): Promise<boolean> {
  await sql`begin isolation level read committed`.execute(lockConnection);
  await sql`set local idle_in_transaction_session_timeout = 0`.execute(lockConnection);
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(${sql.lit(startLock)}) as locked`.execute(lockConnection);
  if (rows[0]?.locked) return true;
  await sql`rollback`.execute(lockConnection);
  return false;
}
