import type { AuditEvent } from '../audit/events.js';

/** The stored deadlines of an account that has to turn 2FA on. */
export interface EnrolmentTerms {
  /** When the account first met a rule with days of grace. */
  graceBeganAt: Date | null;
  /** The end of the extension that an administrator has given. */
  extendedUntil: Date | null;
}

/** The deadlines of single accounts. Each method writes nothing for a deleted account. */
export interface EnrolmentStore {
  find(accountId: string): Promise<EnrolmentTerms>;
  /** When the grace of the account began. The first call sets it, and a grace never restarts. */
  beginGrace(accountId: string, now: Date): Promise<Date>;
  /** Replaces an earlier extension, and writes these audit entries. */
  extend(accountId: string, until: Date, events: readonly AuditEvent[]): Promise<void>;
  /**
   * Records a reminder this many days before the deadline, with these audit entries. False without a write when the account was already
   * reminded of this deadline this late or later. When several servers call it at once, one gets true.
   */
  remind(accountId: string, deadline: Date, days: number, events: readonly AuditEvent[]): Promise<boolean>;
}
