import type { Kysely } from 'kysely';
import { readEntries } from './audit-entries.js';
import { purgeForgotten } from './forgotten.js';
import type { TwoFactorTables } from './tables.js';
import { eventColumns, insertEvents, toEvent } from './audit-rows.js';
import { auditRetentionMs, type AuditLog } from '../../core/audit/audit-log.js';
import { purgeEndpoints } from './webhook-purge.js';

export function createAuditLog(db: Kysely<TwoFactorTables>): AuditLog {
  return {
    append: (events) => insertEvents(db, events),
    async list(accountId, limit = 100) {
      const rows = await db
        .selectFrom('audit_events')
        .select(eventColumns)
        .where('account_id', '=', accountId)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toEvent);
    },
    async count(accountId, events, since) {
      const { total } = await db
        .selectFrom('audit_events')
        .select((row) => row.fn.countAll<number>().as('total'))
        .where('account_id', '=', accountId)
        .where('at', '>=', since.getTime())
        .where('event', 'in', [...events])
        .executeTakeFirstOrThrow();
      return total;
    },
    async *entries(range) {
      for await (const batch of readEntries(db, range)) yield* batch;
    },
    async purge(now) {
      const before = now.getTime() - auditRetentionMs;
      // First, so that an endpoint that is gone keeps nothing.
      await purgeEndpoints(db, now);
      await db.deleteFrom('webhook_deliveries').where('due_at', 'is', null).where('at', '<', before).execute();
      await db
        .deleteFrom('audit_events')
        .where('at', '<', before)
        .where((eb) =>
          eb.and([
            eb.or([eb('outbox_at', 'is', null), eb.not(eb.exists(eb.selectFrom('webhook_endpoints').select('name')))]),
            eb.not(
              eb.exists(
                eb
                  .selectFrom('webhook_deliveries')
                  .select('endpoint')
                  .whereRef('webhook_deliveries.account_id', '=', 'audit_events.account_id')
                  .whereRef('webhook_deliveries.event_id', '=', 'audit_events.id'),
              ),
            ),
          ]),
        )
        .execute();
      await purgeForgotten(db, now);
    },
  };
}
