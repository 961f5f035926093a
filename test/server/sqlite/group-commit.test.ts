import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { eventsOf } from '../../../server/core/audit/events.js';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import { untouchedBudget } from '../../../server/core/two-factor/attempt-policy.js';

const folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-group-'));
let store: OpenStore;
/** The order of events: each commit of the file, and the events that a test adds. */
const happened: string[] = [];

type Run = (this: { source: string }, ...parts: unknown[]) => unknown;
const statements = Object.getPrototypeOf(new Sqlite(':memory:').prepare('select 1')) as { run: Run };
const { run } = statements;

before(async () => {
  store = await openStore(`file:${join(folder, 'store.sqlite')}`);
  statements.run = function (...parts) {
    const result = run.apply(this, parts);
    if (this.source === 'commit') happened.push('commit');
    return result;
  };
});
after(async () => {
  statements.run = run;
  await store.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => happened.splice(0));

let accounts = 0;
const newAccount = (): string => `account-${(accounts += 1)}`;

/** Writes an account's row, and adds an event when the write is answered. */
async function write(account: string): Promise<boolean> {
  const factor = await store.secondFactors.read(account);
  const won = await store.secondFactors.recordFailure(factor, { ...untouchedBudget, failures: factor.version + 1 }, []);
  happened.push(won ? 'answered' : 'lost');
  return won;
}

/** Writes an account's row with an audit entry. */
async function recordFailure(account: string): Promise<boolean> {
  const factor = await store.secondFactors.read(account);
  const entries = eventsOf({ accountId: account }, new Date(), 'second_factor_failed');
  return store.secondFactors.recordFailure(factor, { ...untouchedBudget, failures: 1 }, entries);
}

const insert = (account: string | null) =>
  sql`insert into second_factors (account_id, version, backup_codes_spent, failures, recent_failures)
      values (${account}, 1, 0, 0, '')`;

const version = async (account: string): Promise<number> => (await store.secondFactors.read(account)).version;

describe('writes that arrive together', () => {
  it('share one durable commit, and none is answered before it', async () => {
    const names = Array.from({ length: 32 }, newAccount);
    await Promise.all(names.map(write));
    assert.deepEqual(happened, ['commit', ...names.map(() => 'answered')]);
    for (const name of names) assert.equal(await version(name), 1);
  });

  it('that keep arriving in each event-loop turn share it too, but none waits long', async (t) => {
    let now = 0;
    t.mock.method(performance, 'now', () => now);
    for (const [millisecondsATurn, commits] of [
      [0, 1],
      // The first turn of the event loop, and the six milliseconds after it.
      [1, Math.ceil(16 / 7)],
    ] as const) {
      happened.splice(0);
      const writes: Promise<boolean>[] = [];
      for (let turn = 0; turn < 16; turn += 1) {
        writes.push(write(newAccount()));
        await new Promise(setImmediate);
        now += millisecondsATurn;
      }
      await Promise.all(writes);
      assert.equal(happened.filter((word) => word === 'commit').length, commits);
    }
  });

  it('of one account: one wins, and the others read the winning row', async () => {
    const name = newAccount();
    await write(name);
    happened.splice(0);
    const won = await Promise.all(Array.from({ length: 8 }, () => write(name)));
    assert.equal(won.filter(Boolean).length, 1);
    assert.equal(happened[0], 'commit');
    assert.equal(await version(name), 2);
  });

  it('are visible only after the commit, also those of a caller’s transaction', async () => {
    const [theirs, mine] = [newAccount(), newAccount()];
    const writing = write(theirs);
    let seen: number | undefined;
    await store.db.transaction().execute(async (transaction) => {
      await insert(mine).execute(transaction);
      seen = await version(mine);
    });
    assert.deepEqual([seen, await version(mine)], [0, 1]);
    await writing;
    assert.equal(await version(theirs), 1);
  });

  it('share the commit of a caller’s transaction', async () => {
    const [theirs, mine] = [newAccount(), newAccount()];
    await Promise.all([
      store.db.transaction().execute((transaction) => insert(mine).execute(transaction)),
      write(theirs),
    ]);
    assert.deepEqual(happened, ['commit', 'answered']);
    assert.deepEqual([await version(theirs), await version(mine)], [1, 1]);
  });

  it('one that fails is rolled back alone, with the earlier statements of its transaction', async () => {
    const [mine, theirs] = [newAccount(), newAccount()];
    const failing = store.db.transaction().execute(async (transaction) => {
      await insert(mine).execute(transaction);
      await insert(null).execute(transaction);
    });
    const [failed, won] = await Promise.allSettled([failing, write(theirs)]);
    assert.deepEqual([failed.status, won.status], ['rejected', 'fulfilled']);
    assert.deepEqual([await version(mine), await version(theirs)], [0, 1]);
  });

  it('a single statement that fails is rolled back alone, and the others run once', async () => {
    const [before, after] = [newAccount(), newAccount()];
    const outcomes = await Promise.allSettled([write(before), insert(null).execute(store.db), write(after)]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual([await version(before), await version(after)], [1, 1]);
  });

  it('a change whose audit entry fails is rolled back alone', async (t) => {
    const [mine, theirs] = [newAccount(), newAccount()];
    t.mock.method(statements, 'run', function (this: { source: string }, ...parts: unknown[]) {
      if (this.source.includes('audit_events') && parts.includes(mine)) throw new Error('no such entry');
      return run.apply(this, parts);
    });
    const [failed, won] = await Promise.allSettled([mine, theirs].map(recordFailure));
    t.mock.restoreAll();
    assert.deepEqual([failed!.status, won!.status], ['rejected', 'fulfilled']);
    assert.deepEqual([await version(mine), await version(theirs)], [0, 1]);
    assert.equal((await store.audit.list(theirs)).length, 1);
  });

  it('all fail after a rollback by the database, and none runs afterwards', async () => {
    const [theirs, mine] = [newAccount(), newAccount()];
    const losing = store.db.transaction().execute(async (transaction) => {
      await insert(mine).execute(transaction);
      // Like a full disk, with a caller that ignores the error.
      await sql`rollback`.execute(transaction);
    });
    const outcomes = await Promise.allSettled([losing, insert(theirs).execute(store.db)]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.deepEqual([await version(mine), await version(theirs)], [0, 0]);
    assert.ok(await write(theirs));
  });

  it('all fail with their commit, none of them is stored, and the store recovers', async () => {
    const names = Array.from({ length: 4 }, newAccount);
    const commit = statements.run;
    statements.run = function (...parts) {
      if (this.source === 'commit') throw new Error('the disk is gone');
      return commit.apply(this, parts);
    };
    const outcomes = await Promise.allSettled(names.map(write));
    statements.run = commit;
    assert.deepEqual(new Set(outcomes.map(({ status }) => status)), new Set(['rejected']));
    for (const name of names) assert.equal(await version(name), 0);
    assert.ok((await Promise.all(names.map(write))).every(Boolean));
  });

  it('while another process writes: all are refused after the same two seconds', async () => {
    const other = new Sqlite(join(folder, 'store.sqlite'));
    other.exec('begin immediate');
    const started = performance.now();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 4 }, () => [
        insert(newAccount()).execute(store.db),
        store.db.transaction().execute((transaction) => insert(newAccount()).execute(transaction)),
      ]).flat(),
    );
    // The timeout is two seconds.
    assert.ok(performance.now() - started < 3500);
    other.exec('rollback');
    other.close();
    assert.deepEqual(new Set(outcomes.map(({ status }) => status)), new Set(['rejected']));
    assert.ok(await write(newAccount()));
  });
});
