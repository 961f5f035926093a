import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { createDatabase, type TestDatabase } from '../server/support/test-database.js';
import { newKey } from '../server/support/test-server.js';

const root = join(import.meta.dirname, '..', '..');

describe('npm run dev', () => {
  let dev: ChildProcess;
  let address: string;
  let said = '';
  let database: TestDatabase;

  before(async () => {
    // Not the database and the key of whoever works here.
    database = await createDatabase();
    const port = await freePort();
    address = `http://localhost:${port}`;
    dev = spawn(process.execPath, ['--import', 'tsx', 'demo/dev.ts'], {
      cwd: root,
      env: { ...process.env, PORT: String(port), DATABASE_URL: database.url, HARMONY_2FA_KEYS: newKey('dev') },
    });
    for (const stream of [dev.stdout!, dev.stderr!]) stream.on('data', (text: Buffer) => (said += String(text)));
    const ready = async (path: string, status: number): Promise<boolean> =>
      (await fetch(address + path).catch(() => null))?.status === status;
    const until = Date.now() + 90_000;
    while (!((await ready('/api/2fa/status', 401)) && (await ready('/docs', 200)))) {
      assert.equal(dev.exitCode, null, said);
      assert.ok(Date.now() < until, said);
      await wait(200);
    }
  });
  after(async () => {
    if (dev.exitCode === null) {
      dev.kill();
      await once(dev, 'exit');
    }
    await database.remove();
  });

  for (const path of ['/', '/sign-in', '/preferences/security', '/playground', '/docs', '/docs/host']) {
    it(`serves ${path} from the sources, reloaded on change`, async () => {
      const answer = await fetch(address + path);
      assert.equal(answer.status, 200);
      const html = await answer.text();
      assert.match(html, /\/@vite\/client/);
      assert.match(html, /<script type="module" src="[^"]+\.ts"/);
    });
  }

  it('takes a sign-in at the same address', async () => {
    const answer = await fetch(`${address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: address },
      body: JSON.stringify({ email: 'ada@harmony.example', password: 'correct horse battery staple' }),
    });
    assert.equal(answer.status, 200, await answer.text());
  });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0);
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
