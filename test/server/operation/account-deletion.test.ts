import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDeviceStore } from '../../../server/reference/account/device-store.js';
import type { HostOnlyTables } from '../../../server/reference/account/tables.js';
import { createAdministration } from '../../../server/reference/administration/administration.js';
import { parseKeyRing } from '../../../server/core/crypto/key-ring.js';
import { createLog } from '../../../server/adapters/log/json-log.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { twoFactorOf } from '../support/use-cases.js';
import { assertProblem, challenged, enrolled, proved, visit } from '../support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer({ trustedDeviceDays: 30 })));
after(() => server.close());

describe('a deleted account', () => {
  it('leaves no row and no byte in the database, and other accounts are unchanged', async () => {
    // So that something waits to be sent of the account.
    await server.store.webhooks.register([{ name: 'receiver', events: null }], server.clock.now());
    const person = await enrolled(server);
    const other = await enrolled(server);
    await server.store.webhooks.collect(server.clock.now(), 100);
    const browser = await proved(server, person);
    const half = await challenged(server, person);
    assert.equal((await browser.call('DELETE', '/api/workspaces/research')).status, 204);
    const trusted = await challenged(server, person);
    server.clock.advance(30);
    const body = { code: person.phone.code(server.clock.now()), trustDevice: true };
    const headers = { 'user-agent': 'canary of a browser' };
    assert.equal((await trusted.call('POST', '/api/2fa/challenge', { body, headers })).status, 200);
    await browser.op('beginBackupCodes');
    const { id } = (await server.accounts.find(person.account.email))!;
    const { secret } = await server.store.db
      .selectFrom('second_factors')
      .select('secret')
      .where('account_id', '=', id)
      .executeTakeFirstOrThrow();
    const devices = createDeviceStore(server.store.db.withTables<HostOnlyTables>(), 30);
    assert.equal((await devices.listAll(id, server.clock.now())).length, 1);
    const lines: string[] = [];
    const administration = createAdministration({
      ...server.store,
      twoFactor: twoFactorOf(server),
      accounts: server.accounts,
      sessions: server.sessions,
      devices,
      keys: parseKeyRing(server.keys),
      administrators: new Set(),
      clock: server.clock.now,
      log: createLog('info', { write: (line) => void lines.push(line) }),
    });
    await administration.delete({ id, email: person.account.email }, { operator: 'test', reason: 'asked for it' });

    for (const visitor of [person.browser, half]) assertProblem(await visitor.op('status'), 401, 'not_signed_in');
    assertProblem(await visit(server).signIn(person.account), 401, 'credentials_invalid');
    const ofHost = ['sessions', 'devices', 'deleted_workspaces', 'addresses'] as const;
    const db = server.store.db.withTables<Record<(typeof ofHost)[number], { account_id: string; id: string }>>();
    for (const table of ['second_factors', 'audit_events', 'webhook_deliveries', ...ofHost] as const) {
      assert.deepEqual(
        await db.selectFrom(table).select('account_id').where('account_id', '=', id).execute(),
        [],
        table,
      );
    }
    if (server.database.folder) {
      await server.store.close();
      for (const [name, content] of await server.database.files()) {
        for (const trace of [person.account.email, id, secret!, 'canary of a browser']) {
          assert.ok(!content.includes(trace), `${trace} in ${name}`);
        }
      }
      await server.restart();
    }
    assert.match(lines.join(''), new RegExp(`"accountId":"${id}".*"reason":"asked for it"`));
    assert.equal((await other.browser.op('status')).body['enabled'], true);
  });
});
