import type { AuditEntry, AuditEvent, AuditEventName } from './events.js';

/** How long entries are kept: 90 days. */
export const auditRetentionMs = 90 * 24 * 60 * 60 * 1000;

/** A span of the trail. Without a limit it is open at that end. */
export interface EntryRange {
  /** From this time on. */
  since?: Date | undefined;
  /** Before this time. */
  until?: Date | undefined;
}

/** The audit trail of each account. The store itself writes the entries of a change, together with the change. */
export interface AuditLog {
  /** For entries without a change. Writes nothing for a deleted account. */
  append(events: readonly AuditEvent[]): Promise<void>;
  /** Newest first. */
  list(accountId: string, limit?: number): Promise<AuditEvent[]>;
  /** Counts the entries of an account with one of these names since then. */
  count(accountId: string, events: readonly AuditEventName[], since: Date): Promise<number>;
  /** The entries of all accounts, oldest first. It reads them in batches, so that a long trail needs little memory. */
  entries(range: EntryRange): AsyncGenerator<AuditEntry>;
  /** Deletes entries that are older than `auditRetentionMs`. One that a webhook endpoint has not received yet stays. */
  purge(now: Date): Promise<void>;
}
