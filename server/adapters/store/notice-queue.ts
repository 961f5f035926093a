import type { Kysely } from 'kysely';
import { eventColumns, firstIdAt, insertEvents, toEvent } from './audit-rows.js';
import { inBatches } from './batches.js';
import type { AuditEvent } from '../../core/audit/events.js';
import { hourMs } from '../../core/durations.js';
import {
  maxNoticePostponedMs,
  noticeLeaseMs,
  type ClaimedNotice,
  type NoticeQueue,
} from '../../core/notice/notice-queue.js';
import { dueAtOf } from '../../core/notice/notices.js';
import { toAccountId } from '../../core/two-factor/check-input.js';
import { batchSizeOf } from './purge-rows.js';
import type { TwoFactorTables } from './tables.js';
import { transact } from './transact.js';

export function createNoticeQueue(db: Kysely<TwoFactorTables>): NoticeQueue {
  return {
    async claim(now, limit, accountId) {
      const claimed: ClaimedNotice[] = [];
      const leaseUntil = now.getTime() + noticeLeaseMs;
      for (;;) {
        let due = db
          .selectFrom('audit_events')
          .select([...eventColumns, 'id', 'notice_due_at', 'notice_tries'])
          .where('notice_due_at', '<=', now.getTime())
          .orderBy('notice_due_at')
          .limit(limit - claimed.length);
        if (accountId !== undefined) due = due.where('account_id', '=', toAccountId(accountId, 'claim'));
        const rows = await due.execute();
        for (const row of rows) {
          const { numUpdatedRows } = await db
            .updateTable('audit_events')
            .set({ notice_due_at: leaseUntil, notice_tries: row.notice_tries + 1 })
            .where('account_id', '=', row.account_id)
            .where('id', '=', row.id)
            .where('notice_due_at', '=', row.notice_due_at)
            .executeTakeFirst();
          if (numUpdatedRows === 0n) continue;
          claimed.push({ event: toEvent(row), id: row.id, tries: row.notice_tries + 1, leaseUntil });
        }
        if (rows.length === 0 || claimed.length === limit) return claimed;
      }
    },

    async recall(now) {
      const tooLate = now.getTime() + maxNoticePostponedMs;
      await db
        .updateTable('audit_events')
        .set({ notice_due_at: now.getTime() })
        .where('notice_due_at', '>', tooLate)
        .where('event', '!=', 'recovery_waiting')
        .execute();
      // Due at the end of the delay and not before: earlier there is nothing to announce yet.
      const waiting = await db
        .selectFrom('audit_events')
        .select([...eventColumns, 'id', 'notice_due_at'])
        .where('notice_due_at', '>', tooLate)
        .execute();
      for (const row of waiting) {
        const dueAt = Math.max(dueAtOf(toEvent(row))?.getTime() ?? 0, now.getTime());
        if (row.notice_due_at === null || row.notice_due_at <= dueAt) continue;
        await db
          .updateTable('audit_events')
          .set({ notice_due_at: dueAt })
          .where('account_id', '=', row.account_id)
          .where('id', '=', row.id)
          .where('notice_due_at', '=', row.notice_due_at)
          .execute();
      }
    },

    async countLike({ event, id }) {
      const { total } = await db
        .selectFrom('audit_events')
        .select((row) => row.fn.countAll<number>().as('total'))
        .where('account_id', '=', event.accountId)
        .where('event', '=', event.event)
        .where('id', '>=', firstIdAt(new Date(event.at.getTime() - hourMs + 1)))
        .where('id', '<=', id)
        .executeTakeFirstOrThrow();
      return total;
    },

    async done(notice) {
      await release(db, notice, null);
    },
    async postpone(notice, until) {
      await release(db, notice, until.getTime());
    },

    giveUp: (notice, now) =>
      transact(db, async (transaction) => {
        if (!(await release(transaction, notice, null))) return [];
        const { event } = notice;
        const failed: AuditEvent = { ...event, at: now, event: 'notice_failed', method: null, detail: event.event };
        await insertEvents(transaction, [failed]);
        return [failed];
      }),

    discard: (before, signal) =>
      inBatches(
        async () => {
          const due = db.selectFrom('audit_events').where('notice_due_at', '<', before.getTime());
          const last = await due
            .select('notice_due_at')
            .orderBy('notice_due_at')
            .limit(1)
            .offset(batchSizeOf(db) - 1)
            .executeTakeFirst();
          let all = db.updateTable('audit_events').set({ notice_due_at: null });
          all = all.where('notice_due_at', '<', before.getTime());
          // Those that became due in the same millisecond go together.
          if (last) all = all.where('notice_due_at', '<=', last.notice_due_at);
          await all.execute();
          return last !== undefined;
        },
        { signal },
      ),
  };
}

/** False when the lease has ended and another process has claimed the notice, or when the account is deleted. */
async function release(
  db: Kysely<TwoFactorTables>,
  { event, id, leaseUntil }: ClaimedNotice,
  dueAt: number | null,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('audit_events')
    .set({ notice_due_at: dueAt })
    .where('account_id', '=', event.accountId)
    .where('id', '=', id)
    .where('notice_due_at', '=', leaseUntil)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
