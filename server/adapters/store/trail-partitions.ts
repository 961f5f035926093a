import { sql, type Kysely } from 'kysely';
import { onPostgres } from './database-kind.js';
import { keepUnsentNoticeMs } from '../../core/notice/notice-queue.js';
import { firstIdAt } from './audit-rows.js';
import type { TwoFactorTables } from './tables.js';
import { transact } from './transact.js';

/** Of the months after this one. A server that purges only now and then, and a former version that makes none, have a year. */
const monthsAhead = 12;

/** A part of the trail. The ids of its entries, which sort by time, are below `to`; null bounds nothing. */
export interface TrailPartition {
  name: string;
  from: string | null;
  to: string;
  /** A detachment of it was interrupted. */
  detaching: boolean;
}

/** The former table: the entries from before the partitioning, and of the rest of that month. */
export const formerTable = 'audit_events_before';

/** The partitions of a trail that is partitioned by month, oldest first; null for a plain trail. */
export async function readPartitions(db: Kysely<TwoFactorTables>): Promise<TrailPartition[] | null> {
  if (!onPostgres(db)) return null;
  const { rows: found } = await sql`select 1 from pg_partitioned_table
    where partrelid = to_regclass('audit_events') and partstrat = 'r'`.execute(db);
  if (found.length === 0) return null;
  const { rows } = await sql<{ name: string; bounds: string; detaching: boolean }>`
    select part.relname as name, pg_get_expr(part.relpartbound, part.oid) as bounds, link.inhdetachpending as detaching
    from pg_inherits as link join pg_class as part on part.oid = link.inhrelid
    where link.inhparent = to_regclass('audit_events')`.execute(db);
  return rows.map(partitionOf).toSorted((one, other) => (one.to < other.to ? -1 : 1));
}

function partitionOf({
  name,
  bounds,
  detaching,
}: {
  name: string;
  bounds: string;
  detaching: boolean;
}): TrailPartition {
  const [, from, to] = /FROM \((?:MINVALUE|'([0-9a-f]+)')\) TO \('([0-9a-f]+)'\)/.exec(bounds) ?? [];
  if (to === undefined)
    throw new Error(`audit_events has a partition without a date range: ${name}. Detach it, then run again.`);
  return { name, from: from ?? null, to, detaching };
}

/**
 * Makes what is missing of the partitions of this month and of those ahead. No statement of others waits for it. Each month is looked for,
 * and not the last one alone: a clock that was ahead has left months of a far time behind it, and a hole before them.
 *
 * @param clocks whose months are needed: of two that differ, entries may have the time of each
 */
export async function makePartitions(
  db: Kysely<TwoFactorTables>,
  partitions: readonly TrailPartition[],
  ...clocks: readonly Date[]
): Promise<void> {
  const ranges: Pick<TrailPartition, 'from' | 'to'>[] = [...partitions];
  for (const now of clocks) {
    for (let month = 0; month <= monthsAhead; month += 1) {
      const [from, to] = [monthOf(now, month), monthOf(now, month + 1)];
      const range = { from: firstIdAt(from), to: firstIdAt(to) };
      if (ranges.some((other) => (other.from ?? '') < range.to && other.to > range.from)) continue;
      await makePartition(db, from, range);
      ranges.push(range);
    }
  }
}

/** Attached and not created in its place: only that lets others read and write the trail meanwhile. */
async function makePartition(
  db: Kysely<TwoFactorTables>,
  month: Date,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const name = `audit_events_${month.toISOString().slice(0, 7).replace('-', '_')}`;
  const bounds = sql`from (${sql.lit(from)}) to (${sql.lit(to)})`;
  await transact(db, async (transaction) => {
    // Of several processes one makes it.
    await sql`select pg_advisory_xact_lock(hashtextextended('harmony-2fa partitions', 0))`.execute(transaction);
    const { rows } = await sql<{ attached: boolean }>`select relispartition as attached from pg_class
      where oid = to_regclass(${name})`.execute(transaction);
    if (rows[0]?.attached) return;
    // A process whose clock was ahead may have ended between the two steps of a drop: then the table is there, with its entries.
    if (rows.length === 0) {
      await sql`create table ${sql.table(name)} (like audit_events including defaults)`.execute(transaction);
    }
    await sql`alter table audit_events attach partition ${sql.table(name)} for values ${bounds}`.execute(transaction);
  });
}

