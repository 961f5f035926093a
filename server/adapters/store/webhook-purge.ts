import type { Kysely } from 'kysely';
import { abandonedAfterMs } from '../../core/webhook/webhook-queue.js';
import type { TwoFactorTables } from './tables.js';

/** Drops endpoints that no process has registered for a week, and what waits for them: nobody would ever send it. */
export async function purgeEndpoints(db: Kysely<TwoFactorTables>, now: Date): Promise<void> {
  await db
    .deleteFrom('webhook_endpoints')
    .where('seen_at', '<', now.getTime() - abandonedAfterMs)
    .execute();
  await db
    .deleteFrom('webhook_deliveries')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('webhook_endpoints')
            .select('name')
            .whereRef('webhook_endpoints.name', '=', 'webhook_deliveries.endpoint'),
        ),
      ),
    )
    .execute();
}
