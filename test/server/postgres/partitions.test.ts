import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { sql } from 'kysely';
import { eventsOf, type AuditEventName } from '../../../server/core/audit/events.js';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import { query } from '../support/postgres-query.js';
import { createDatabaseWithoutTables, type TestDatabase } from '../support/test-database.js';

const day = 24 * 60 * 60 * 1000;
const start = new Date('2026-03-10T12:00:00Z');
const at = (days: number): Date => new Date(start.getTime() + days * day);

/** Of the month that is dropped under load; `TEST_MONTH_ENTRIES` makes it long. */
const monthEntries = Number(process.env['TEST_MONTH_ENTRIES'] ?? 20_000);

let database: TestDatabase;
let store: OpenStore;

/** A trail of its own, with entries of before it is partitioned. */
async function open(): Promise<void> {
  database = await createDatabaseWithoutTables();
  store = await openAt(database.url);
  for (let days = -60; days <= 0; days += 1) await write('of before', days);
}
/** The times of the tests are not those of the database. */
async function openAt(url: string): Promise<OpenStore> {
  const opened = await openStore(url);
  opened.time = () => Promise.resolve(null);
  return opened;
}
async function close(): Promise<void> {
  await store.close();
  await database.remove();
}

async function write(accountId: string, days: number, event: AuditEventName = 'proof_ok'): Promise<void> {
  await store.audit.append(eventsOf({ accountId }, at(days), event));
}

async function partitions(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'audit_events'::regclass order by 1`.execute(store.db);
  return rows.map(({ name }) => name);
}

async function tables(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select relname as name from pg_class
    where relkind = 'r' and relname like 'audit_events_%' order by 1`.execute(store.db);
  return rows.map(({ name }) => name);
}

async function entries(accountId: string): Promise<number> {
  return (await store.audit.list(accountId, 1000)).length;
}

function monthTable(date: Date): string {
  return `audit_events_${date.toISOString().slice(0, 7).replace('-', '_')}`;
}

/** Whether an index or a column is as the migrations have made it. */
async function shape(table: string): Promise<unknown[]> {
  const { rows } = await sql<{ line: string }>`select replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') as line
    from pg_index where indrelid = ${table}::regclass
    union all select format('%s %s %s', attname, format_type(atttypid, atttypmod), attnotnull) from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped order by 1`.execute(store.db);
  return rows.map(({ line }) => line);
}

describe('a trail that is partitioned by month', () => {
  before(open);
  after(close);

  it('has all its entries, the same columns and the same indexes, and the months of a year ahead', async () => {
    const formerly = await shape('audit_events');
    const names = await store.partitionAudit(start);
    assert.deepEqual(await shape('audit_events'), formerly);
    assert.equal(await entries('of before'), 61);
    assert.deepEqual(names.slice(0, 2), ['audit_events_before', 'audit_events_2026_04']);
    assert.equal(names.at(-1), 'audit_events_2027_03');
    assert.deepEqual(names.toSorted(), (await partitions()).toSorted());
    const { rows } = await sql`select 1 from pg_constraint where conname = 'audit_events_before_end'`.execute(store.db);
    assert.equal(rows.length, 0, 'the former table refuses nothing');
  });

  it('stays as it is when the command runs again', async () => {
    const names = await partitions();
    await store.partitionAudit(start);
    assert.deepEqual(await partitions(), names);
  });

  it('takes entries of each month, also from an instance that made its statements before', async () => {
    for (const days of [1, 25, 60, 300]) await write('later', days);
    assert.equal(await entries('later'), 4);
    assert.equal(await store.audit.count('later', ['proof_ok'], at(25)), 3);
    const [row] = await query<{ total: string }>(database.url, 'select count(*) as total from audit_events_2026_04');
    assert.equal(row!.total, '1');
  });

  it('serves an instance of the former version beside: it starts, writes, and purges with its one statement', async () => {
    const other = await openAt(database.url);
    await other.audit.append(eventsOf({ accountId: 'other' }, at(40), 'proof_ok'));
    const { numDeletedRows } = await other.db
      .deleteFrom('audit_events')
      .where('account_id', '=', 'other')
      .where('at', '<', at(41).getTime())
      .executeTakeFirst();
    await other.close();
    assert.equal(numDeletedRows, 1n);
  });

  it('gets the next months from the purge, also when two processes purge', async () => {
    const other = await openAt(database.url);
    await Promise.all([store.audit.purge(at(35), { days: 3650 }), other.audit.purge(at(35), { days: 3650 })]);
    await other.close();
    assert.equal((await partitions()).at(-2), 'audit_events_2027_04');
  });
});

