import { randomUUID } from 'node:crypto';
import { sql, type InsertResult, type Kysely, type RawBuilder } from 'kysely';
import { digestOf, isKept } from './forgotten.js';
import { executePrepared, type Prepared } from './prepared.js';
import type { AuditEventTable, NewAuditEvent, TwoFactorTables } from './tables.js';
import { isTold } from '../../core/notice/notices.js';
import type { AuditEvent } from '../../core/audit/events.js';

/** Writes entries over a connection or within a transaction; none for an account that is deleted. */
export async function insertEvents(db: Kysely<TwoFactorTables>, events: readonly AuditEvent[]): Promise<void> {
  if (events.length > 0) await executePrepared(db, keptInsertionOf(db, toRows(events)));
}

/** For entries that go with a change of the account's row, and so only where there is one. */
export function insertionOf(db: Kysely<TwoFactorTables>, rows: readonly NewAuditEvent[]): Prepared<InsertResult> {
  return {
    shape: `insert ${rows.length} audit events`,
    parameters: rows.flatMap((row): unknown[] => Object.values(row)),
    build: () => db.insertInto('audit_events').values(rows),
  };
}

function keptInsertionOf(db: Kysely<TwoFactorTables>, rows: readonly NewAuditEvent[]): Prepared<unknown> {
  const selections = (): RawBuilder<unknown>[] =>
    rows.map((row) => sql`select ${columnsOf(row)} where ${isKept(db, digestOf(row.account_id))}`);
  return {
    shape: `insert ${rows.length} audit events unless deleted`,
    parameters: rows.flatMap((row): unknown[] => [...(Object.values(row) as unknown[]), digestOf(row.account_id)]),
    build: () => ({ compile: () => sql`${insertInto(rows[0]!)} ${sql.join(selections(), unionAll)}`.compile(db) }),
  };
}

/** `insert into audit_events (…)`, for what is selected. */
export function insertInto(row: NewAuditEvent): RawBuilder<unknown> {
  const names = Object.keys(row).map((name) => sql.ref(name));
  return sql`insert into ${sql.table('audit_events')} (${sql.join(names)})`;
}

export const unionAll = sql` union all `;

/** What is not inserted as a list of values has to say its types. */
export function columnsOf(row: NewAuditEvent): RawBuilder<unknown> {
  return sql.join(
    Object.entries(row).map(([name, value]) =>
      name === 'at' || name === 'notice_due_at' ? sql`cast(${value} as bigint)` : sql`cast(${value} as text)`,
    ),
  );
}

export function toRows(events: readonly AuditEvent[]): NewAuditEvent[] {
  return events.map((event, index) => toRow(event, index));
}

function toRow(event: AuditEvent, index: number): NewAuditEvent {
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
    // With the entry, and so with the change: a notice is not lost, and none tells of what did not happen.
    notice_due_at: isTold(event.event) ? at.getTime() : null,
  };
}

/** In the order of time, and of the list within one write; random, so that instances need not agree on anything. */
function newId(at: Date, index: number): string {
  const time = at.getTime().toString(16).padStart(12, '0');
  return `${time}-${process.hrtime.bigint().toString(16).padStart(16, '0')}-${index}-${randomUUID().slice(0, 8)}`;
}

export const eventColumns = [
  'account_id',
  'at',
  'event',
  'method',
  'address',
  'user_agent',
  'request_id',
  'detail',
] as const satisfies (keyof AuditEventTable)[];

export function toEvent(row: Pick<AuditEventTable, (typeof eventColumns)[number]>): AuditEvent {
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
