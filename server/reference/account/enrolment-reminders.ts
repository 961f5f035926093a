import type { Kysely } from 'kysely';
import type { Announce } from '../../core/audit/announcer.js';
import { dayMs } from '../../core/durations.js';
import { describeError } from '../../core/log.js';
import type { EnrolmentRule } from '../../core/policy/enrolment-policy.js';
import { createReminders, reminderDays, type RemindersOptions } from '../../core/policy/reminders.js';
import type { HostTables } from './tables.js';

export interface EnrolmentRemindersParts extends Required<Omit<RemindersOptions, 'onEvent'>> {
  db: Kysely<HostTables>;
  rule: EnrolmentRule | null;
  announce: Announce;
}

export interface EnrolmentReminders {
  /**
   * Reminds each account without 2FA whose deadline is near.
   *
   * @param signal ends it after the account that is being reminded
   */
  remindAll(signal?: AbortSignal): Promise<void>;
}

const pageSize = 500;

export function createEnrolmentReminders({
  db,
  rule,
  announce,
  ...parts
}: EnrolmentRemindersParts): EnrolmentReminders {
  const reminders = createReminders({ ...parts, onEvent: (event) => announce([event]) });

  return {
    async remindAll(signal) {
      let page = await accountsAfter('');
      while (page.length > 0) {
        for (const accountId of page) {
          if (signal?.aborted) return;
          await remindOne(accountId);
        }
        page = await accountsAfter(page.at(-1)!);
      }
    },
  };

  /** One account with a damaged row does not hold up the others. While the database is away, reading the next page ends them all. */
  async function remindOne(accountId: string): Promise<void> {
    try {
      await reminders.remind(accountId);
    } catch (error) {
      parts.log.error({ accountId, ...describeError(error) }, 'an account could not be reminded');
    }
  }

  /** The accounts without 2FA whose deadline may be near: all of them in the last days before the date, else those with an extension. */
  async function accountsAfter(accountId: string): Promise<string[]> {
    const now = parts.clock().getTime();
    const left = (rule?.from?.getTime() ?? 0) - now;
    let query = db
      .selectFrom('accounts')
      .leftJoin('second_factors', 'second_factors.account_id', 'accounts.id')
      .leftJoin('enrolments', 'enrolments.account_id', 'accounts.id')
      .select('accounts.id')
      .where('enabled_at', 'is', null)
      .where('accounts.id', '>', accountId)
      .orderBy('accounts.id')
      .limit(pageSize);
    if (left <= 0 || left > Math.max(...reminderDays) * dayMs) query = query.where('extended_until', '>', now);
    const rows = await query.execute();
    return rows.map(({ id }) => id);
  }
}
