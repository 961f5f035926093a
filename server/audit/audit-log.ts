import type { Kysely } from 'kysely';
import { purgeForgotten } from '../store/forgotten.js';
import type { TwoFactorTables } from '../store/tables.js';
import { eventColumns, insertEvents, toEvent } from './audit-rows.js';
import type { AuditEvent, AuditEventName } from './events.js';

/** How long entries are kept: 90 days. */
export const auditRetentionMs = 90 * 24 * 60 * 60 * 1000;

/** What was written down, by account. Entries that belong to a change are written by the store, with the change. */
export interface AuditLog {
  /** For entries that belong to no change. Of an account that is deleted nothing is written. */
  append(events: readonly AuditEvent[]): Promise<void>;
  /** Newest first. */
  list(accountId: string, limit?: number): Promise<AuditEvent[]>;
  /** How many of these an account had since then. */
  count(accountId: string, events: readonly AuditEventName[], since: Date): Promise<number>;
  /** Deletes what is older than the retention. */
  purge(now: Date): Promise<void>;
}

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
