import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { sql, type KyselyPlugin } from 'kysely';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import { batchSizeOf } from '../../../server/adapters/store/purge-rows.js';
import { createWebhookQueue } from '../../../server/adapters/store/webhook-queue.js';
import type { WebhookQueue } from '../../../server/core/webhook/webhook-queue.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';

const day = 86_400_000;
const now = new Date('2026-11-28T09:00:00.000Z');
const endpoints = ['broken', 'other'];

let database: TestDatabase;
let store: OpenStore;
let webhooks: WebhookQueue;
/** More deliveries for each endpoint than two statements change. */
let backlog: number;
/** The most rows that one statement has changed. */
let most = 0;

const countRows: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult({ result }) {
    most = Math.max(most, Number(result.numAffectedRows ?? 0n));
    return Promise.resolve(result);
  },
};

before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
  const size = batchSizeOf(store.db);
  backlog = 2 * size + 10;
  await store.webhooks.register(
    endpoints.map((name) => ({ name, events: null })),
    now,
  );
  const at = now.getTime() - 4 * day;
  for (const endpoint of endpoints) {
    for (let first = 0; first < backlog; first += 70) {
      const values = Array.from({ length: Math.min(70, backlog - first) }, (_, index) => {
        const number = String(first + index).padStart(6, '0');
        const ids = { account_id: `account-${number}`, event_id: `event-${number}`, endpoint };
        return { ...ids, at, queued_at: at, due_at: at, tries: 3, failure: null };
      });
      await store.db.insertInto('webhook_deliveries').values(values).execute();
    }
  }
  webhooks = createWebhookQueue(store.db.withPlugin(countRows));
});
after(async () => {
  await store.close();
  await database.remove();
});

async function stateOf(endpoint: string): Promise<[waiting: number, givenUp: number] | undefined> {
  const state = (await webhooks.states()).find(({ name }) => name === endpoint);
  return state && [state.waiting, state.givenUp];
}

// A database ends a statement after two seconds, and the backlog of an endpoint has any length.
it('a long backlog of an endpoint is given up, sent again and deleted in batches, and no other endpoint changes', async () => {
  assert.equal(await webhooks.giveUpOld('broken', new Date(now.getTime() - 5 * day), now), 0, 'nothing is so old');
  assert.equal(await webhooks.giveUpOld('broken', new Date(now.getTime() - 3 * day), now), backlog);
  assert.deepEqual(await stateOf('broken'), [0, backlog]);
  assert.equal(await webhooks.replay('broken', { since: now }, now), 0, 'no entry is so new');
  assert.equal(await webhooks.replay('broken', { until: now }, now), backlog);
  assert.deepEqual(await stateOf('broken'), [backlog, 0]);
  assert.equal(await webhooks.retry('broken', now), 0, 'everything is due');
  const later = new Date(now.getTime() + day);
  await sql`update webhook_deliveries set due_at = ${later.getTime() + 30 * day}, tries = 9 where endpoint = 'broken'`.execute(store.db); // prettier-ignore
  assert.equal(await webhooks.retry('broken', later), backlog);
  assert.deepEqual(await stateOf('broken'), [backlog, 0]);
  assert.equal(await webhooks.remove('broken'), true);
  assert.equal(await webhooks.remove('broken'), false);
  assert.deepEqual([await stateOf('broken'), await stateOf('other')], [undefined, [backlog, 0]]);
  const left = await store.db.selectFrom('webhook_deliveries').select('endpoint').distinct().execute();
  assert.deepEqual(left, [{ endpoint: 'other' }]);
  assert.ok(most > 0 && most <= batchSizeOf(store.db), `${most} rows in one statement`);
});
