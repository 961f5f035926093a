import { sql, type Kysely, type RawBuilder } from 'kysely';
import {
  webhookLeaseMs,
  type ClaimedDelivery,
  type EndpointState,
  type Subscription,
  type WebhookQueue,
} from '../../core/webhook/webhook-queue.js';
import { maxPostponedMs } from '../../core/webhook/retry-wait.js';
import type { EntryRange } from '../../core/audit/audit-log.js';
import type { AuditEntry, AuditEventName } from '../../core/audit/events.js';
import { readEntries } from './audit-entries.js';
import { entryColumns, toEntry, typedValue, unionAll } from './audit-rows.js';
import { digestOf, isWritable } from './deleted-accounts.js';
import { deleteRows, updateRows, type RowPurge } from './purge-rows.js';
import type { TwoFactorTables, WebhookDeliveryTable } from './tables.js';
import { transact } from './transact.js';

/** The reason of a failure is a status or a code. A longer text is cut. */
const maxFailureLength = 60;
/** Rows of one insert: well below the parameters that each database allows. */
const insertSize = 100;

export function createWebhookQueue(db: Kysely<TwoFactorTables>): WebhookQueue {
  return {
    async register(subscriptions, now) {
      for (const subscription of subscriptions) await register(db, subscription, now);
    },

    async collect(now, limit) {
      const entries = await db
        .selectFrom('audit_events')
        .select(['account_id', 'id', 'at', 'event'])
        .where('outbox_at', 'is not', null)
        .orderBy('outbox_at')
        .limit(limit)
        .execute();
      if (entries.length === 0) return 0;
      const subscriptions = await readSubscriptions(db);
      await transact(db, async (transaction) => {
        const deliveries: WebhookDeliveryTable[] = [];
        for (const { account_id, id, at, event } of entries) {
          const { numUpdatedRows } = await transaction
            .updateTable('audit_events')
            .set({ outbox_at: null })
            .where('account_id', '=', account_id)
            .where('id', '=', id)
            .where('outbox_at', 'is not', null)
            .executeTakeFirst();
          // Another process has taken it, or the account is deleted.
          if (numUpdatedRows !== 1n) continue;
          const wanting = subscriptions.filter((subscription) => wants(subscription, event));
          deliveries.push(...wanting.map(({ name }) => newDelivery({ account_id, event_id: id, at }, name, now)));
        }
        if (deliveries.length === 0) return;
        await transaction
          .insertInto('webhook_deliveries')
          .values(deliveries)
          .onConflict((conflict) => conflict.columns(['account_id', 'event_id', 'endpoint']).doNothing())
          .execute();
      });
      return entries.length;
    },

    async claim(endpoint, now, limit) {
      const claimed: ClaimedDelivery[] = [];
      const leaseUntil = now.getTime() + webhookLeaseMs;
      while (claimed.length < limit) {
        const rows = await db
          .selectFrom('webhook_deliveries as delivery')
          .innerJoin('audit_events as entry', (join) =>
            join.onRef('entry.account_id', '=', 'delivery.account_id').onRef('entry.id', '=', 'delivery.event_id'),
          )
          .select(entryColumns.map((column) => `entry.${column}` as const))
          .select(['delivery.queued_at', 'delivery.due_at', 'delivery.tries'])
          .where('delivery.endpoint', '=', endpoint)
          .where('delivery.due_at', '<=', now.getTime())
          .orderBy('delivery.due_at')
          .limit(limit - claimed.length)
          .execute();
        for (const row of rows) {
          const tries = row.tries + 1;
          const { numUpdatedRows } = await db
            .updateTable('webhook_deliveries')
            .set({ due_at: leaseUntil, tries })
            .where('account_id', '=', row.account_id)
            .where('event_id', '=', row.id)
            .where('endpoint', '=', endpoint)
            .where('due_at', '=', row.due_at)
            .executeTakeFirst();
          if (numUpdatedRows !== 1n) continue;
          claimed.push({ entry: toEntry(row), endpoint, queuedAt: new Date(row.queued_at), tries, leaseUntil });
        }
        if (rows.length === 0) break;
      }
      return claimed;
    },

    async sent({ entry, endpoint, leaseUntil }) {
      await db
        .deleteFrom('webhook_deliveries')
        .where('account_id', '=', entry.accountId)
        .where('event_id', '=', entry.id)
        .where('endpoint', '=', endpoint)
        .where('due_at', '=', leaseUntil)
        .execute();
    },
    async postpone(delivery, until, failure) {
      await release(delivery, until.getTime(), failure);
    },
    giveUp: (delivery, failure) => release(delivery, null, failure),

    giveUpOld: (endpoint, queuedBefore, now) =>
      updateDeliveries(
        db,
        endpoint,
        // Not what is being sent.
        sql`queued_at < ${queuedBefore.getTime()} and (due_at <= ${now.getTime()} or due_at > ${endOfLease(now)})`,
        { due_at: null },
      ),

    states: () => readStates(db),

    retry: (endpoint, now) =>
      // What is due sooner is being sent, or about to be.
      updateDeliveries(db, endpoint, sql`(due_at is null or due_at > ${endOfLease(now)})`, dueAnew(now)),

    async replay(endpoint, range, now) {
      const subscription = (await readSubscriptions(db)).find(({ name }) => name === endpoint);
      if (!subscription) return 0;
      let count = await reviveGivenUp(db, endpoint, range, now);
      for await (const batch of readEntries(db, range)) {
        const wanted = batch.filter(({ event }) => wants(subscription, event));
        for (let start = 0; start < wanted.length; start += insertSize) {
          count += await insertGuarded(db, endpoint, wanted.slice(start, start + insertSize), now);
        }
      }
      return count;
    },

    async remove(endpoint) {
      const { numDeletedRows } = await db
        .deleteFrom('webhook_endpoints')
        .where('name', '=', endpoint)
        .executeTakeFirst();
      await deleteRows(db, deliveriesOf(endpoint, sql`true`));
      return numDeletedRows === 1n;
    },
  };

  /** False when the lease has ended and another process has claimed the delivery, or when the account is deleted. */
  async function release(
    { entry, endpoint, leaseUntil }: ClaimedDelivery,
    dueAt: number | null,
    failure: string,
  ): Promise<boolean> {
    const { numUpdatedRows } = await db
      .updateTable('webhook_deliveries')
      .set({ due_at: dueAt, failure: failure.slice(0, maxFailureLength) })
      .where('account_id', '=', entry.accountId)
      .where('event_id', '=', entry.id)
      .where('endpoint', '=', endpoint)
      .where('due_at', '=', leaseUntil)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }
}

