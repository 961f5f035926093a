import { openStore } from '../../server/index.js';
import { describeRows } from '../../server/testing.js';
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
