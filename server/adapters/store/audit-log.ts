import type { Kysely } from 'kysely';
import { readEntries } from './audit-entries.js';
import { purgeForgotten } from './deleted-accounts.js';
import type { TwoFactorTables } from './tables.js';
import { eventColumns, firstIdAt, insertEvents, toEvent } from './audit-rows.js';
import { defaultAuditDays, requireAuditDays, type AuditLog } from '../../core/audit/audit-log.js';
import { dayMs } from '../../core/durations.js';
import { purgeEntries } from './audit-purge.js';
import { purgeTimes } from './purge-time.js';
import { purgeSignIns } from './sign-in-purge.js';
import { purgeDeliveries } from './webhook-purge.js';

/** @param time of the database; null where it has no clock of its own */
export function createAuditLog(
  db: Kysely<TwoFactorTables>,
  time: () => Promise<Date | null> = () => Promise.resolve(null),
): AuditLog {
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
        .where('id', '>=', firstIdAt(since))
        .where('event', 'in', [...events])
        .executeTakeFirstOrThrow();
      return total;
    },
    async *entries(range) {
      for await (const batch of readEntries(db, range)) yield* batch;
    },
    async purge(now, { days = defaultAuditDays, signal } = {}) {
      const daysMs = requireAuditDays(days) * dayMs;
      const { until } = await purgeTimes(now, time);
      const before = until.getTime() - daysMs;
      // The order: deliveries and endpoints, entries, digests of deleted accounts, sign-ins. Deliveries first, since an entry stays as long as
      // one waits for it: so an endpoint that is gone keeps no entry.
      await purgeDeliveries(db, until, before, signal);
      await purgeEntries(db, { now, until, before }, signal);
      await purgeForgotten(db, until, signal);
      await purgeSignIns(db, until, signal);
    },
  };
}
