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
