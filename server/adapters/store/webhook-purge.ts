import { sql, type Kysely } from 'kysely';
import { dropEndpointAfterMs } from '../../core/webhook/webhook-queue.js';
import { purgeRows } from './purge-rows.js';
import type { TwoFactorTables } from './tables.js';

/** An operator has a week to send again what was given up, which is after three days. */
const keptGivenUpMs = 10 * 24 * 60 * 60 * 1000;

/**
 * Drops endpoints that no process has registered for a week, and what waits for them: nobody would ever send it. Also drops what was
 * given up before the retention of the trail began. @param before epoch milliseconds
 */
export async function purgeDeliveries(
  db: Kysely<TwoFactorTables>,
  now: Date,
  before: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  await db
    .deleteFrom('webhook_endpoints')
    .where('seen_at', '<', now.getTime() - dropEndpointAfterMs)
    .execute();
  await purgeRows(
    db,
    {
      table: 'webhook_deliveries',
      key: ['account_id', 'event_id', 'endpoint'],
      where: sql<boolean>`((due_at is null and at < ${Math.min(before, now.getTime() - keptGivenUpMs)})
        or not exists (select 1 from webhook_endpoints where name = webhook_deliveries.endpoint))`,
    },
    signal,
  );
}
