import { randomUUID } from 'node:crypto';
import type { InsertResult, Kysely } from 'kysely';
import { executePrepared, type Prepared } from '../store/prepared.js';
import type { AuditEventTable, TwoFactorTables } from '../store/tables.js';
import type { AuditEvent, AuditEventName } from './events.js';

/** How long entries are kept: 90 days. */
export const auditRetentionMs = 90 * 24 * 60 * 60 * 1000;

/** What was written down, by account. Entries that belong to a change are written by the store, with the change. */
export interface AuditLog {
  /** For entries that belong to no change. */
  append(events: readonly AuditEvent[]): Promise<void>;
  /** Newest first. */
  list(accountId: string, limit?: number): Promise<AuditEvent[]>;
  /** How many of these an account had since then. */
  count(accountId: string, events: readonly AuditEventName[], since: Date): Promise<number>;
  /** Deletes what is older than the retention. */
  purge(now: Date): Promise<void>;
}

export function createAuditLog(db: Kysely<TwoFactorTables>): AuditLog {
  return {
    append: (events) => insertEvents(db, events),
    async list(accountId, limit = 100) {
      const rows = await db
        .selectFrom('audit_events')
        .select(['account_id', 'at', 'event', 'method', 'address', 'user_agent', 'request_id', 'detail'])
        .where('account_id', '=', accountId)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toEvent);
    },
    async count(accountId, events, since) {
      const { total } = await db
        .selectFrom('audit_events')
        .select((row) => row.fn.countAll<number>().as('total'))
        .where('account_id', '=', accountId)
        .where('at', '>=', since.getTime())
        .where('event', 'in', [...events])
        .executeTakeFirstOrThrow();
      return total;
    },
    async purge(now) {
      await db
        .deleteFrom('audit_events')
        .where('at', '<', now.getTime() - auditRetentionMs)
        .execute();
    },
  };
}

/** Writes entries over a connection or within a transaction. */
export async function insertEvents(db: Kysely<TwoFactorTables>, events: readonly AuditEvent[]): Promise<void> {
  if (events.length > 0) await executePrepared(db, insertionOf(db, toRows(events)));
}

export function insertionOf(db: Kysely<TwoFactorTables>, rows: readonly AuditEventTable[]): Prepared<InsertResult> {
  return {
    shape: `insert ${rows.length} audit events`,
    parameters: rows.flatMap((row): unknown[] => Object.values(row)),
    build: () => db.insertInto('audit_events').values(rows),
  };
}

export function toRows(events: readonly AuditEvent[]): AuditEventTable[] {
  return events.map((event, index) => toRow(event, index));
}

function toRow(event: AuditEvent, index: number): AuditEventTable {
  const { accountId, at, method, address, userAgent, requestId } = event;
  return {
    account_id: accountId,
    id: newId(at, index),
    at: at.getTime(),
    event: event.event,
    method,
    address,
    user_agent: userAgent,
    request_id: requestId,
    detail: event.detail,
  };
}

/** In the order of time, and of the list within one write; random, so that instances need not agree on anything. */
function newId(at: Date, index: number): string {
  const time = at.getTime().toString(16).padStart(12, '0');
  return `${time}-${process.hrtime.bigint().toString(16).padStart(16, '0')}-${index}-${randomUUID().slice(0, 8)}`;
}

function toEvent(row: Omit<AuditEventTable, 'id'>): AuditEvent {
  return {
    accountId: row.account_id,
    at: new Date(row.at),
    event: row.event,
    method: row.method,
    address: row.address,
    userAgent: row.user_agent,
    requestId: row.request_id,
    detail: row.detail,
  };
}
