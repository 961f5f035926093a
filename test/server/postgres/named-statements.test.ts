import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { eventsOf } from '../../../server/core/audit/events.js';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import { untouchedBudget } from '../../../server/core/two-factor/attempt-policy.js';
import { query } from '../support/postgres-query.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';

const accountId = 'ada';
let database: TestDatabase;
let store: OpenStore;
before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
});
after(async () => {
  await store.close();
  await database.remove();
});

/** The prepared statements of the store's connection: consecutive calls use the same one. */
async function preparedStatements(): Promise<string[]> {
  const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(store.db);
  return rows.map(({ statement }) => statement);
}

async function fail(): Promise<boolean> {
  const factor = await store.secondFactors.read(accountId);
  const entries = eventsOf({ accountId }, new Date(), 'second_factor_failed', 'locked');
  return store.secondFactors.recordFailure(factor, { ...untouchedBudget, failures: factor.version + 1 }, entries);
}

/** Behind a pooler in transaction mode there are none. */
const pooled = process.env['TEST_POSTGRES_MODE'] === 'pgbouncer';

describe('the prepared statements on PostgreSQL', () => {
  if (pooled) return;
  it('are prepared once per connection: one for a read, one for a change with its entries', async () => {
    assert.ok(await fail());
    assert.ok(await fail());
    const statements = await preparedStatements();
    assert.ok(await fail());
    assert.deepEqual(await preparedStatements(), statements);
    assert.equal(statements.filter((text) => text.startsWith('select')).length, 1, statements.join('\n'));
    assert.equal(
      statements.filter((text) => text.includes('audit_events')).length,
      2,
      'the first write, and each further',
    );
    assert.equal((await store.audit.list(accountId)).length, 6);
  });

  it('still work when a newer version adds a column to each table', async () => {
    const [factor, entries] = [await store.secondFactors.read(accountId), await store.audit.list(accountId)];
    for (const table of ['second_factors', 'audit_events']) {
      await query(database.url, `alter table ${table} add column newer text not null default 'x'`);
    }
    assert.deepEqual(await store.secondFactors.read(accountId), factor);
    assert.deepEqual(await store.audit.list(accountId), entries);
    assert.ok(await fail());
  });

  it('are limited in number, whatever SQL an app sends', async () => {
    for (let number = 0; number < 300; number += 1) {
      const { rows } = await sql<{ got: number }>`select ${number}::integer as ${sql.ref(`got${number}`)}`.execute(
        store.db,
      );
      assert.deepEqual(rows, [{ [`got${number}`]: number }]);
    }
    assert.ok((await preparedStatements()).length <= 200);
    assert.ok(await fail());
  });
});
