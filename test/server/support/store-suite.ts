import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { afterFailure, untouchedBudget } from '../../../server/two-factor/attempt-policy.js';
import { openStore, type OpenStore } from '../../../server/store/open-store.js';
import type { SecondFactor, TwoFactorStore } from '../../../server/two-factor/store.js';
import { onPostgres, type TestDatabase } from './test-database.js';

const now = new Date('2026-11-24T09:00:00.000Z');
const setup = { sealedSecret: 'k.secret', sealedBackupCodes: 'k.codes', expiresAt: now.getTime() + 600_000 };
const newCodes = { sealedBackupCodes: 'k.new', expiresAt: now.getTime() + 600_000 };
const failed = afterFailure(untouchedBudget, now);

/** Every write of the interface, in an order in which each has something to act on. */
const writes: [name: string, write: (store: TwoFactorStore, factor: SecondFactor) => Promise<boolean>][] = [
  ['stageSetup', (store, factor) => store.stageSetup(factor, setup)],
  ['dropSetup', (store, factor) => store.dropSetup(factor)],
  ['stageSetup again', (store, factor) => store.stageSetup(factor, setup)],
  ['activate', (store, factor) => store.activate(factor, { step: 59_000_000, enabledAt: now.getTime() })],
  ['recordFailure', (store, factor) => store.recordFailure(factor, failed)],
  ['resetFailures', (store, factor) => store.resetFailures(factor, untouchedBudget)],
  ['spendStep', (store, factor) => store.spendStep(factor, 59_000_001, untouchedBudget)],
  ['spendBackupCode', (store, factor) => store.spendBackupCode(factor, 9, failed)],
  ['stageBackupCodes', (store, factor) => store.stageBackupCodes(factor, newCodes)],
  ['dropBackupCodes', (store, factor) => store.dropBackupCodes(factor)],
  ['stageBackupCodes again', (store, factor) => store.stageBackupCodes(factor, newCodes)],
  ['keepBackupCodes', (store, factor) => store.keepBackupCodes(factor)],
  ['disable', (store, factor) => store.disable(factor)],
];

/** What any store has to do, whatever is under it. */
export function storeSuite(create: () => Promise<TestDatabase>): void {
  describe(`the store on ${onPostgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let database: TestDatabase;
    let opened: OpenStore;
    let store: TwoFactorStore;
    before(async () => {
      database = await create();
      opened = await openStore(database.url);
      store = opened.secondFactors;
    });
    after(async () => {
      await opened.close();
      await database.remove();
    });

    it('knows nothing of an account before the first write', async () => {
      assert.deepEqual(await store.read('nobody'), {
        accountId: 'nobody',
        version: 0,
        active: null,
        pendingSetup: null,
        pendingBackupCodes: null,
        budget: untouchedBudget,
      });
    });

    it('of twenty writers that read the same row exactly one wins each write, and losers change nothing', async () => {
      const account = 'contended';
      for (const [write, run] of writes) {
        const factor = await store.read(account);
        const won = await Promise.all(Array.from({ length: 20 }, () => run(store, factor)));
        assert.equal(won.filter(Boolean).length, 1, write);
        const after = await store.read(account);
        assert.equal(after.version, factor.version + 1, write);
        assert.equal(await run(store, factor), false, write);
        assert.deepEqual(await store.read(account), after, write);
      }
    });

    it('reads back what each write says, in numbers', async () => {
      const account = 'written';
      const run = async (upTo: string): Promise<SecondFactor> => {
        for (const [write, go] of writes) {
          assert.ok(await go(store, await store.read(account)), write);
          if (write === upTo) break;
        }
        return store.read(account);
      };
      const { active, budget, pendingSetup } = await run('spendBackupCode');
      assert.deepEqual(active, {
        enabledAt: now.getTime(),
        sealedSecret: 'k.secret',
        lastStep: 59_000_001,
        sealedBackupCodes: 'k.codes',
        spentBackupCodes: 512,
      });
      assert.deepEqual(budget, failed);
      assert.equal(pendingSetup, null);
    });

    it('keeps a whole budget: lock, block and days', async () => {
      const budget = {
        failures: 100,
        lockedUntil: 1_795_507_200_000,
        blockedAt: 1_795_507_100_000,
        recent: [
          { day: 20_000, count: 3 },
          { day: 20_001, count: 97 },
        ],
      };
      await store.recordFailure(await store.read('budget'), budget);
      assert.deepEqual((await store.read('budget')).budget, budget);
    });

    it('activates and keeps only what is pending', async () => {
      const factor = await store.read('nothing-pending');
      assert.equal(await store.activate(factor, { step: 1, enabledAt: 1 }), false);
      assert.equal(await store.keepBackupCodes(factor), false);
      assert.equal((await store.read('nothing-pending')).version, 0);
    });

    it('never touches another account', async () => {
      await store.recordFailure(await store.read('one'), failed);
      await store.recordFailure(await store.read('two'), failed);
      const before = await store.read('two');
      for (const [, run] of writes) await run(store, await store.read('one'));
      assert.deepEqual(await store.read('two'), before);
    });

    it('a count that cannot be read is a fault, never a fresh budget', async () => {
      await store.recordFailure(await store.read('corrupt'), failed);
      for (const recent of ['20000', '20000:x', ':', '20000:1,20001:1', ' ']) {
        await opened.db
          .updateTable('second_factors')
          .set({ recent_failures: recent })
          .where('account_id', '=', 'corrupt')
          .execute();
        await assert.rejects(store.read('corrupt'), TypeError);
      }
    });
  });
}
