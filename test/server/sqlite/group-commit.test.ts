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
/** What happened, in order: each commit of the file, and what a test adds. */
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

/** One write of an account's row; says in `happened` when it was answered. */
async function write(account: string): Promise<boolean> {
  const factor = await store.secondFactors.read(account);
  const won = await store.secondFactors.recordFailure(factor, { ...untouchedBudget, failures: factor.version + 1 }, []);
  happened.push(won ? 'answered' : 'lost');
  return won;
}

/** One write with its audit entry. */
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

  it('that go on arriving, turn after turn, share it as well, but none waits for long', async (t) => {
    let now = 0;
    t.mock.method(performance, 'now', () => now);
    for (const [millisecondsATurn, commits] of [
      [0, 1],
      // The turn that opens it, and the six milliseconds that follow.
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

  it('of one account: one wins, and the others read the row that won', async () => {
    const name = newAccount();
    await write(name);
    happened.splice(0);
    const won = await Promise.all(Array.from({ length: 8 }, () => write(name)));
    assert.equal(won.filter(Boolean).length, 1);
    assert.equal(happened[0], 'commit');
    assert.equal(await version(name), 2);
  });

  it('are seen by nobody before they are committed, nor is what a caller’s transaction has written by then', async () => {
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

  it('one that fails is undone alone, with what went before it in its transaction', async () => {
    const [mine, theirs] = [newAccount(), newAccount()];
    const failing = store.db.transaction().execute(async (transaction) => {
      await insert(mine).execute(transaction);
      await insert(null).execute(transaction);
    });
    const [failed, won] = await Promise.allSettled([failing, write(theirs)]);
    assert.deepEqual([failed.status, won.status], ['rejected', 'fulfilled']);
    assert.deepEqual([await version(mine), await version(theirs)], [0, 1]);
  });

  it('a single statement that fails is undone alone, and the others are made once', async () => {
    const [before, after] = [newAccount(), newAccount()];
    const outcomes = await Promise.allSettled([write(before), insert(null).execute(store.db), write(after)]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual([await version(before), await version(after)], [1, 1]);
  });

  it('a change whose entry fails is undone with it, alone', async (t) => {
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

  it('all fail when the database has rolled back by itself, and none is made afterwards', async () => {
    const [theirs, mine] = [newAccount(), newAccount()];
    const losing = store.db.transaction().execute(async (transaction) => {
      await insert(mine).execute(transaction);
      // As a full disk does it, and a caller who does not mind the error.
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

  it('all fail when their commit does, nothing of them is there, and it heals', async () => {
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

  it('while another process writes: all who wait are refused after one wait, not one after the other', async () => {
    const other = new Sqlite(join(folder, 'store.sqlite'));
    other.exec('begin immediate');
    const started = performance.now();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 4 }, () => [
        insert(newAccount()).execute(store.db),
        store.db.transaction().execute((transaction) => insert(newAccount()).execute(transaction)),
      ]).flat(),
    );
    // Two seconds are the wait.
    assert.ok(performance.now() - started < 3500);
    other.exec('rollback');
    other.close();
    assert.deepEqual(new Set(outcomes.map(({ status }) => status)), new Set(['rejected']));
    assert.ok(await write(newAccount()));
  });
});
