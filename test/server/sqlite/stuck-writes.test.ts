import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { sql, type Kysely, type Transaction } from 'kysely';
import { parseKeyRing } from '../../../server/core/crypto/key-ring.js';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import type { TwoFactorTables } from '../../../server/adapters/store/tables.js';
import { createTwoFactor } from '../../../server/core/two-factor/create-two-factor.js';
import { newKey, startServer } from '../support/test-server.js';
import { assertProblem, signedIn, visit } from '../support/visitor.js';

const folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-stuck-'));
after(() => rm(folder, { recursive: true, force: true }));
let files = 0;
let path = '';
let store: OpenStore;
beforeEach(async () => {
  path = join(folder, `${(files += 1)}.sqlite`);
  store = await openStore(`file:${path}`);
});
afterEach(() => store.close());

type Tables = Kysely<TwoFactorTables>;
let accounts = 0;
const newAccount = (): string => `account-${(accounts += 1)}`;
const insert = (db: Tables, account = newAccount()) =>
  sql`insert into second_factors (account_id, version, backup_codes_spent, failures, recent_failures)
      values (${account}, 1, 0, 0, '')`.execute(db);
const version = async (account: string): Promise<number> => (await store.secondFactors.read(account)).version;
const never = new Promise<never>(() => undefined);

/** How a promise has settled, and after how many milliseconds. */
async function settle(work: Promise<unknown>): Promise<{ after: number; error: string | null }> {
  const started = performance.now();
  const error = await work.then(
    () => null,
    (reason: unknown) => String(reason),
  );
  return { after: performance.now() - started, error };
}

describe('a write inside a transaction of the host that does not use the transaction object', () => {
  const nested: Record<string, (transaction: Transaction<TwoFactorTables>) => Promise<unknown>> = {
    'twoFactor.forget()': () =>
      createTwoFactor({ store: store.secondFactors, keys: parseKeyRing(newKey('k')), issuer: 'Harmony' }).forget('ada'),
    'a transaction': () => store.db.transaction().execute((inner) => insert(inner)),
    'a statement': () => insert(store.db),
    'a statement through other tables': () => insert(store.db.withTables<Record<never, never>>()),
    'a transaction on one connection': () =>
      store.db.connection().execute((db) => db.transaction().execute((inner) => insert(inner))),
    'a statement, later and deeper': async (transaction) => {
      await insert(transaction);
      await sleep(20);
      await Promise.all([version('ada'), sleep(10).then(() => insert(store.db))]);
    },
    'an entry of the audit trail': () => store.audit.purge(new Date()),
  };
  for (const [name, go] of Object.entries(nested)) {
    it(`is refused soon, in one sentence, and leaves nothing behind: ${name}`, async () => {
      const mine = newAccount();
      const { error } = await settle(
        store.db.transaction().execute(async (transaction) => {
          await insert(transaction, mine);
          await go(transaction);
        }),
      );
      // Two seconds later it would be another error.
      assert.match(error ?? '', /^Error: a write within db\.transaction\(\) would wait for that transaction[^\n]+$/);
      assert.equal(await version(mine), 0);
      await insert(store.db, mine);
      await store.ping();
    });
  }

  it('succeeds after the transaction, even if its code began inside', async () => {
    let later: Promise<unknown> = never;
    const mine = newAccount();
    await store.db.transaction().execute(async (transaction) => {
      await insert(transaction);
      later = sleep(100).then(() => insert(store.db, mine));
    });
    await later;
    assert.equal(await version(mine), 1);
  });

  it('works in another store', async () => {
    const other = await openStore(`file:${path}-other`);
    await store.db.transaction().execute(() => insert(other.db));
    await other.close();
  });

  it('reads work inside the transaction', async () => {
    assert.equal(await store.db.transaction().execute(() => version('ada')), 0);
  });

  it('succeeds when the code that begins the transaction begins it beside the transaction', async () => {
    const [mine, beside] = [newAccount(), newAccount()];
    await Promise.all([
      store.db.transaction().execute(async (transaction) => {
        await insert(transaction, mine);
        await sleep(100);
      }),
      insert(store.db, beside),
      sleep(20).then(() => insert(store.db)),
    ]);
    assert.deepEqual(await Promise.all([version(mine), version(beside)]), [1, 1]);
  });

  it('succeeds when the whole process stands still beside the transaction', async () => {
    const beside = newAccount();
    let written: Promise<unknown> = never;
    await store.db.transaction().execute(async (transaction) => {
      await insert(transaction);
      written = insert(store.db, beside);
      await setImmediate();
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
      // The timers that are due by now run between these two.
      await setImmediate();
      await setImmediate();
    });
    await written;
    assert.equal(await version(beside), 1);
  });

  it('writes of other callers wait for the transaction and then succeed', async () => {
    const names = Array.from({ length: 4 }, newAccount);
    const mine = newAccount();
    let others: Promise<unknown> = never;
    const transaction = store.db.transaction().execute(async (open) => {
      await insert(open, mine);
      await sleep(300);
    });
    await sleep(50);
    others = Promise.all([
      ...names.slice(0, 2).map((name) => insert(store.db, name)),
      ...names.slice(2).map((name) => store.db.transaction().execute((other) => insert(other, name))),
    ]);
    await Promise.all([transaction, others]);
    for (const name of [mine, ...names]) assert.equal(await version(name), 1);
  });
});