describe('the retention of a trail in partitions', () => {
  before(async () => {
    await open();
    await store.partitionAudit(start);
  });
  after(close);

  it('deletes entries of before the partitions one by one', async () => {
    await store.audit.purge(at(0), { days: 30 });
    assert.equal(await entries('of before'), 31);
  });

  it('drops a month once all of it is old, also when two processes purge, and keeps the next one', async () => {
    await write('of april', 25);
    await write('of may', 60);
    await store.audit.purge(new Date('2026-05-30T12:00:00Z'), { days: 30 });
    assert.equal(await entries('of april'), 1, 'April has a day that is not old yet');
    assert.ok(!(await tables()).includes('audit_events_before'), 'March is old');
    const other = await openAt(database.url);
    const later = new Date('2026-05-31T12:00:00Z');
    await Promise.all([store, other].map(({ audit }) => audit.purge(later, { days: 30 })));
    await other.close();
    assert.deepEqual([await entries('of april'), await entries('of may')], [0, 1]);
    assert.ok(!(await tables()).includes('audit_events_2026_04'));
  });

  it('keeps a month while an entry of it has a notice, waits for its webhooks, or has one that was not sent', async () => {
    const now = new Date('2026-07-02T12:00:00Z');
    const month = 'audit_events_2026_06';
    const purge = (): Promise<void> => store.audit.purge(now, { days: 1 });
    const kept = async (): Promise<boolean> => (await partitions()).includes(month);
    const told = new Date('2026-06-30T12:00:00Z');
    await store.audit.append(eventsOf({ accountId: 'told' }, told, 'enabled'));
    await purge();
    assert.ok(await kept(), 'its notice is due');
    const [notice] = await store.notices.claim(now, 1);
    await store.notices.done(notice!);

    await store.webhooks.register([{ name: 'siem', events: null }], now);
    await store.audit.append(eventsOf({ accountId: 'sent' }, told, 'setup_begun'));
    await purge();
    assert.ok(await kept(), 'no webhook is made of it');
    while ((await store.webhooks.collect(now, 100)) > 0);
    await purge();
    assert.ok(await kept(), 'its webhook is not sent');
    for (const delivery of await store.webhooks.claim('siem', now, 10)) await store.webhooks.sent(delivery);
    await purge();
    assert.ok(!(await kept()));
    assert.ok(!(await tables()).includes(month));
  });

  it('waits for a long read of the trail without holding up a write, and drops the month later', async (t) => {
    const now = new Date('2026-09-02T12:00:00Z');
    await write('of july', 125);
    const reader = new pg.Client({ connectionString: database.url });
    await reader.connect();
    t.after(() => reader.end());
    await reader.query('begin; select count(*) from audit_events');
    const purge = store.audit.purge(now, { days: 30 });
    let ended = false;
    const outcome = purge.then(() => null, (error: unknown) => error).finally(() => (ended = true)); // prettier-ignore
    while (!ended) {
      const written = store.audit.append(eventsOf({ accountId: 'meanwhile' }, now, 'proof_ok'));
      await sleep(20);
      // A write that waits for the purge would wait as long as the read takes.
      const waits = await query(
        database.url,
        `
        select 1 from pg_locks join pg_database on pg_database.oid = database
        where datname = current_database() and mode = 'RowExclusiveLock' and not granted`,
      );
      assert.equal(waits.length, 0, 'a write waits for the purge');
      await written;
    }
    assert.match(String(await outcome), /timeout/);
    await reader.query('commit');
    await store.audit.purge(now, { days: 30 });
    assert.equal(await entries('of july'), 0);
    assert.ok(!(await tables()).includes('audit_events_2026_07'));
  });

  it('drops what a process has detached before it ended', async () => {
    await sql`alter table audit_events detach partition audit_events_2026_08`.execute(store.db);
    await store.audit.purge(new Date('2026-12-02T12:00:00Z'), { days: 30 });
    assert.ok(!(await tables()).includes('audit_events_2026_08'));
  });
});

describe('a purge of one instance whose clock is ahead', () => {
  const ahead = (days: number): Date => new Date(Date.now() + days * day);
  const writeAt = (date: Date): Promise<void> =>
    store.audit.append(eventsOf({ accountId: 'of now' }, date, 'proof_ok'));

  for (const days of [150, 800, 20_000]) {
    describe(`by ${days} days`, () => {
      before(async () => {
        database = await createDatabaseWithoutTables();
        store = await openStore(database.url);
        // So that this month is a partition of its own.
        await store.partitionAudit(ahead(-200));
        await store.audit.purge(ahead(0));
        await writeAt(ahead(0));
        await store.audit.purge(ahead(days));
      });
      after(close);

      it('drops no month that is not old by the database’s clock', async () => {
        assert.equal(await entries('of now'), 1);
        assert.ok((await partitions()).includes(monthTable(ahead(0))));
      });

      it('leaves no time without a partition: of now, of a year ahead, and of that clock', async () => {
        for (const [index, date] of [ahead(0), ahead(300), ahead(days)].entries()) {
          await writeAt(date);
          assert.equal(await entries('of now'), 2 + index);
        }
      });

      it('drops a month once it is old by both clocks', async () => {
        const old = ahead(days + 62);
        store.time = () => Promise.resolve(old);
        await store.audit.purge(old, { days: 1 });
        assert.ok(!(await partitions()).includes(monthTable(ahead(0))));
        await writeAt(old);
      });
    });
  }
});

