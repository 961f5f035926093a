import { sql, type Kysely } from 'kysely';
import { abandonedAfterMs } from '../../core/notice/notice-queue.js';
import { purgeRows } from './purge-rows.js';
import type { TwoFactorTables } from './tables.js';

/** Deletes the entries of before this time that nothing waits for. @param before epoch milliseconds */
export function purgeEntries(
  db: Kysely<TwoFactorTables>,
  now: Date,
  before: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  return purgeRows(
    db,
    {
      table: 'audit_events',
      key: ['at', 'account_id', 'id'],
      within: sql<boolean>`at < ${before}`,
      where: sql<boolean>`
        (notice_due_at is null or at < ${now.getTime() - abandonedAfterMs})
        and (outbox_at is null or not exists (select 1 from webhook_endpoints))
        and not exists (select 1 from webhook_deliveries as delivery
          where delivery.account_id = audit_events.account_id and delivery.event_id = audit_events.id)`,
    },
    signal,
  );
}