describe('a transaction of the host that never ends', () => {
  it('fails waiting writes after two seconds, never runs them later, and is rolled back', async () => {
    const [mine, ...names] = [newAccount(), newAccount(), newAccount(), newAccount()] as const;
    let goOn!: () => void;
    const pause = new Promise<void>((resolve) => (goOn = resolve));
    const stuck = settle(
      store.db.transaction().execute(async (transaction) => {
        await insert(transaction, mine);
        await pause;
        await insert(transaction);
      }),
    );
    await sleep(50);
    const waiting = await Promise.all([
      settle(insert(store.db, names[0])),
      settle(store.db.transaction().execute((other) => insert(other, names[1]))),
      settle(store.secondFactors.forget(names[2])),
      settle(store.ping()),
    ]);
    for (const { after: waited, error } of waiting) {
      assert.match(error ?? '', /^StoreBusyError: [^\n]*transactions? of this process ha(s|ve) kept a/);
      assert.ok(waited > 1500 && waited < 4000, `${waited} ms`);
    }
    // The rollback comes after 2.5 seconds without a statement; the rest is for a busy machine.
    for (let tries = 0; tries < 40 && (await settle(store.ping())).error !== null; tries += 1) await sleep(50);
    await insert(store.db);
    for (const name of [mine, ...names]) assert.equal(await version(name), 0);
    goOn();
    assert.match((await stuck).error ?? '', /^StoreBusyError: the transaction was rolled back: no statement came/);
    await insert(store.db, mine);
    assert.equal(await version(mine), 1);
  });

  it('gets the error also when it commits', async () => {
    const mine = newAccount();
    const { error } = await settle(
      store.db.transaction().execute(async (transaction) => {
        await insert(transaction, mine);
        await sleep(4000);
      }),
    );
    assert.match(error ?? '', /rolled back: no statement came/);
    assert.equal(await version(mine), 0);
  });

  it('and keeps writing: the transaction may go on, but other writers wait at most two seconds', async () => {
    const mine = newAccount();
    let over = false;
    const busy = store.db.transaction().execute(async (transaction) => {
      await insert(transaction, mine);
      while (!over) {
        await sleep(100);
        await insert(transaction);
      }
    });
    await sleep(50);
    assert.match((await settle(insert(store.db))).error ?? '', /StoreBusyError/);
    const late = newAccount();
    const written = insert(store.db, late);
    over = true;
    await Promise.all([busy, written]);
    assert.deepEqual([await version(mine), await version(late)], [1, 1]);
  });

  for (const [name, go] of Object.entries({
    'waits for nothing': () => never,
    'goes on writing': async (transaction: Transaction<TwoFactorTables>) => {
      for (;;) {
        await insert(transaction);
        await sleep(100);
      }
    },
  })) {
    it(`does not prevent the store from closing, when it ${name}`, async () => {
      const stuck = settle(store.db.transaction().execute(go));
      const queued = settle(sleep(10).then(() => store.db.transaction().execute(go)));
      await sleep(50);
      const closing = settle(store.close());
      const { after: waited, error } = await closing;
      assert.equal(error, null);
      assert.ok(waited < 7000, `${waited} ms`);
      if (name === 'goes on writing') assert.match((await stuck).error ?? '', /StoreBusyError: the store is closed/);
      if (name === 'goes on writing') assert.match((await queued).error ?? '', /StoreBusyError/);
      const other = new Sqlite(path);
      other.exec('begin immediate; rollback');
      assert.equal(other.prepare('select count(*) from second_factors').pluck().get(), 0);
      other.close();
      assert.match((await settle(insert(store.db))).error ?? '', /the store is closed/);
      await store.close();
    });
  }

  it('fails /readyz but not /healthz, and a call that writes is 503 and logged', async (t) => {
    const server = await startServer();
    t.after(() => server.close());
    const { browser } = await signedIn(server);
    assert.equal((await browser.op('beginSetup')).status, 201);
    let over = false;
    const stuck = server.store.db.transaction().execute(async (transaction) => {
      while (!over) {
        await insert(transaction);
        await sleep(50);
      }
    });
    await sleep(50);
    const [ready, alive, cancelled] = await Promise.all([
      visit(server).call('GET', '/readyz'),
      visit(server).call('GET', '/healthz'),
      browser.op('cancelSetup'),
    ]);
    assertProblem(ready, 503, 'unavailable', { retryAfter: 5 });
    assert.equal(alive.status, 200);
    assertProblem(cancelled, 503, 'unavailable', { retryAfter: 5 });
    assert.match(server.logs(), /kept a write waiting for too long/);
    over = true;
    await stuck;
    assert.equal((await visit(server).call('GET', '/readyz')).status, 200);
    assert.equal((await browser.op('cancelSetup')).status, 204);
  });
});