describe('a trail whose months were dropped by a wrong clock', () => {
  const missing = (): Date => new Date();
  const written = eventsOf({ accountId: 'ada' }, missing(), 'proof_ok');
  before(async () => {
    database = await createDatabaseWithoutTables();
    store = await openStore(database.url);
    await store.partitionAudit(new Date(Date.now() - 200 * day));
    await store.audit.purge(missing());
  });
  after(close);

  it('gets them back from the next purge, though months after them are there', async () => {
    const month = monthTable(missing());
    await sql`drop table ${sql.table(month)}`.execute(store.db);
    await assert.rejects(store.audit.append(written), /no partition/);
    const other = await openStore(database.url);
    await Promise.all([store, other].map(({ audit }) => audit.purge(missing())));
    await other.close();
    await store.audit.append(written);
    assert.equal(await entries('ada'), 1);
  });

  it('gets the entries back, too, where the drop was interrupted', async () => {
    const month = monthTable(missing());
    await sql`alter table audit_events detach partition ${sql.table(month)}`.execute(store.db);
    assert.equal(await entries('ada'), 0);
    await store.audit.purge(missing());
    assert.equal(await entries('ada'), 1);
    assert.ok((await partitions()).includes(month));
  });

  it('leaves alone a range of the operator’s own that has a part of a month', async () => {
    const month = monthTable(missing());
    const [row] = await query<{ bounds: string }>(
      database.url,
      `select pg_get_expr(relpartbound, oid) as bounds from pg_class where relname = '${month}'`,
    );
    await query(
      database.url,
      `alter table audit_events detach partition ${month}; drop table ${month};
      create table own_range partition of audit_events ${row!.bounds.replace("') TO", "8') TO")}`,
    );
    const names = await partitions();
    await store.audit.purge(missing());
    assert.deepEqual(await partitions(), names);
  });
});

describe('partitioning a trail in use', () => {
  before(open);
  after(close);

  it('loses no entry and holds up no write until it is cancelled', async () => {
    let done = false;
    let written = 0;
    // A write that waits for two seconds is cancelled, which fails this test.
    const writing = (async () => {
      while (!done) {
        await write('busy', 1);
        written += 1;
      }
    })();
    const [first, second] = await Promise.all([store.partitionAudit(start), store.partitionAudit(start)]);
    done = true;
    await writing;
    assert.deepEqual(first, second);
    assert.ok(written > 0 && (await entries('busy')) === written);
  });

  it('drops a month of many entries while others write, and keeps none of them waiting', async (t) => {
    // In April, the month after the former table; an id begins with the milliseconds of its time.
    await sql`insert into audit_events (account_id, id, at, event)
      select 'old ' || n, lpad(to_hex(${at(25).getTime()}::bigint + n), 12, '0') || 'of-april', ${at(25).getTime()}::bigint + n, 'proof_ok'
      from generate_series(1, ${sql.lit(monthEntries)}) as n`.execute(store.db);
    const longest = { alone: 0, beside: 0 };
    let part: keyof typeof longest = 'alone';
    const writeOnce = async (): Promise<void> => {
      const began = performance.now();
      await write('beside', 60);
      longest[part] = Math.max(longest[part], performance.now() - began);
    };
    for (let count = 0; count < 200; count += 1) await writeOnce();
    part = 'beside';
    const began = performance.now();
    let took: number | undefined;
    const purge = store.audit.purge(at(100), { days: 30 }).then(() => (took = performance.now() - began));
    while (took === undefined) await writeOnce();
    await purge;
    assert.ok(!(await partitions()).includes('audit_events_2026_04'));
    const ms = (value: number): string => `${Math.round(value)} ms`;
    t.diagnostic(
      `${monthEntries} entries of a month were dropped in ${ms(took)}: a write took at most ${ms(longest.beside)}, and ${ms(longest.alone)} without`,
    );
  });

  it('is refused for a trail that is partitioned in another way', async () => {
    const other = await createDatabaseWithoutTables();
    const spread = await openStore(other.url);
    await sql`alter table audit_events rename to plain`.execute(spread.db);
    await sql`create table audit_events (like plain) partition by hash (account_id)`.execute(spread.db);
    await assert.rejects(spread.partitionAudit(start), /partitioned in another way/);
    await spread.close();
    await other.remove();
  });

  it('by a clock that is behind fails, and leaves no bound that would refuse entries', async () => {
    await close();
    await open();
    await assert.rejects(store.partitionAudit(at(-365)));
    await write('later', 25);
    assert.equal(await entries('later'), 1);
  });

  it('works after a run that was interrupted with its bound in place', async () => {
    await close();
    await open();
    await sql`alter table audit_events add constraint audit_events_before_end check (id < 'f') not valid`.execute(
      store.db,
    );
    await store.partitionAudit(start);
    await write('later', 25);
    assert.equal(await entries('later'), 1);
  });
});
