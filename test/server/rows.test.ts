import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createTwoFactorStore, emptyFactor, openStore, type SecondFactor } from '../../server/index.js';
import { describeRows } from '../../server/testing.js';
import { memoryRows } from './support/memory-rows.js';
import { createDatabase, databaseKind } from './support/test-database.js';

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
