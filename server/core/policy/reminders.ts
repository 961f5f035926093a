import { createAnnouncer } from '../audit/announcer.js';
import { detailed, eventsOf, type AuditEvent } from '../audit/events.js';
import { dayMs } from '../durations.js';
import { consoleLog, type Log } from '../log.js';
import { requireFunction, requireOptions } from '../require-options.js';
import type { EnrolmentStore } from './enrolment-store.js';
import { checkedPolicy, type Policy } from './requirement.js';

/** How many days before the end of its grace an account is reminded. */
export const reminderDays = [7, 1] as const;

export interface RemindersOptions {
  /** The result of `createTwoFactor`. */
  twoFactor: { isEnabled(accountId: string): Promise<boolean> };
  policy: Policy;
  /** The `enrolments` of the result of `openStore`. */
  enrolments: EnrolmentStore;
  /** Called with each audit entry after it was written. `createNotifier` turns it into a mail. */
  onEvent?: (event: AuditEvent) => void;
  log?: Log;
  clock?: () => Date;
}

export interface Reminders {
  /**
   * Reminds the owner if 2FA is off and the grace ends soon: once within seven days of the end and once within a day of it. Call it
   * for each account, as often as you like: an account is reminded once for each deadline and each of these days.
   *
   * @returns whether the account was reminded now
   */
  remind(accountId: string): Promise<boolean>;
}

/** Reminds owners of the end of the grace. Each reminder is an audit entry `enrolment_reminded`, whose notice the notifier sends. */
export function createReminders(options: RemindersOptions): Reminders {
  requireOptions(options, 'createReminders');
  const { twoFactor, enrolments, onEvent, log = consoleLog, clock = () => new Date() } = options;
  requireFunction(options.policy, 'createReminders: policy');
  requireFunction(onEvent, 'createReminders: onEvent');
  const policy = checkedPolicy(options.policy);
  const announce = createAnnouncer(onEvent ? [onEvent] : [], log);

  return {
    async remind(accountId) {
      const now = clock();
      const deadline = (await policy(accountId))?.graceEndsAt ?? null;
      const days = deadline === null ? null : daysBefore(deadline, now);
      if (deadline === null || days === null || (await twoFactor.isEnabled(accountId))) return false;
      const events = detailed(eventsOf({ accountId }, now, 'enrolment_reminded'), deadline.toISOString());
      if (!(await enrolments.remind(accountId, deadline, days, events))) return false;
      announce(events);
      return true;
    },
  };
}

/** The smallest of `reminderDays` that the deadline is within; null when the deadline is further away or has passed. */
function daysBefore(deadline: Date, now: Date): number | null {
  const left = deadline.getTime() - now.getTime();
  const due = reminderDays.filter((days) => left <= days * dayMs);
  return left <= 0 || due.length === 0 ? null : Math.min(...due);
}
