import type { Kysely } from 'kysely';
import { purgeForgotten } from './forgotten.js';
import type { TwoFactorTables } from './tables.js';
import { eventColumns, insertEvents, toEvent } from './audit-rows.js';
import { auditRetentionMs, type AuditLog } from '../../core/audit/audit-log.js';

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
    async purge(now) {
      await db
        .deleteFrom('audit_events')
        .where('at', '<', now.getTime() - auditRetentionMs)
        .execute();
      await purgeForgotten(db, now);
    },
  };
}
