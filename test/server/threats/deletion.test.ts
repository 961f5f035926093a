import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDeviceStore } from '../../../server/reference/account/device-store.js';
import type { HostOnlyTables } from '../../../server/reference/account/tables.js';
import { eventsOf } from '../../../server/core/audit/events.js';
import { afterFailure, untouchedBudget } from '../../../server/core/two-factor/attempt-policy.js';
import { TwoFactorError } from '../../../server/core/errors.js';
import { openStore } from '../../../server/adapters/store/open-store.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { challenged, enrolled, signedIn, visit } from '../support/visitor.js';
import { rounds } from '../support/rounds.js';

let server: TestServer;
before(async () => (server = await startServer({ trustedDeviceDays: 30 })));
after(() => server.close());

const now = (): Date => server.clock.now();
const entry = (accountId: string) => eventsOf({ accountId }, now(), 'challenge_issued');

/** The rows of an account, by table. */
async function left(accountId: string): Promise<string[]> {
  const db = server.store.db.withTables<HostOnlyTables>();
  const kept: string[] = [];
  const ofHost = ['sessions', 'devices', 'deleted_workspaces', 'addresses'] as const;
  for (const table of ['second_factors', 'audit_events', 'sign_ins', ...ofHost] as const) {
    const rows = await db.selectFrom(table).select('account_id').where('account_id', '=', accountId).execute();
    kept.push(...rows.map(() => table));
  }
  return kept;
}

describe('after an account is deleted', () => {
  it('no method of the stores writes an entry or a row for it', async () => {
    const { secondFactors, audit, db } = server.store;
    const untouched = await secondFactors.read('gone');
    await secondFactors.recordFailure(await secondFactors.read('gone'), untouchedBudget, entry('gone'));
    const touched = await secondFactors.read('gone');
    await secondFactors.forget('gone');
    const failed = afterFailure(untouchedBudget, now());
    const refused = (error: unknown) => error instanceof TwoFactorError && error.code === 'not_signed_in';
    await assert.rejects(secondFactors.recordFailure(untouched, failed, entry('gone')), refused);
    assert.equal(await secondFactors.recordFailure(touched, failed, entry('gone')), false);
    await secondFactors.record(entry('gone'));
    await audit.append([...entry('gone'), ...entry('still-there')]);
    await server.sessions.endAll({ accountId: 'gone' }, now(), entry('gone'));
    await createDeviceStore(db.withTables<HostOnlyTables>(), 30).revokeAll('gone', entry('gone'));
    assert.deepEqual(await left('gone'), []);
    assert.deepEqual(await left('still-there'), ['audit_events']);
  });

  it('another process that opens the database writes none', async () => {
    await server.store.secondFactors.forget('gone-elsewhere', now());
    const other = await openStore(server.database.url);
    await other.audit.append(entry('gone-elsewhere'));
    await other.close();
    assert.deepEqual(await left('gone-elsewhere'), []);
  });

  it('the store remembers only a digest of its id, for a day', async () => {
    const remembered = () => server.store.db.selectFrom('forgotten_accounts').selectAll().execute();
    await server.purge(new Date(now().getTime() + 400 * 24 * 60 * 60 * 1000));
    assert.deepEqual(await remembered(), []);
    await server.store.secondFactors.forget('a-secret-id', now());
    const rows = await remembered();
    assert.equal(rows.length, 1);
    assert.doesNotMatch(JSON.stringify(rows), /a-secret-id/);
    await server.purge(new Date(now().getTime() + 23 * 60 * 60 * 1000));
    assert.equal((await remembered()).length, 1);
    await server.purge(new Date(now().getTime() + 25 * 60 * 60 * 1000));
    assert.deepEqual(await remembered(), []);
  });
});

describe('requests that run while the account is deleted', () => {
  it('leave no entry and no row, for every operation and every moment', async () => {
    for (let round = 0; round < Math.ceil(rounds / 4); round += 1) {
      const person = await enrolled(server);
      const half = await challenged(server, person);
      const { browser, account } = await signedIn(server);
      const ids = [];
      for (const { email } of [person.account, account]) ids.push((await server.accounts.find(email))!.id);
      const calls = [
        half.op('answerChallenge', { code: person.phone.wrongCode(now()) }),
        half.op('answerChallenge', { backupCode: 'AAAA-AAAA-AAAA-AAAA' }),
        visit(server).signIn(person.account),
        visit(server).signIn({ ...person.account, password: 'not the password' }),
        browser.op('beginSetup'),
        browser.op('reauthenticate', { password: 'not the password' }),
        visit(server).signIn(account),
        browser.op('removeOtherDevices'),
        browser.call('DELETE', '/api/workspaces/research'),
      ];
      await new Promise((resolve) => setTimeout(resolve, (round * 7) % 60));
      await Promise.all(ids.map((id) => server.accounts.delete(id)));
      await Promise.all(calls);
      for (const id of ids) assert.deepEqual(await left(id), [], `round ${round}`);
    }
  });
});