describe('a write lock of another process', () => {
  it('delays only writers, and they continue when it is gone', async () => {
    const other = new Sqlite(path);
    other.exec('begin immediate');
    const names = Array.from({ length: 3 }, newAccount);
    const writes = Promise.all([
      insert(store.db, names[0]),
      store.db.transaction().execute((transaction) => insert(transaction, names[1])),
      sleep(50).then(() => insert(store.db, names[2])),
      store.ping(),
    ]);
    let written = false;
    void writes.then(() => (written = true));
    // The lock is held for half a second, and the event loop goes on meanwhile: a wait of SQLite's own would stop it.
    for (let beat = 0; beat < 50; beat += 1) {
      await sleep(10);
      assert.equal(await version('ada'), 0);
    }
    assert.equal(written, false);
    other.exec('commit');
    other.close();
    await writes;
    for (const name of names) assert.equal(await version(name), 1);
  });

  it('delays a store that opens and has to migrate', async () => {
    const other = new Sqlite(path);
    other.exec('begin immediate');
    const opening = openStore(`file:${path}`);
    const migrating = store.migrate('app_migrations', {
      '001': { up: async (db: Kysely<unknown>) => void (await sql`create table app (id text)`.execute(db)) },
    });
    await sleep(2600);
    other.exec('rollback');
    other.close();
    await migrating;
    await (await opening).close();
    await sql`insert into app values ('x')`.execute(store.db);
  });

  it('longer than two seconds fails a write, and a migration still waits', async () => {
    const other = new Sqlite(path);
    other.exec('begin immediate');
    const { after: waited, error } = await settle(insert(store.db));
    assert.match(error ?? '', /database is locked/);
    assert.ok(waited > 1500 && waited < 4000, `${waited} ms`);
    assert.match((await settle(store.ping())).error ?? '', /database is locked/);
    other.exec('rollback');
    other.close();
    await store.migrate('app_migrations', {
      '001': {
        async up(db: Kysely<unknown>) {
          await sql`create table app (id text)`.execute(db);
          await sleep(2800);
          await sql`insert into app values ('x')`.execute(db);
        },
      },
    });
    await store.ping();
  });
});