async function register(db: Kysely<TwoFactorTables>, { name, events }: Subscription, now: Date): Promise<void> {
  const row = { events: events && events.join(' '), seen_at: now.getTime() };
  await db
    .insertInto('webhook_endpoints')
    .values({ name, ...row })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  await db.updateTable('webhook_endpoints').set(row).where('name', '=', name).execute();
  const longestWait = now.getTime() + maxPostponedMs;
  await updateDeliveries(db, name, sql`due_at > ${longestWait}`, { due_at: now.getTime() });
}

/** The deliveries of an endpoint that match. After a long failure of the endpoint there may be more than one statement can change. */
function deliveriesOf(endpoint: string, where: RawBuilder<boolean>): RowPurge {
  const within = sql<boolean>`endpoint = ${endpoint}`;
  return { table: 'webhook_deliveries', key: ['account_id', 'event_id'], within, where };
}

function updateDeliveries(
  db: Kysely<TwoFactorTables>,
  endpoint: string,
  where: RawBuilder<boolean>,
  values: Record<string, number | null>,
): Promise<number> {
  return updateRows(db, deliveriesOf(endpoint, where), values);
}

/** When the lease of a delivery ends that is claimed now. */
function endOfLease(now: Date): number {
  return now.getTime() + webhookLeaseMs;
}

function dueAnew(now: Date): Pick<WebhookDeliveryTable, 'due_at' | 'queued_at' | 'tries'> {
  return { due_at: now.getTime(), queued_at: now.getTime(), tries: 0 };
}

