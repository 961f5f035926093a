import type { AuditEntry, AuditEvent, AuditEventName } from './events.js';

/** How many days entries are kept by default. */
export const defaultAuditDays = 90;
const maxAuditDays = 3650;

/**
 * At least one day: rate limits look back one hour, and notices are retried for one day.
 *
 * @throws {TypeError} for a number of days that an operator cannot mean
 */
export function requireAuditDays(days: unknown): number {
  if (Number.isInteger(days) && (days as number) >= 1 && (days as number) <= maxAuditDays) return days as number;
  throw new TypeError(`the audit trail has to be kept for a whole number of days, 1 to ${maxAuditDays}`);
}

export interface PurgeOptions {
  /** How many days entries are kept: 1 to 3650, 90 if not given. */
  days?: number | undefined;
  /** Ends the purge after the batch that is running. The next purge does the rest. */
  signal?: AbortSignal | undefined;
}

/** A span of the trail. It is open at an end without a limit. */
export interface EntryRange {
  /** Inclusive. */
  since?: Date | undefined;
  /** Exclusive. */
  until?: Date | undefined;
}

/** The audit trail of each account. The store itself writes the entries of a change, together with the change. */
export interface AuditLog {
  /** For entries without a change. Writes nothing for a deleted account. */
  append(events: readonly AuditEvent[]): Promise<void>;
  /** Newest first. */
  list(accountId: string, limit?: number): Promise<AuditEvent[]>;
  /** Counts the entries of an account with one of these names since this time. */
  count(accountId: string, events: readonly AuditEventName[], since: Date): Promise<number>;
  /** The entries of all accounts, oldest first. It reads them in batches, so that a long trail needs little memory. */
  entries(range: EntryRange): AsyncGenerator<AuditEntry>;
  /**
   * Deletes old entries in small batches, with pauses, so that a long backlog slows no answer. It keeps an entry that a webhook endpoint
   * has not received yet, and for a week an entry whose notice is not sent yet. It also deletes the sign-ins that have expired. Several
   * processes may purge at once. Nothing is deleted before it is old by the database's own clock as well: this one may be ahead.
   *
   * @throws {TypeError} for days that an operator cannot mean; the database's error when a batch fails again and again
   */
  purge(now: Date, options?: PurgeOptions): Promise<void>;
}
