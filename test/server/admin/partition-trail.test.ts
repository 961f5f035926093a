import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startProgram } from '../support/program.js';
import { databaseKind } from '../support/test-database.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { enrolled } from '../support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

async function admin(parameters: string[]) {
  const env = { DATABASE_URL: server.database.url, HARMONY_2FA_KEYS: server.keys };
  const program = startProgram('admin/main.ts', env, parameters);
  program.child.stdin?.end();
  const code = await program.ended;
  return { code, ...program.output() };
}

describe('harmony-2fa-admin partition-trail', () => {
  it('asks for a reason', async () => {
    const { code, stderr } = await admin(['partition-trail']);
    assert.deepEqual([code, /--reason is missing/.test(stderr)], [2, true], stderr);
  });

  it('partitions the trail below a running server, which goes on; on another database it says that it cannot', async (t) => {
    if (process.env['TEST_POSTGRES_MODE'] === 'partitioned') return t.skip('the trail is spread by the account');
    await enrolled(server);
    const { code, stdout, stderr } = await admin(['partition-trail', '--reason', 'a long trail']);
    if (databaseKind === 'PostgreSQL') {
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^the audit trail has 1[23] partitions: audit_events_before to audit_events_\d{4}_\d{2}\n$/);
      assert.match(stderr, /"reason":"a long trail","msg":"an administrator partitioned the audit trail"/);
    } else {
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /^harmony-2fa: only on PostgreSQL [^\n]+\n$/);
    }
    await enrolled(server);
  });
});
