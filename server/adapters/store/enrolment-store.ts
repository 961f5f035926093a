import { sql, type Kysely } from 'kysely';
import type { EnrolmentStore, EnrolmentTerms } from '../../core/policy/enrolment-store.js';
import { wrongClockMs } from '../../core/two-factor/instance-clocks.js';
import { insertEvents, typedValue } from './audit-rows.js';
import { digestOf, isWritable } from './deleted-accounts.js';
import type { TwoFactorTables } from './tables.js';
import { transact } from './transact.js';

export function createEnrolmentStore(db: Kysely<TwoFactorTables>): EnrolmentStore {
  return {
    find,

    async beginGrace(accountId, now) {
      // It has begun for nearly every call, which then writes nothing.
      const { graceBeganAt } = await find(accountId);
      // A beginning of a clock that was ahead would make the grace longer by that time. It begins anew.
      const latest = now.getTime() + wrongClockMs;
      if (graceBeganAt !== null && graceBeganAt.getTime() <= latest) return graceBeganAt;
      await insertRow(db, accountId);
      await db
        .updateTable('enrolments')
        .set({ grace_began_at: now.getTime() })
        .where('account_id', '=', accountId)
        .where((row) => row.or([row('grace_began_at', 'is', null), row('grace_began_at', '>', latest)]))
        .execute();
      // Another server may have been first. A deleted account has no row.
      return (await find(accountId)).graceBeganAt ?? now;
    },

    extend: (accountId, until, events) =>
      transact(db, async (transaction) => {
        await insertRow(transaction, accountId);
        await transaction
          .updateTable('enrolments')
          .set({ extended_until: until.getTime() })
          .where('account_id', '=', accountId)
          .execute();
        await insertEvents(transaction, events);
      }),

    remind: (accountId, deadline, days, events) =>
      transact(db, async (transaction) => {
        await insertRow(transaction, accountId);
        const { numUpdatedRows } = await transaction
          .updateTable('enrolments')
          .set({ reminded_deadline: deadline.getTime(), reminded_days: days })
          .where('account_id', '=', accountId)
          .where((row) =>
            row.or([
              row('reminded_deadline', 'is', null),
              row('reminded_deadline', '!=', deadline.getTime()),
              row('reminded_days', '>', days),
            ]),
          )
          .executeTakeFirst();
        if (numUpdatedRows !== 1n) return false;
        await insertEvents(transaction, events);
        return true;
      }),
  };

  async function find(accountId: string): Promise<EnrolmentTerms> {
    const row = await db
      .selectFrom('enrolments')
      .select(['grace_began_at', 'extended_until'])
      .where('account_id', '=', accountId)
      .executeTakeFirst();
    return { graceBeganAt: toDate(row?.grace_began_at), extendedUntil: toDate(row?.extended_until) };
  }
}

/** Inserts an empty row where there is none, and none for a deleted account. */
async function insertRow(db: Kysely<TwoFactorTables>, accountId: string): Promise<void> {
  await db
    .insertInto('enrolments')
    .columns(['account_id'])
    .expression(sql`select ${typedValue(accountId, 'text')} where ${isWritable(db, digestOf(accountId))}`)
    .onConflict((conflict) => conflict.column('account_id').doNothing())
    .execute();
}

function toDate(time: number | null | undefined): Date | null {
  return time === null || time === undefined ? null : new Date(time);
}