async function readSubscriptions(db: Kysely<TwoFactorTables>): Promise<Subscription[]> {
  const rows = await db.selectFrom('webhook_endpoints').select(['name', 'events']).execute();
  return rows.map(({ name, events }) => ({
    name,
    events: events === null ? null : (events.split(' ') as AuditEventName[]),
  }));
}

function wants({ events }: Subscription, event: AuditEventName): boolean {
  return events === null || events.includes(event);
}

function newDelivery(
  entry: Pick<WebhookDeliveryTable, 'account_id' | 'event_id' | 'at'>,
  endpoint: string,
  now: Date,
): WebhookDeliveryTable {
  const { account_id, event_id, at } = entry;
  return { account_id, event_id, endpoint, at, failure: null, ...dueAnew(now) };
}

/** Deliveries that were given up still have their row. */
function reviveGivenUp(
  db: Kysely<TwoFactorTables>,
  endpoint: string,
  { since, until }: EntryRange,
  now: Date,
): Promise<number> {
  const conditions = [sql`due_at is null`];
  if (since) conditions.push(sql`${sql.ref('at')} >= ${since.getTime()}`);
  if (until) conditions.push(sql`${sql.ref('at')} < ${until.getTime()}`);
  return updateDeliveries(db, endpoint, sql<boolean>`${sql.join(conditions, sql` and `)}`, dueAnew(now));
}

/** For entries that nothing holds meanwhile. A deleted account gets no row. */
async function insertGuarded(
  db: Kysely<TwoFactorTables>,
  endpoint: string,
  entries: readonly AuditEntry[],
  now: Date,
): Promise<number> {
  const columns = ['account_id', 'event_id', 'endpoint', 'at', 'queued_at', 'due_at', 'tries'] as const;
  const queuedAt = typedValue(now.getTime(), 'bigint');
  const selections = entries.map(
    ({ accountId, id, at }) =>
      sql`select ${typedValue(accountId, 'text')}, ${typedValue(id, 'text')}, ${typedValue(endpoint, 'text')},
        ${typedValue(at.getTime(), 'bigint')}, ${queuedAt}, ${queuedAt}, 0 where ${isWritable(db, digestOf(accountId))}`,
  );
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('webhook_deliveries')
    .columns(columns)
    .expression(sql`${sql.join(selections, unionAll)}`)
    .onConflict((conflict) => conflict.columns(['account_id', 'event_id', 'endpoint']).doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0n);
}

async function readStates(db: Kysely<TwoFactorTables>): Promise<EndpointState[]> {
  const endpoints = await db.selectFrom('webhook_endpoints').select(['name', 'seen_at']).orderBy('name').execute();
  const rows = await db
    .selectFrom('webhook_deliveries')
    .select(({ fn }) => [
      'endpoint',
      fn.countAll<number>().as('total'),
      fn.count<number>('due_at').as('waiting'),
      sql<number | null>`min(case when ${sql.ref('due_at')} is not null then ${sql.ref('at')} end)`.as('oldest_at'),
    ])
    .groupBy('endpoint')
    .execute();
  const states: EndpointState[] = [];
  for (const { name, seen_at } of endpoints) {
    const row = rows.find(({ endpoint }) => endpoint === name);
    states.push({
      name,
      seenAt: new Date(seen_at),
      waiting: row?.waiting ?? 0,
      oldestAt: row === undefined || row.oldest_at === null ? null : new Date(row.oldest_at),
      givenUp: row ? row.total - row.waiting : 0,
      failure: row ? await failureOf(db, name) : null,
    });
  }
  return states;
}

/** Of the delivery that was tried most often. */
async function failureOf(db: Kysely<TwoFactorTables>, endpoint: string): Promise<string | null> {
  const row = await db
    .selectFrom('webhook_deliveries')
    .select('failure')
    .where('endpoint', '=', endpoint)
    .where('failure', 'is not', null)
    .orderBy('tries', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.failure ?? null;
}
