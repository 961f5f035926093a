import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Migrator, SqliteAdapter, type Kysely, type Migration, type MigrationResultSet } from 'kysely';

/** A migration runs beside instances that answer, also instances of the earlier version. See “Change the database” in CONTRIBUTING.md. */
export interface StoreMigration extends Migration {
  /**
   * On PostgreSQL each statement of an online migration commits on its own: for `create index concurrently`, and for rows that are moved
   * in batches. If the process ends meanwhile, the next start runs all of it again. Elsewhere this changes nothing.
   */
  online?: boolean;
}

/** How long a migration tries to get its locks. Something that holds one longer, such as a backup, has to end first. */
const patienceMs = 60_000;
/** The answers that have waited behind a try are done by then. */
const longestPauseMs = 1_000;
/** PostgreSQL's code for a lock that was not free in time. */
const lockNotAvailable = '55P03';

/**
 * Runs the migrations that have not run yet. The package and the host each have their own record. So an app that only mounts
 * the router gets no account tables, and each side can add migrations independently.
 *
 * @param record the table that lists the migrations that have run
 */
export async function migrate<T>(
  db: Kysely<T>,
  record: string,
  migrations: Record<string, StoreMigration>,
): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(besideTransaction(db, migrations)) },
    migrationTableName: record,
    migrationLockTableName: `${record}_lock`,
  });
  // One transaction for each: the locks of all together would keep the answers waiting for longer. In a new database nobody waits.
  const all = await isNew(migrator, migrations);
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const outcome = await (all ? migrator.migrateToLatest() : migrator.migrateUp());
    if (isLocked(outcome.error) && performance.now() < deadline) {
      await sleep(randomInt(longestPauseMs));
      continue;
    }
    requireSuccess(outcome);
    if (all || outcome.results?.length === 0) return;
  }
}

/** Whether one transaction can take all. An online migration needs its own. */
async function isNew(migrator: Migrator, migrations: Record<string, StoreMigration>): Promise<boolean> {
  if (Object.values(migrations).some(({ online }) => online)) return false;
  return (await migrator.getMigrations()).every(({ executedAt }) => executedAt === undefined);
}

/** An online migration gets another connection of the pool. The transaction then only keeps other processes out, and records the end. */
function besideTransaction<T>(db: Kysely<T>, migrations: Record<string, StoreMigration>): Record<string, Migration> {
  // SQLite has one writer, for which the second connection would wait for ever.
  if (db.getExecutor().adapter instanceof SqliteAdapter) return migrations;
  const beside = (migration: StoreMigration): Migration => ({
    up: (transaction) => migration.up(migration.online ? (db as Kysely<unknown>) : transaction),
  });
  return Object.fromEntries(Object.entries(migrations).map(([name, migration]) => [name, beside(migration)]));
}

function requireSuccess({ error, results = [] }: MigrationResultSet): void {
  if (error === undefined) return;
  const failed = results.find(({ status }) => status === 'Error')?.migrationName;
  if (isLocked(error)) {
    throw new Error(
      `the migration ${failed} has not got its lock within ${patienceMs / 1000} s: a transaction, such as a backup, holds the table`,
      { cause: error },
    );
  }
  throw error instanceof Error ? error : new Error('a migration failed');
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === lockNotAvailable;
}
