import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { afterFailure, untouchedBudget } from '../../../server/core/two-factor/attempt-policy.js';
import { readAuthenticators } from '../../../server/core/two-factor/authenticators.js';
import { DamagedRowError } from '../../../server/core/two-factor/store.js';
import { eventsOf, type AuditEvent } from '../../../server/core/audit/events.js';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import type { Authenticator, SecondFactor, SpentStep, TwoFactorStore } from '../../../server/core/two-factor/store.js';
import { databaseKind, type TestDatabase } from './test-database.js';

const now = new Date('2026-11-24T09:00:00.000Z');
const setup = { sealedSecret: 'k.secret', sealedBackupCodes: 'k.codes', expiresAt: now.getTime() + 600_000 };
const newCodes = { sealedBackupCodes: 'k.new', expiresAt: now.getTime() + 600_000 };
const failed = afterFailure(untouchedBudget, now);

const recovery = {
  sealedCode: 'k.recovery',
  validFrom: now.getTime() + 86_400_000,
  expiresAt: now.getTime() + 172_800_000,
  announcedAt: null,
};

const activeFactor = {
  enabledAt: now.getTime(),
  sealedSecret: setup.sealedSecret,
  lastStep: 59_000_000,
  sealedBackupCodes: setup.sealedBackupCodes,
  spentBackupCodes: 0,
  authenticators: null,
};

const phone: Authenticator = {
  id: 'phone'.padEnd(22, '-'),
  name: '電話 😀',
  addedAt: now.getTime(),
  usedAt: null,
  sealedSecret: 'k.secret',
  lastStep: 59_000_000,
};
const tablet: Authenticator = { ...phone, id: 'tablet'.padEnd(22, '-'), name: 'Tablet', sealedSecret: 'k.other' };

const spent: SpentStep[] = [
  { index: 0, step: 59_000_001 },
  { index: 1, step: 59_000_002 },
];

/** Every write of the interface, in an order in which each has something to act on. */
const writes: [
  name: string,
  write: (store: TwoFactorStore, factor: SecondFactor, events: AuditEvent[]) => Promise<boolean>,
][] = [
  ['stageSetup', (store, factor, events) => store.stageSetup(factor, setup, events)],
  ['dropSetup', (store, factor, events) => store.dropSetup(factor, events)],
  ['stageSetup again', (store, factor, events) => store.stageSetup(factor, setup, events)],
  ['activate', (store, factor, events) => store.activate(factor, activeFactor, untouchedBudget, events)],
  ['recordFailure', (store, factor, events) => store.recordFailure(factor, failed, events)],
  ['resetFailures', (store, factor, events) => store.resetFailures(factor, untouchedBudget, events)],
  ['stageSetup to add', (store, factor, events) => store.stageSetup(factor, setup, events)],
  [
    'addAuthenticator',
    (store, factor, events) => store.addAuthenticator(factor, [phone, tablet], untouchedBudget, events),
  ],
  ['keepAuthenticators', (store, factor, events) => store.keepAuthenticators(factor, [tablet, phone], events)],
  ['spendStep', (store, factor, events) => store.spendStep(factor, spent, now.getTime() + 1, untouchedBudget, events)],
  [
    'spendBlockedStep',
    (store, factor, events) => store.spendBlockedStep(factor, spent, now.getTime() + 1, untouchedBudget, events),
  ],
  ['spendBackupCode', (store, factor, events) => store.spendBackupCode(factor, 9, failed, events)],
  ['stageBackupCodes', (store, factor, events) => store.stageBackupCodes(factor, newCodes, events)],
  ['dropBackupCodes', (store, factor, events) => store.dropBackupCodes(factor, events)],
  ['stageBackupCodes again', (store, factor, events) => store.stageBackupCodes(factor, newCodes, events)],
  ['keepBackupCodes', (store, factor, events) => store.keepBackupCodes(factor, newCodes.sealedBackupCodes, events)],
  ['stageRecovery', (store, factor, events) => store.stageRecovery(factor, recovery, events)],
  ['announceRecovery', (store, factor, events) => store.announceRecovery(factor, now.getTime(), events)],
  ['spendRecovery', (store, factor, events) => store.spendRecovery(factor, failed, events)],
  ['stageRecovery again', (store, factor, events) => store.stageRecovery(factor, recovery, events)],
  ['dropRecovery', (store, factor, events) => store.dropRecovery(factor, events)],
  [
    'voidUsed',
    (store, factor, events) => store.voidUsed(factor, { ...activeFactor, spentBackupCodes: 2 ** 10 - 1 }, events),
  ],
  ['disable', (store, factor, events) => store.disable(factor, events)],
];

