import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  createTwoFactor,
  createTwoFactorStore,
  emptyFactor,
  openStore,
  parseKeyRing,
  type SecondFactor,
  type TwoFactorOptions,
} from '../../server/index.js';
import { describeRows } from '../../server/testing.js';
import { memoryRows } from './support/memory-rows.js';
import { phone } from './support/phone.js';
import { createDatabase, databaseKind } from './support/test-database.js';
import { cheapArgon2, newKey } from './support/test-server.js';

describeRows(`the rows on ${databaseKind}`, async () => {
  const database = await createDatabase();
  const store = await openStore(database.url);
  return {
    rows: store.rows,
    entriesOf: async (accountId) => (await store.audit.list(accountId)).map(({ event }) => event),
    async close() {
      await store.close();
      await database.remove();
    },
  };
});

it('rows that an earlier version has written are read without what is new', async () => {
  const { rows } = memoryRows();
  const { recovery: _recovery, budget, ...earlier } = emptyFactor('ada');
  const { rightCodes: _rightCodes, ...earlierBudget } = budget;
  const former = { ...earlier, version: 3, budget: earlierBudget } as SecondFactor;
  const store = createTwoFactorStore({ ...rows, read: () => Promise.resolve(former) });
  assert.deepEqual(await store.read('ada'), { ...emptyFactor('ada'), version: 3 });
});

/** A store of an app that is a class: its methods are on the prototype, and its private field needs the instance. */
function inClass<Methods extends object>(methods: Methods): Methods {
  class Own {
    readonly #methods = methods as Record<string, (...parts: unknown[]) => unknown>;

    call(name: string, parts: unknown[]): unknown {
      return this.#methods[name]!(...parts);
    }
  }
  for (const name of Object.keys(methods)) {
    const value = function (this: Own, ...parts: unknown[]): unknown {
      return this.call(name, parts);
    };
    Object.defineProperty(Own.prototype, name, { value });
  }
  return new Own() as unknown as Methods;
}

const own: Record<string, Pick<TwoFactorOptions, 'store' | 'onEvent'>> = {
  'a store': { store: inClass(createTwoFactorStore(memoryRows().rows)) },
  'a store that a listener hears of': {
    store: inClass(createTwoFactorStore(memoryRows().rows)),
    onEvent: () => undefined,
  },
  rows: { store: createTwoFactorStore(inClass(memoryRows().rows)) },
};
for (const [what, options] of Object.entries(own)) {
  it(`${what} in a class of the app, with private fields, serves every use case`, async () => {
    let now = new Date('2026-11-24T09:00:00.000Z');
    const keys = parseKeyRing(newKey('k'));
    const twoFactor = createTwoFactor({
      ...options,
      keys,
      issuer: 'Acme',
      clock: () => now,
      hash: cheapArgon2.derive,
    });
    const requester = { accountId: 'ada', accountName: 'Ada', proof: { method: 'password', at: now } } as const;
    const { keyUri, backupCodes } = await twoFactor.beginSetup(requester);
    await twoFactor.confirmSetup(requester, phone(keyUri).code(now));
    now = new Date(now.getTime() + 30_000);
    const due = { accountId: 'ada', expiresAt: new Date(now.getTime() + 60_000) };
    assert.equal((await twoFactor.answerChallenge(due, { code: phone(keyUri).code(now) })).method, 'totp');
    assert.equal((await twoFactor.answerChallenge(due, { backupCode: backupCodes[0]! })).method, 'backup_code');
    await assert.rejects(twoFactor.answerChallenge(due, { code: '000000' }), { code: 'code_invalid' });
    assert.equal(await twoFactor.reset(requester, 'operator: reason'), true);
    await twoFactor.forget('ada');
    assert.equal(await twoFactor.isEnabled('ada'), false);
  });
}
