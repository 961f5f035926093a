import { setTimeout as sleep } from 'node:timers/promises';
import { Migrator, sql, type Kysely, type Migration } from 'kysely';
import { onPostgres } from './database-kind.js';

/** A migration that may have long work to do, which would block other instances if it were a part of its transaction. */
export interface PreparedMigration extends Migration {
  /**
   * On PostgreSQL alone: runs before the migration and outside of its transaction, while instances of an earlier version go on. It
   * may find a database without any table, and may run again.
   */
  prepare?: (db: Kysely<unknown>) => Promise<void>;
}

/**
 * Runs the migrations that have not run yet. The package and the host each have their own record. So an app that only mounts
 * the router gets no account tables, and each side can add migrations independently.
 *
 * @param record the table that lists the migrations that have run
 */
export async function migrate<T>(
  db: Kysely<T>,
  record: string,
  migrations: Record<string, PreparedMigration>,
): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableName: record,
    migrationLockTableName: `${record}_lock`,
  });
  if (onPostgres(db) && Object.values(migrations).some(({ prepare }) => prepare)) {
    const pending = (await migrator.getMigrations()).filter(({ executedAt }) => executedAt === undefined);
    const steps = pending.flatMap(({ name }) => migrations[name]?.prepare ?? []);
    if (steps.length > 0) {
      await alone(db, async () => {
        for (const prepare of steps) await prepare(db as Kysely<unknown>);
      });
    }
  }
  await withShortLocks(async () => {
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error instanceof Error ? error : new Error('a migration failed');
  });
}

/** How long a migration tries to get the locks of its tables. A backup may hold them. */
const patienceMs = 2 * 60 * 1000;
/** Between two tries the statements that have waited behind the migration get through. */
const pauseMs = 1000;
/** On PostgreSQL: no lock within `lock_timeout`, and a deadlock. */
const isLocked: ReadonlySet<unknown> = new Set(['55P03', '40P01']);

/**
 * Repeats a transaction that did not get its locks: see `MigrationDriver`, which ends the wait. All statements that come after it wait
 * as long.
 */
export async function withShortLocks(transaction: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await transaction();
    } catch (error) {
      const isRepeated = error instanceof Error && 'code' in error && isLocked.has(error.code);
      if (!isRepeated || performance.now() > deadline) throw error;
    }
    await sleep(pauseMs);
  }
}

/** Another lock than that of the migrations, for which an instance of an earlier version may wait meanwhile. */
const preparationLock = 7_205_759_403_792_794n;

/**
 * One process after another, by tries: a statement that waited in the database would hold a snapshot, and `create index concurrently`
 * waits for every snapshot. A transaction holds the lock, since behind a pooler a connection cannot.
 */
async function alone<T>(db: Kysely<T>, work: () => Promise<void>): Promise<void> {
  await db.connection().execute(async (holder) => {
    while (!(await holdsLock(holder))) await sleep(pauseMs / 4);
    try {
      await work();
    } finally {
      await sql`rollback`.execute(holder);
    }
  });
}

async function holdsLock<T>(holder: Kysely<T>): Promise<boolean> {
  await sql`begin isolation level read committed`.execute(holder);
  await sql`set local idle_in_transaction_session_timeout = 0`.execute(holder);
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(${sql.lit(preparationLock)}) as locked`.execute(holder);
  if (rows[0]?.locked) return true;
  await sql`rollback`.execute(holder);
  return false;
}
