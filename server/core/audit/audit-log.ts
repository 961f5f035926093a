import type { AuditEvent, AuditEventName } from './events.js';

/** How long entries are kept: 90 days. */
export const auditRetentionMs = 90 * 24 * 60 * 60 * 1000;

/** The audit trail of each account. The store itself writes the entries of a change, together with the change. */
export interface AuditLog {
  /** For entries without a change. Writes nothing for a deleted account. */
  append(events: readonly AuditEvent[]): Promise<void>;
  /** Newest first. */
  list(accountId: string, limit?: number): Promise<AuditEvent[]>;
  /** Counts the entries of an account with one of these names since then. */
  count(accountId: string, events: readonly AuditEventName[], since: Date): Promise<number>;
  /** Deletes entries that are older than `auditRetentionMs`. */
  purge(now: Date): Promise<void>;
}