/** The start of a month, in UTC. @param offset months from the one of `now` */
export function monthOf(now: Date, offset: number): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1));
}

/** Drops the partitions that are older in whole, and that nothing waits for. @param before epoch milliseconds */
export async function dropPartitions(
  db: Kysely<TwoFactorTables>,
  partitions: readonly TrailPartition[],
  now: Date,
  before: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const end = firstIdAt(new Date(before));
  for (const partition of partitions) {
    if (partition.to > end || signal?.aborted) break;
    if (!partition.detaching && (await isAwaited(db, partition, now))) continue;
    try {
      await dropPartition(db, partition);
    } catch (error) {
      // Otherwise another process has dropped it meanwhile, or is about to.
      const isLeft = (await readPartitions(db))?.some(({ name }) => name === partition.name);
      if (isLeft && !isBeingDetached(error)) throw error;
    }
  }
  await dropDetached(db, end);
}

/** PostgreSQL's answer to a second process that detaches the same partition. */
function isBeingDetached(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55000';
}

/** Not within a transaction, and in two steps: it waits for the statements that read the partition, and no statement waits for it. */
async function dropPartition(db: Kysely<TwoFactorTables>, { name, detaching }: TrailPartition): Promise<void> {
  const how = detaching ? sql`finalize` : sql`concurrently`;
  await sql`alter table audit_events detach partition ${sql.table(name)} ${how}`.execute(db);
  await sql`drop table if exists ${sql.table(name)}`.execute(db);
}

/** Whether a notice, the outbox or a webhook needs an entry of it. One statement: the outbox turns into webhooks meanwhile. */
async function isAwaited(db: Kysely<TwoFactorTables>, { from, to }: TrailPartition, now: Date): Promise<boolean> {
  const inside = (id: string) => sql<boolean>`${sql.ref(id)} >= ${from ?? ''} and ${sql.ref(id)} < ${to}`;
  const { rows } = await sql<{ awaited: boolean }>`select
    exists (select 1 from audit_events where ${inside('id')} and notice_due_at is not null and at >= ${now.getTime() - keepUnsentNoticeMs})
    or (exists (select 1 from webhook_endpoints) and exists (select 1 from audit_events where ${inside('id')} and outbox_at is not null))
    or exists (select 1 from webhook_deliveries where ${inside('event_id')}) as awaited`.execute(db);
  return rows[0]!.awaited;
}

/** A process that ended between the two steps has left a table that no trail has any more. */
async function dropDetached(db: Kysely<TwoFactorTables>, end: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`select relname as name from pg_class
    where relnamespace = (select relnamespace from pg_class where oid = to_regclass('audit_events'))
      and relkind = 'r' and not relispartition and relname ~ '^audit_events_([0-9]{4}_[0-9]{2}|before)$'`.execute(db);
  for (const { name } of rows) {
    const [, year, month] = /_(\d{4})_(\d{2})$/.exec(name) ?? [];
    const isOld =
      year === undefined
        ? await isEmptyFrom(db, name, end)
        : firstIdAt(new Date(Date.UTC(Number(year), Number(month), 1))) <= end;
    if (isOld) await sql`drop table if exists ${sql.table(name)}`.execute(db);
  }
}

async function isEmptyFrom(db: Kysely<TwoFactorTables>, name: string, end: string): Promise<boolean> {
  const { rows } = await sql`select 1 from ${sql.table(name)} where id >= ${end} limit 1`.execute(db);
  return rows.length === 0;
}
