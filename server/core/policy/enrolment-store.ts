import type { AuditEvent } from '../audit/events.js';

/** What is stored of an account that has to turn 2FA on. */
export interface EnrolmentTerms {
  /** When the account first met a rule with days of grace. */
  graceBeganAt: Date | null;
  /** An administrator has given the account time until then. */
  extendedUntil: Date | null;
}

/** The deadlines of single accounts. Each method writes nothing for a deleted account. */
export interface EnrolmentStore {
  find(accountId: string): Promise<EnrolmentTerms>;
  /** When the grace of the account began. The first call decides it: a grace never begins anew. */
  beginGrace(accountId: string, now: Date): Promise<Date>;
  /** Replaces an earlier extension, and writes these audit entries. */
  extend(accountId: string, until: Date, events: readonly AuditEvent[]): Promise<void>;
  /**
   * Records that the account is reminded so many days before its deadline, with these audit entries. False when it was reminded of
   * this deadline as late before, or later: then nothing is written. Of several servers at once, one gets true.
   */
  remind(accountId: string, deadline: Date, days: number, events: readonly AuditEvent[]): Promise<boolean>;
}
