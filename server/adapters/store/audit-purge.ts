import { sql, type Kysely, type RawBuilder } from 'kysely';
import { keepUnsentNoticeMs } from '../../core/notice/notice-queue.js';
import { purgeRows } from './purge-rows.js';
import type { TwoFactorTables } from './tables.js';
import { firstIdAt } from './audit-rows.js';
import { removeStaleEndCheck } from './partition-trail.js';
import { dropPartitions, formerTable, makePartitions, readPartitions } from './trail-partitions.js';

export interface EntryPurge {
  /** This clock: its entries need a partition, also while it is wrong. */
  now: Date;
  /** The time to purge by, which is not after `now`. */
  until: Date;
  /** Epoch milliseconds: what is older is deleted. */
  before: number;
}

/**
 * Deletes the entries older than `before`, except those that a notice or a webhook still needs. A partitioned trail loses whole months,
 * and the entries from before the partitioning one by one.
 */
export async function purgeEntries(
  db: Kysely<TwoFactorTables>,
  { now, until, before }: EntryPurge,
  signal: AbortSignal | undefined,
): Promise<void> {
  const partitions = await readPartitions(db);
  const old = sql<boolean>`at < ${before}`;
  if (partitions === null) {
    await removeStaleEndCheck(db, until);
    return deleteEntries(db, until, old, signal);
  }
  await makePartitions(db, partitions, until, now);
  await dropPartitions(db, partitions, until, before, signal);
  const former = partitions.find(({ name }) => name === formerTable);
  const isLeft = former !== undefined && former.to > firstIdAt(new Date(before));
  if (isLeft) await deleteEntries(db, until, sql<boolean>`${old} and id < ${former.to}`, signal);
}

function deleteEntries(
  db: Kysely<TwoFactorTables>,
  now: Date,
  within: RawBuilder<boolean>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const where = sql<boolean>`(notice_due_at is null or at < ${now.getTime() - keepUnsentNoticeMs})
    and (outbox_at is null or not exists (select 1 from webhook_endpoints))
    and not exists (select 1 from webhook_deliveries as delivery
      where delivery.account_id = audit_events.account_id and delivery.event_id = audit_events.id)`;
  return purgeRows(db, { table: 'audit_events', key: ['at', 'account_id', 'id'], within, where }, signal);
}
