import { randomUUID } from 'node:crypto';
import { expressionBuilder, sql, type Expression, type InsertResult, type Kysely, type RawBuilder } from 'kysely';
import { digestOf, isWritable, parametersOf } from './deleted-accounts.js';
import { executeCached, type CachedQuery } from './compiled-queries.js';
import type { AuditEventTable, NewAuditEvent, TwoFactorTables } from './tables.js';
import { dueAtOf } from '../../core/notice/notices.js';
import type { AuditEntry, AuditEvent } from '../../core/audit/events.js';
import { toAccountId } from '../../core/two-factor/check-input.js';

/** Inserts entries, within a transaction or without. It inserts none for a deleted account. */
export async function insertEvents(db: Kysely<TwoFactorTables>, events: readonly AuditEvent[]): Promise<void> {
  if (events.length > 0) await executeCached(db, guardedInsertionOf(db, toRows(events)));
}

/** For entries that belong to a change of the account's row: a deleted account has no row to change. */
export function insertionOf(db: Kysely<TwoFactorTables>, rows: readonly NewAuditEvent[]): CachedQuery<InsertResult> {
  return {
    shape: `insert ${rows.length} audit events`,
    parameters: rows.flatMap((row): unknown[] => Object.values(row)),
    build: () => db.insertInto('audit_events').values(rows.map((row) => ({ ...row, outbox_at: markOf(row) }))),
  };
}

function guardedInsertionOf(db: Kysely<TwoFactorTables>, rows: readonly NewAuditEvent[]): CachedQuery<unknown> {
  const selections = (): RawBuilder<unknown>[] =>
    rows.map((row) => sql`select ${columnsOf(row)} where ${isWritable(db, digestOf(row.account_id))}`);
  return {
    shape: `insert ${rows.length} audit events unless deleted`,
    parameters: rows.flatMap((row): unknown[] => [
      ...(Object.values(row) as unknown[]),
      ...parametersOf(db, digestOf(row.account_id)),
    ]),
    build: () => ({ compile: () => sql`${insertInto(rows[0]!)} ${sql.join(selections(), unionAll)}`.compile(db) }),
  };
}

/** `insert into audit_events (…)`, to be followed by a select. */
export function insertInto(row: NewAuditEvent): RawBuilder<unknown> {
  const names = Object.keys(row).map((name) => sql.ref(name));
  return sql`insert into ${sql.table('audit_events')} (${sql.join(names)})`;
}

export const unionAll = sql` union all `;

/** A parameter in a select needs an explicit type, which each database names in its own way. */
export function typedValue(value: unknown, type: 'text' | 'bigint'): Expression<unknown> {
  return expressionBuilder<object, never>().cast(sql.val(value), type);
}

export function columnsOf(row: NewAuditEvent): RawBuilder<unknown> {
  return sql.join(
    Object.entries(row).map(([name, value]) => {
      if (name === 'outbox_at') return markOf(row);
      return typedValue(value, name === 'at' || name === 'notice_due_at' ? 'bigint' : 'text');
    }),
  );
}

/**
 * The mark of the outbox, while an endpoint is registered. The database decides that, so that a process which sends no webhooks, such
 * as `harmony-2fa-admin`, still marks its entries.
 */
function markOf({ outbox_at }: NewAuditEvent): RawBuilder<number | null> {
  const at = typedValue(outbox_at, 'bigint');
  return sql`case when exists (select 1 from ${sql.table('webhook_endpoints')}) then ${at} end`;
}

export function toRows(events: readonly AuditEvent[]): NewAuditEvent[] {
  return events.map((event, index) => toRow(event, index));
}

function toRow(event: AuditEvent, index: number): NewAuditEvent {
  const { accountId, at, method, address, userAgent, requestId } = event;
  return {
    account_id: toAccountId(accountId, 'an audit entry'),
    id: newId(at, index),
    at: at.getTime(),
    event: event.event,
    method,
    address,
    user_agent: userAgent,
    request_id: requestId,
    detail: event.detail,
    // In the transaction of the change: no notice is lost, and none reports a change that was rolled back.
    notice_due_at: dueAtOf(event)?.getTime() ?? null,
    outbox_at: at.getTime(),
  };
}

/** Ids sort by time, and by position within one write. The random part keeps ids of several instances apart. */
function newId(at: Date, index: number): string {
  return `${firstIdAt(at)}-${process.hrtime.bigint().toString(16).padStart(16, '0')}-${index}-${randomUUID().slice(0, 8)}`;
}

/**
 * No id of this time or later sorts before it. So the primary key finds the entries of an account since a time, however many the account
 * has.
 */
export function firstIdAt(time: Date): string {
  return time.getTime().toString(16).padStart(12, '0');
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

export const entryColumns = [...eventColumns, 'id'] as const;

export function toEntry(row: Pick<AuditEventTable, (typeof entryColumns)[number]>): AuditEntry {
  return { ...toEvent(row), id: row.id };
}
