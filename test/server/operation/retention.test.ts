import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { eventsOf } from '../../../server/core/audit/events.js';
import { createAuditLog } from '../../../server/adapters/store/audit-log.js';
import { createNoticeQueue } from '../../../server/adapters/store/notice-queue.js';
import { openStore } from '../../../server/adapters/store/open-store.js';
import { createSignInStore } from '../../../server/adapters/store/sign-in-store.js';
import { createDeviceStore } from '../../../server/reference/account/device-store.js';
import { createSessionStore } from '../../../server/reference/account/session-store.js';
import type { HostOnlyTables } from '../../../server/reference/account/tables.js';
import { countBatches } from '../support/count-batches.js';
import { databaseKind } from '../support/test-database.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { enrolled } from '../support/visitor.js';

const dayMs = 24 * 60 * 60 * 1000;
/** As many rows as one statement of a purge takes at most. */
const batch = databaseKind === 'SQLite' ? 100 : 1000;

let server: TestServer;
before(async () => (server = await startServer({ auditDays: 30 })));
after(() => server.close());
beforeEach(async () => {
  await server.store.db.deleteFrom('audit_events').execute();
  await server.store.db.deleteFrom('webhook_endpoints').execute();
});

/** Entries of several accounts, a few of them at the same time. @returns when the last one happened */
async function write(count: number, from: Date): Promise<Date> {
  let at = from;
  for (let first = 0; first < count; first += 100) {
    const events = Array.from({ length: Math.min(100, count - first) }, (_, index) => {
      at = new Date(from.getTime() + Math.floor((first + index) / 5) * 1000);
      return eventsOf({ accountId: `person-${index % 7}` }, at, 'proof_ok')[0]!;
    });
    await server.store.audit.append(events);
  }
  return at;
}

async function total(table: 'audit_events' | 'sessions' | 'devices' = 'audit_events'): Promise<number> {
  const db = server.store.db.withTables<HostOnlyTables>();
  const query = db.selectFrom(table).select((row) => row.fn.countAll<number>().as('total'));
  return (await query.executeTakeFirstOrThrow()).total;
}

describe('the retention of AUDIT_DAYS', () => {
  it('deletes what is older, and nothing that is younger', async () => {
    const last = await write(20, server.clock.now());
    await server.purge(new Date(server.clock.now().getTime() + 30 * dayMs));
    assert.equal(await total(), 20);
    await server.purge(new Date(last.getTime() + 30 * dayMs));
    assert.equal(await total(), 5, 'those of the last second');
  });

  it('is 1 to 3650 whole days, also for an app with a store of its own', async () => {
    for (const days of [0, -1, 1.5, 3651, Number.NaN, Number.POSITIVE_INFINITY, '30' as never]) {
      await assert.rejects(server.store.audit.purge(server.clock.now(), { days }), /1 to 3650/, String(days));
    }
    await write(1, server.clock.now());
    await server.store.audit.purge(new Date(server.clock.now().getTime() + 3649 * dayMs), { days: 3650 });
    assert.equal(await total(), 1);
  });

  it('keeps what limits and notices count, even of one day', async () => {
    const short = await startServer({ auditDays: 1 });
    const { account } = await enrolled(short);
    short.clock.advance(24 * 60 * 60 - 1);
    await short.purge(short.clock.now());
    const rows = await short.store.db.selectFrom('audit_events').select('event').execute();
    assert.ok(rows.some(({ event }) => event === 'enabled'), account.email); // prettier-ignore
    await short.close();
  });
});

