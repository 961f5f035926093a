import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { insertEvents } from '../../../server/adapters/store/audit-rows.js';
import { eventsOf } from '../../../server/core/audit/events.js';
import { TwoFactorError } from '../../../server/core/errors.js';
import { forgetAccount } from '../../../server/adapters/store/deleted-accounts.js';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import { untouchedBudget } from '../../../server/core/two-factor/attempt-policy.js';
import { createAccountStore } from '../../../server/reference/account/account-store.js';
import { hostMigrations } from '../../../server/reference/account/host-migrations.js';
import { createSessionStore } from '../../../server/reference/account/session-store.js';
import { forTwoFactor, type HostOnlyTables } from '../../../server/reference/account/tables.js';
import { createWorkspaceStore } from '../../../server/reference/account/workspaces.js';
import { createDatabase, databaseKind, type TestDatabase } from '../support/test-database.js';
import { cheapArgon2 } from '../support/test-server.js';

let database: TestDatabase;
let store: OpenStore;
before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
  await store.migrate('host_migrations', hostMigrations);
});
after(async () => {
  await store.close();
  await database.remove();
});

const now = new Date();
const entry = (accountId: string) => eventsOf({ accountId }, now, 'challenge_issued');

/** The number of entries and the version of the row: 0 and 0 after a deletion. */
async function assertNothingLeft(accountId: string): Promise<void> {
  assert.deepEqual(await store.audit.list(accountId), []);
  assert.equal((await store.secondFactors.read(accountId)).version, 0);
}

describe(`a write that runs at the same time as a deletion on ${databaseKind}`, () => {
  it('that began before the deletion was committed writes nothing', async () => {
    const { db, secondFactors, audit } = store;
    const pending: Promise<unknown>[] = [];
    const untouched = await secondFactors.read('in-between');
    await audit.append(entry('in-between'));
    await db.transaction().execute(async (transaction) => {
      await forgetAccount(transaction, 'in-between', now);
      pending.push(
        audit.append(entry('in-between')),
        assert.rejects(secondFactors.recordFailure(untouched, untouchedBudget, entry('in-between')), TwoFactorError),
      );
      await setTimeout(300);
    });
    await Promise.all(pending);
    await assertNothingLeft('in-between');
  });

  it('in an open transaction: the deletion waits for the commit and then deletes the rows', async () => {
    const { db, secondFactors } = store;
    let deletion: Promise<void> | undefined;
    await db.transaction().execute(async (transaction) => {
      await insertEvents(transaction, entry('not-yet'));
      deletion = secondFactors.forget('not-yet', now);
      await setTimeout(300);
    });
    await deletion;
    await assertNothingLeft('not-yet');
  });

  it('of the reference server: neither a session nor a change of its data outlives the account', async () => {
    const db = store.db.withTables<HostOnlyTables>();
    const accounts = await createAccountStore(db, cheapArgon2);
    const { id: accountId } = (await accounts.create('gone@example.com', 'correct horse battery', now))!;
    const pending: Promise<unknown>[] = [];
    await db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('accounts').where('id', '=', accountId).execute();
      await forgetAccount(forTwoFactor(transaction), accountId, now);
      pending.push(
        assert.rejects(createSessionStore(db).begin({ accountId }, now)),
        createWorkspaceStore(db)
          .delete(accountId, 'research')
          .then((outcome) => assert.equal(outcome, 'not_found')),
      );
      await setTimeout(300);
    });
    await Promise.all(pending);
    for (const table of ['sessions', 'deleted_workspaces'] as const) {
      const rows = db.selectFrom(table).select('account_id').where('account_id', '=', accountId);
      assert.deepEqual(await rows.execute(), [], table);
    }
  });
});
