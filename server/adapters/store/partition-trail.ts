import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql, type Kysely, type Transaction } from 'kysely';
import { onPostgres } from './database-kind.js';
import { firstIdAt } from './audit-rows.js';
import { withShortLocks } from './migrate.js';
import type { TwoFactorTables } from './tables.js';
import { formerTable, makePartitions, monthOf, readPartitions } from './trail-partitions.js';
import { transact } from './transact.js';

/** The constraint ends at least so many days ahead: until then it refuses no entry. */
const minDaysLeft = 7;
/** A constraint that ends sooner than this was left by a killed run. */
const staleBeforeMs = 3 * 24 * 60 * 60 * 1000;
/** Statements of others wait at most so long for the exchange of the tables. */
const lockTimeout = '200ms';
/** For a trail that is always in use: 60 tries of half a second. */
const tries = 60;
const lockNotAvailable = '55P03';
/** The check constraint that proves the range of the former table. */
const endCheck = 'audit_events_before_end';

/**
 * Turns the trail into a table that is partitioned by month. The former table becomes its first partition, and is not copied. Entries are
 * read and written meanwhile, but for a moment in which the tables are exchanged. Where it was interrupted, it may run again.
 *
 * @param db without a limit of time; its transactions exclude each other
 * @returns the names of the partitions, oldest first
 * @throws {Error} on another database, for a trail that is partitioned in another way, and for one in use without a pause
 */
export async function partitionTrail(db: Kysely<TwoFactorTables>, now: Date): Promise<string[]> {
  if (!onPostgres(db)) {
    throw new Error('only on PostgreSQL the audit trail can be partitioned');
  }
  // The transaction excludes another run of this, and exchanges the tables at the end.
  await transact(db, async (exchange) => {
    if ((await readPartitions(db)) !== null) return;
    await requirePlain(db);
    const end = firstEnd(now);
    try {
      // With a clock that is behind there are entries after the end: the check fails, and must not stay.
      await addEndCheck(db, end);
      await whenFree(exchange, () => exchangeTables(exchange, end));
    } catch (error) {
      await removeEndCheck(db);
      throw error;
    }
  });
  const partitions = (await readPartitions(db)) ?? [];
  await makePartitions(db, partitions, now);
  return (await readPartitions(db))!.map(({ name }) => name);
}

async function requirePlain(db: Kysely<TwoFactorTables>): Promise<void> {
  const { rows } = await sql`select 1 from pg_partitioned_table where partrelid = to_regclass('audit_events')`.execute(
    db,
  );
  if (rows.length > 0) throw new Error('the audit trail is partitioned in another way already');
}

function firstEnd(now: Date): string {
  const next = monthOf(now, 1);
  const daysLeft = (next.getTime() - now.getTime()) / (24 * 60 * 60 * 1000);
  return firstIdAt(daysLeft < minDaysLeft ? monthOf(now, 2) : next);
}

/** Proves that all entries are before the end, while others write. So the exchange does not read the table. */
async function addEndCheck(db: Kysely<TwoFactorTables>, end: string): Promise<void> {
  await withShortLocks(() =>
    // A block is one transaction. The constraint of an interrupted run may have another end.
    sql`do ${sql.lit(`begin
      set local lock_timeout = '${lockTimeout}';
      alter table audit_events drop constraint if exists ${endCheck};
      alter table audit_events add constraint ${endCheck} check (id < '${end}') not valid;
    end`)}`.execute(db),
  );
  await sql`alter table audit_events validate constraint ${sql.ref(endCheck)}`.execute(db);
}

/** From its end on the constraint would refuse every entry. */
async function removeEndCheck(db: Kysely<TwoFactorTables>): Promise<void> {
  await withShortLocks(() =>
    sql`do ${sql.lit(`begin
      set local lock_timeout = '${lockTimeout}';
      alter table audit_events drop constraint if exists ${endCheck};
    end`)}`.execute(db),
  );
}

/** Removes the constraint of a run that was killed and not repeated, some days before it would refuse entries. */
export async function removeStaleEndCheck(db: Kysely<TwoFactorTables>, now: Date): Promise<void> {
  if (!onPostgres(db)) return;
  const { rows } = await sql<{ definition: string }>`select pg_get_constraintdef(oid) as definition from pg_constraint
    where conname = ${endCheck} and conrelid = to_regclass('audit_events')`.execute(db);
  const [, end] = /'([0-9a-f]+)'/.exec(rows[0]?.definition ?? '') ?? [];
  const soon = firstIdAt(new Date(now.getTime() + staleBeforeMs));
  if (end !== undefined && end <= soon) await removeEndCheck(db);
}

async function exchangeTables(exchange: Transaction<TwoFactorTables>, end: string): Promise<void> {
  const former = sql.table(formerTable);
  await sql`set local lock_timeout = ${sql.lit(lockTimeout)}`.execute(exchange);
  await sql`lock table audit_events in access exclusive mode`.execute(exchange);
  const { rows: indexes } = await sql<{ name: string; definition: string; constraint: string | null }>`
    select part.relname as name, pg_get_indexdef(part.oid) as definition, pg_get_constraintdef(rule.oid) as constraint
    from pg_index as of_table join pg_class as part on part.oid = of_table.indexrelid
    left join pg_constraint as rule on rule.conindid = part.oid and rule.contype = 'p'
    where of_table.indrelid = to_regclass('audit_events')`.execute(exchange);
  const { rows: rights } = await sql<{ statement: string }>`
    select format('grant %s on audit_events to %s', privilege_type,
      case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end) as statement
    from pg_class, aclexplode(relacl) where oid = to_regclass('audit_events') and grantee <> relowner`.execute(
    exchange,
  );

  await sql`alter table audit_events rename to ${former}`.execute(exchange);
  for (const { name } of indexes) {
    const formerName = sql.ref(name.replace('audit_events', formerTable));
    await sql`alter index ${sql.ref(name)} rename to ${formerName}`.execute(exchange);
  }
  await sql`create table audit_events (like ${former} including defaults) partition by range (id)`.execute(exchange);
  for (const { name, definition, constraint } of indexes) {
    if (constraint === null) await sql.raw(definition).execute(exchange);
    else await sql`alter table audit_events add constraint ${sql.ref(name)} ${sql.raw(constraint)}`.execute(exchange);
  }
  for (const { statement } of rights) await sql.raw(statement).execute(exchange);
  // It takes over the indexes of the former table, and the constraint proves that there is nothing to check.
  await sql`alter table audit_events attach partition ${former} for values from (minvalue) to (${sql.lit(end)})`.execute(
    exchange,
  );
  await sql`alter table ${former} drop constraint ${sql.ref(endCheck)}`.execute(exchange);
}

/** As `withShortLocks`, within a transaction that goes on after a try: it excludes another run, which would change the constraint. */
async function whenFree(transaction: Transaction<TwoFactorTables>, work: () => Promise<void>): Promise<void> {
  for (let left = tries - 1; ; left -= 1) {
    await sql`savepoint attempt`.execute(transaction);
    try {
      await work();
      return;
    } catch (error) {
      const isBusy = error instanceof Error && 'code' in error && error.code === lockNotAvailable;
      if (!isBusy || left === 0) throw error;
    }
    await sql`rollback to savepoint attempt`.execute(transaction);
    await sleep(200 + randomInt(200));
  }
}