describe('a purge', () => {
  it(`takes ${batch} rows in one statement at most, and all that are old in the end`, async () => {
    const last = await write(2 * batch + 53, server.clock.now());
    const counted = countBatches(server.store.db);
    await createAuditLog(counted.db).purge(new Date(last.getTime() + 90 * dayMs + 1));
    const deletions = counted.rows.filter((rows) => rows > 0);
    assert.deepEqual(deletions, [batch, batch, 53]);
    assert.equal(await total(), 0);
  });

  it('takes small batches of sessions and devices, too', async () => {
    const { account } = await enrolled(server);
    const db = server.store.db.withTables<HostOnlyTables>();
    const { id } = await db
      .selectFrom('accounts')
      .select('id')
      .where('email', '=', account.email)
      .executeTakeFirstOrThrow();
    const now = server.clock.now();
    const sessions = createSessionStore(db);
    const session = await sessions.promote(
      await sessions.begin({ accountId: id }, now),
      { method: 'password', at: now },
      now,
    );
    const devices = createDeviceStore(db, 30);
    assert.ok(session !== null && (await devices.remember({ accountId: id }, session, 'print', now)));
    for (const [table, key] of [['sessions', 'id_hash'], ['devices', 'series_hash']] as const) {
      const row = (await db.selectFrom(table).selectAll().where('account_id', '=', id).executeTakeFirst())!;
      for (let first = 0; first < 2 * batch; first += 50) {
        const copies = Array.from({ length: 50 }, (_, index) => ({ ...row, [key]: `copy ${first + index}` }));
        await db.insertInto(table).values(copies).execute();
      }
    } // prettier-ignore
    const counted = countBatches(db);
    const later = new Date(now.getTime() + 31 * dayMs);
    await createSessionStore(counted.db).purge(later);
    await createDeviceStore(counted.db, 30).purge(later);
    assert.ok(counted.rows.every((rows) => rows <= batch), counted.rows.join()); // prettier-ignore
    assert.ok(counted.rows.length >= 6, counted.rows.join());
    assert.deepEqual([await total('sessions'), await total('devices')], [0, 0]);
  });

  it('takes the sign-ins of an app that have expired, in small batches, and leaves the others', async () => {
    const now = server.clock.now();
    const [soon, late] = [60_000, dayMs].map((milliseconds) => new Date(now.getTime() + milliseconds)) as [Date, Date];
    const { db, signIns } = server.store;
    await signIns.begin('gone', soon, now, 'Firefox on Linux');
    const row = (await db.selectFrom('sign_ins').selectAll().executeTakeFirst())!;
    for (let first = 0; first < 2 * batch; first += 50) {
      const copies = Array.from({ length: 50 }, (_, index) => ({ ...row, token_hash: `copy ${first + index}` }));
      await db.insertInto('sign_ins').values(copies).execute();
    }
    const token = await signIns.begin('here', late, now, 'Firefox on Linux');
    const counted = countBatches(db);
    await createAuditLog(counted.db).purge(soon);
    assert.ok(counted.rows.every((rows) => rows <= batch), counted.rows.join()); // prettier-ignore
    assert.equal(counted.rows.reduce((sum, rows) => sum + rows, 0), 2 * batch + 1); // prettier-ignore
    const left = await db.selectFrom('sign_ins').select('account_id').execute();
    assert.deepEqual(left, [{ account_id: 'here' }]);
    assert.equal((await signIns.find(token, soon))?.accountId, 'here');
    await server.purge(late);
    assert.equal((await db.selectFrom('sign_ins').select('account_id').execute()).length, 0);
  });

  it('goes on after a batch that has failed', async () => {
    const last = await write(2 * batch, server.clock.now());
    const counted = countBatches(server.store.db);
    let failed = false;
    counted.onStatement = () => {
      if (failed || !counted.rows.includes(batch)) return;
      failed = true;
      throw new Error('the lock was not available');
    };
    await createAuditLog(counted.db).purge(new Date(last.getTime() + 90 * dayMs + 1));
    assert.ok(failed);
    assert.equal(await total(), 0);
  });

  it('says so when every batch fails', async () => {
    const counted = countBatches(server.store.db);
    counted.onStatement = () => {
      if (counted.rows.length > 0) throw new Error('the database is away');
    };
    await assert.rejects(createAuditLog(counted.db).purge(server.clock.now()), /the database is away/);
  });

  it('stops after the batch that is running, and the next purge does the rest', async () => {
    const last = await write(3 * batch, server.clock.now());
    const stop = new AbortController();
    const counted = countBatches(server.store.db);
    counted.onStatement = () => {
      if (counted.rows.includes(batch)) stop.abort();
    };
    const later = new Date(last.getTime() + 90 * dayMs + 1);
    await createAuditLog(counted.db).purge(later, { signal: stop.signal });
    const left = await total();
    assert.ok(left > 0 && left < 3 * batch, `${left} are left`);
    await server.store.audit.purge(later);
    assert.equal(await total(), 0);
  });

  it('lets answers pass between two batches', async () => {
    const last = await write(5 * batch, server.clock.now());
    let ended = false;
    const purge = server.store.audit.purge(new Date(last.getTime() + 90 * dayMs + 1)).then(() => (ended = true));
    let answers = 0;
    while (!ended) {
      await server.store.secondFactors.read('person-1');
      await server.store.audit.append(
        eventsOf({ accountId: 'writer' }, new Date(last.getTime() + 95 * dayMs), 'proof_ok'),
      );
      answers += 1;
    }
    await purge;
    assert.ok(answers >= 5, `${answers} answers`);
    assert.equal(await total(), answers);
  });

  it('of several processes at once is one purge', async () => {
    const last = await write(3 * batch, server.clock.now());
    const others = await Promise.all(Array.from({ length: 3 }, () => openStore(server.database.url)));
    for (const other of others) other.time = server.store.time;
    const later = new Date(last.getTime() + 90 * dayMs + 1);
    await Promise.all([server.store, ...others].map((store) => store.audit.purge(later)));
    await Promise.all(others.map((store) => store.close()));
    assert.equal(await total(), 0);
  });
});