const entry = (accountId: string): AuditEvent[] => eventsOf({ accountId }, now, 'second_factor_ok');

/** What any store has to do, whatever is under it. */
export function storeSuite(create: () => Promise<TestDatabase>): void {
  describe(`the store on ${databaseKind}`, () => {
    let database: TestDatabase;
    let opened: OpenStore;
    let store: TwoFactorStore;
    before(async () => {
      database = await create();
      opened = await openStore(database.url);
      // The times of this test are not those of the database.
      opened.time = () => Promise.resolve(null);
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
        recovery: null,
        budget: untouchedBudget,
      });
    });

    it('of twenty writers that read the same row exactly one wins each write, and losers change nothing', async () => {
      const account = 'contended';
      let written = 0;
      for (const [write, run] of writes) {
        const factor = await store.read(account);
        const won = await Promise.all(Array.from({ length: 20 }, () => run(store, factor, entry(account))));
        assert.equal(won.filter(Boolean).length, 1, write);
        const after = await store.read(account);
        assert.equal(after.version, factor.version + 1, write);
        assert.equal(await run(store, factor, entry(account)), false, write);
        assert.deepEqual(await store.read(account), after, write);
        written += 1;
        assert.equal((await opened.audit.list(account)).length, written, `${write}: one entry, the winner’s`);
      }
    });

    it('changes nothing when the audit entry cannot be written', async () => {
      const unwritable = [{ ...entry('unwritable')[0]!, event: null as never }];
      for (const [write, run] of writes) {
        const factor = await store.read('unwritable');
        await assert.rejects(run(store, factor, unwritable), write);
        assert.deepEqual(await store.read('unwritable'), factor, write);
        assert.ok(await run(store, factor, []), write);
      }
      assert.deepEqual(await opened.audit.list('unwritable'), []);
    });

    it('keeps audit entries in their order, for 90 days, and forgets an account’s', async () => {
      const visit = { address: '192.0.2.1', userAgent: 'Browser', requestId: 'r1' };
      const requester = { accountId: 'audited', visit };
      const later = new Date(now.getTime() + 1000);
      const events = [
        ...eventsOf(requester, now, ['proof_ok', 'totp'], 'locked'),
        ...eventsOf(requester, later, 'enabled'),
      ];
      await opened.audit.append(events);
      await opened.audit.append(entry('somebody-else'));
      assert.deepEqual(await opened.audit.list('audited'), events.toReversed());
      assert.deepEqual(await opened.audit.list('audited', 1), [events[2]]);
      assert.equal(await opened.audit.count('audited', ['locked', 'enabled'], later), 1);

      const day = 24 * 60 * 60 * 1000;
      await opened.audit.purge(new Date(now.getTime() + 90 * day));
      assert.equal((await opened.audit.list('audited')).length, 3);
      await opened.audit.purge(new Date(later.getTime() + 90 * day));
      assert.deepEqual(await opened.audit.list('audited'), [events[2]]);
      await store.forget('audited');
      assert.deepEqual(await opened.audit.list('audited'), []);
    });

    it('reads back what each write says, in numbers', async () => {
      const account = 'written';
      const run = async (upTo: string): Promise<SecondFactor> => {
        for (const [write, go] of writes) {
          assert.ok(await go(store, await store.read(account), []), write);
          if (write === upTo) break;
        }
        return store.read(account);
      };
      const { active, budget, pendingSetup } = await run('spendBackupCode');
      const { authenticators: _text, ...columns } = active!;
      assert.deepEqual(columns, {
        enabledAt: now.getTime(),
        sealedSecret: 'k.other',
        lastStep: 59_000_001,
        sealedBackupCodes: 'k.codes',
        spentBackupCodes: 512,
      });
      const usedAt = now.getTime() + 1;
      assert.deepEqual(readAuthenticators(active!), [
        { ...tablet, lastStep: 59_000_001, usedAt },
        { ...phone, lastStep: 59_000_002, usedAt },
      ]);
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
        rightCodes: { step: 59_000_002, count: 2 },
      };
      await store.recordFailure(await store.read('budget'), budget, []);
      assert.deepEqual((await store.read('budget')).budget, budget);
    });

    it('activates, adds and keeps only what is pending', async () => {
      const factor = await store.read('nothing-pending');
      assert.equal(await store.addAuthenticator(factor, [phone], untouchedBudget, []), false);
      assert.equal(await store.keepAuthenticators(factor, [phone], []), false);
      assert.equal(await store.spendStep(factor, spent, now.getTime(), untouchedBudget, []), false);
      assert.equal(await store.activate(factor, activeFactor, untouchedBudget, []), false);
      assert.equal(await store.keepBackupCodes(factor, newCodes.sealedBackupCodes, []), false);
      assert.equal((await store.read('nothing-pending')).version, 0);
    });

    it('ends a recovery with every right answer and every change of the factor, and with nothing else', async () => {
      const ends: Record<string, boolean> = {
        spendStep: true,
        spendBackupCode: true,
        keepBackupCodes: true,
        disable: true,
        spendRecovery: true,
        dropRecovery: true,
        voidUsed: true,
        spendBlockedStep: false,
        recordFailure: false,
        stageBackupCodes: false,
        stageSetup: false,
      };
      for (const [write, isEnded] of Object.entries(ends)) {
        const account = `recovery ${write}`;
        const next = async (name: string): Promise<void> => {
          const [, run] = writes.find(([one]) => one === name)!;
          assert.ok(await run(store, await store.read(account), []), name);
        };
        for (const name of ['stageSetup', 'activate', 'stageBackupCodes', 'stageRecovery', write]) await next(name);
        assert.equal((await store.read(account)).recovery === null, isEnded, write);
      }
    });

    it('keeps a recovery only beside an active factor', async () => {
      const factor = await store.read('nothing-active');
      assert.equal(await store.stageRecovery(factor, recovery, []), false);
      for (const write of ['announceRecovery', 'spendRecovery', 'dropRecovery']) {
        const [, run] = writes.find(([one]) => one === write)!;
        assert.equal(await run(store, factor, []), false, write);
      }
      assert.equal((await store.read('nothing-active')).version, 0);
    });

    it('never touches another account', async () => {
      await store.recordFailure(await store.read('one'), failed, []);
      await store.recordFailure(await store.read('two'), failed, []);
      const before = await store.read('two');
      for (const [, run] of writes) await run(store, await store.read('one'), []);
      assert.deepEqual(await store.read('two'), before);
    });

    it('refuses anything but a text as the id of an account, in every method', async () => {
      const other = '7-of-somebody-else';
      const { rows, audit, signIns, enrolments, notices } = opened;
      await audit.append(entry(other));
      const token = await signIns.begin(other, new Date(now.getTime() + 60_000), now);
      for (const wrong of [7, 0, true, null, undefined, ['7'], {}, 7n, '', 'half \ud800']) {
        const id = wrong as string;
        const calls: Record<string, () => Promise<unknown>> = {
          read: () => store.read(id),
          'rows.read': () => rows.read(id),
          compareAndSet: async () =>
            rows.compareAndSet({ ...(await rows.read(other)), accountId: id }, await rows.read(other), []),
          forget: () => store.forget(id, now),
          'rows.forget': () => rows.forget(id, now),
          append: () => audit.append(entry(id)),
          record: () => signIns.record(entry(id)),
          'audit.list': () => audit.list(id),
          count: () => audit.count(id, ['second_factor_ok'], new Date(0)),
          begin: () => signIns.begin(id, now, now),
          endOthers: () => signIns.endOthers(id, token),
          'endOthers with entries': () => signIns.endOthers(id, token, entry(other)),
          endAll: () => signIns.endAll(id),
          'signIns.list': () => signIns.list(id, token, now),
          endListed: () => signIns.endListed(id, 'listed', now),
          find: () => enrolments.find(id),
          beginGrace: () => enrolments.beginGrace(id, now),
          extend: () => enrolments.extend(id, now, []),
          remind: () => enrolments.remind(id, now, 1, []),
          // Without an account it claims the notices of all.
          ...(id !== undefined && { claim: () => notices.claim(now, 10, id) }),
        };
        for (const [name, call] of Object.entries(calls)) {
          await assert.rejects(
            call,
            { name: 'TypeError', message: /accountId has to be a non-empty text/ },
            `${name}, ${typeof wrong}`,
          );
        }
      }
      assert.equal((await signIns.find(token, now))?.accountId, other);
      assert.equal((await audit.list(other)).length, 1);
    });

    it('authenticators that cannot be read are a fault, never one authenticator', async () => {
      const account = 'corrupt-authenticators';
      for (const [write, run] of writes) {
        assert.ok(await run(store, await store.read(account), []), write);
        if (write === 'keepAuthenticators') break;
      }
      const { active } = await store.read(account);
      const { secret, list } = JSON.parse(active!.authenticators!) as {
        secret: string;
        list: Record<string, unknown>[];
      };
      const properties = ['id', 'name', 'addedAt', 'usedAt', 'sealedSecret', 'lastStep'];
      const other = properties.map((property) => list[1]![property]);
      const named = ['x'.repeat(22), 'x', 1, null];
      const lists: unknown[][] = [
        [],
        Array.from({ length: 6 }, () => other),
        [named, named],
        [named.slice(0, 3)],
        [['x', ...named.slice(1)]],
        [[named[0], '', 1, null]],
        [[named[0], -1, 1, null]],
        [[named[0], 1.5, 1, null]],
        [[named[0], 'x', -1, null]],
        [[named[0], 'x', 1, '1']],
        [named, other.with(4, 'JBSWY3DPEHPK3PXP')],
        [named, other.with(5, null)],
        [{ length: 4 }],
        ['xxxx'],
      ];
      const texts = ['', 'x', '7', 'null', '[]', '{}', '["x",[]]', '{"secret":"x"}', '{"secret":"x","list":[null]}'];
      const withNames = (one: unknown): unknown =>
        Array.isArray(one) ? Object.fromEntries(one.map((value, index) => [properties[index], value as unknown])) : one;
      for (const wrong of lists) {
        texts.push(JSON.stringify({ secret, list: wrong.map(withNames) }), JSON.stringify([secret, ...wrong]));
      }
      for (const text of texts) {
        const change = opened.db.updateTable('second_factors').set({ authenticators: text });
        await change.where('account_id', '=', account).execute();
        await assert.rejects(store.read(account), DamagedRowError, text);
      }
    });

    it('a count that cannot be read is a fault, never a fresh budget', async () => {
      await store.recordFailure(await store.read('corrupt'), failed, []);
      for (const recent of ['20000', '20000:x', ':', '20000:1,20001:1', ' ']) {
        await opened.db
          .updateTable('second_factors')
          .set({ recent_failures: recent })
          .where('account_id', '=', 'corrupt')
          .execute();
        await assert.rejects(store.read('corrupt'), DamagedRowError);
      }
    });
  });
}