describe('a purge with a clock that is ahead', () => {
  it('deletes nothing that is not old by the database’s own clock', async () => {
    let ahead = 0;
    const databaseTime = (): Date => new Date(server.clock.now().getTime() - ahead);
    await server.restart({ databaseTime });
    const person = await enrolled(server);
    await write(20, server.clock.now());
    const { db, signIns } = server.store;
    await signIns.begin('app', new Date(server.clock.now().getTime() + dayMs), server.clock.now());
    const counts = async (): Promise<number[]> => [
      await total(),
      await total('sessions'),
      (await db.selectFrom('sign_ins').select('account_id').execute()).length,
    ];
    const before = await counts();
    ahead = 800 * dayMs;
    server.clock.advance(ahead / 1000);
    await server.purge(server.clock.now());
    assert.deepEqual(await counts(), before, person.account.email);
    ahead = 0;
    await server.purge(server.clock.now());
    assert.deepEqual(await counts(), [0, 0, 0], 'both clocks say that it is old');
    server.clock.advance(-800 * (dayMs / 1000));
    await server.restart({ databaseTime: undefined });
  });

  it('and with one that is behind deletes what is old by that', async () => {
    const last = await write(20, server.clock.now());
    await server.restart({ databaseTime: () => new Date(last.getTime() + 400 * dayMs) });
    await server.purge(new Date(last.getTime() + 30 * dayMs));
    assert.equal(await total(), 5);
    await server.restart({ databaseTime: undefined });
  });
});

describe('what goes for every account at once', () => {
  it('goes in small batches: the sign-ins of an app after a restore', async () => {
    const { db, signIns } = server.store;
    await signIns.begin('restored', new Date(server.clock.now().getTime() + dayMs), server.clock.now());
    const row = (await db.selectFrom('sign_ins').selectAll().executeTakeFirst())!;
    for (let first = 0; first < 2 * batch; first += 50) {
      const copies = Array.from({ length: 50 }, (_, index) => ({ ...row, token_hash: `copy ${first + index}` }));
      await db.insertInto('sign_ins').values(copies).execute();
    }
    const counted = countBatches(db);
    await createSignInStore(counted.db).endEveryone();
    assert.ok(
      counted.rows.every((rows) => rows <= batch),
      counted.rows.join(),
    );
    assert.equal(
      counted.rows.reduce((sum, rows) => sum + rows, 0),
      2 * batch + 1,
    );
    assert.equal((await db.selectFrom('sign_ins').select('account_id').execute()).length, 0);
  });

  it('goes in small batches: the notices of a server that sends no mail', async () => {
    const old = Array.from({ length: 2 * batch + 1 }, (_, index) => new Date(server.clock.now().getTime() + index));
    for (let first = 0; first < old.length; first += 100) {
      await server.store.audit.append(
        old.slice(first, first + 100).flatMap((at) => eventsOf({ accountId: 'told' }, at, 'enabled')),
      );
    }
    const end = new Date(old.at(-1)!.getTime() + 1);
    await server.store.audit.append(eventsOf({ accountId: 'told' }, end, 'enabled'));
    const counted = countBatches(server.store.db);
    await createNoticeQueue(counted.db).discard(end);
    assert.ok(
      counted.rows.every((rows) => rows <= batch),
      counted.rows.join(),
    );
    assert.equal(
      counted.rows.reduce((sum, rows) => sum + rows, 0),
      old.length,
    );
    const left = await server.store.notices.claim(end, 10);
    assert.deepEqual(
      left.map(({ event }) => event.at),
      [end],
    );
    assert.equal(await total(), old.length + 1, 'the entries stay');
  });
});

describe('an entry that something waits for', () => {
  const oneDay = { days: 1 };
  const later = (days: number): Date => new Date(server.clock.now().getTime() + days * dayMs + 1000);

  it('stays while its notice is not sent, and for a week at most', async () => {
    await server.store.audit.append(eventsOf({ accountId: 'told' }, server.clock.now(), 'enabled', 'proof_ok'));
    await server.store.audit.purge(later(6), oneDay);
    assert.deepEqual((await server.store.audit.list('told')).map(({ event }) => event), ['enabled']); // prettier-ignore
    await server.store.audit.purge(later(7), oneDay);
    assert.equal(await total(), 0);
  });

  it('goes once its notice is sent', async () => {
    await server.store.audit.append(eventsOf({ accountId: 'told' }, server.clock.now(), 'enabled'));
    const [notice] = await server.store.notices.claim(server.clock.now(), 1);
    await server.store.notices.done(notice!);
    await server.store.audit.purge(later(1), oneDay);
    assert.equal(await total(), 0);
  });

  it('stays until its webhook is sent, while those around it go', async () => {
    const before = await write(batch, server.clock.now());
    await server.store.webhooks.register([{ name: 'siem', events: ['setup_begun'] }], later(0));
    await server.store.audit.append(eventsOf({ accountId: 'kept' }, before, 'setup_begun'));
    await write(batch, before);
    await server.store.audit.purge(later(2), oneDay);
    assert.equal(await total(), batch + 1, 'no delivery is made of those after the endpoint yet');
    while ((await server.store.webhooks.collect(later(2), 100)) > 0);
    await server.store.audit.purge(later(2), oneDay);
    assert.equal(await total(), 1);
    const [delivery] = await server.store.webhooks.claim('siem', later(2), 1);
    assert.equal(delivery?.entry.accountId, 'kept');
    await server.store.webhooks.sent(delivery);
    await server.store.audit.purge(later(2), oneDay);
    assert.equal(await total(), 0);
  });
});
