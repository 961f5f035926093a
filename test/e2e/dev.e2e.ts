import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { freePort } from '../server/support/program.js';
import { createDatabase, type TestDatabase } from '../server/support/test-database.js';
import { newKey } from '../server/support/test-server.js';

const root = join(import.meta.dirname, '..', '..');

describe('npm run dev', () => {
  let dev: ChildProcess;
  let address: string;
  let output = '';
  let database: TestDatabase;

  before(async () => {
    // A database and a key for this test, not those of a developer.
    database = await createDatabase();
    const port = await freePort();
    address = `http://localhost:${port}`;
    dev = spawn(process.execPath, ['--import', 'tsx', 'demo/dev.ts'], {
      cwd: root,
      env: { ...process.env, PORT: String(port), DATABASE_URL: database.url, HARMONY_2FA_KEYS: newKey('dev') },
    });
    for (const stream of [dev.stdout!, dev.stderr!]) stream.on('data', (text: Buffer) => (output += String(text)));
    const ready = async (path: string, status: number): Promise<boolean> =>
      (await fetch(address + path).catch(() => null))?.status === status;
    const deadline = Date.now() + 90_000;
    // The generator writes one page after the other, and the index of the search last.
    const areReady = async (): Promise<boolean> =>
      (await ready('/api/2fa/status', 401)) &&
      (await ready('/docs/host', 200)) &&
      (await ready('/docs/search.json', 200));
    while (!(await areReady())) {
      assert.equal(dev.exitCode, null, output);
      assert.ok(Date.now() < deadline, output);
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
    it(`serves ${path} from the sources, with reload on change`, async () => {
      const response = await fetch(address + path);
      assert.equal(response.status, 200);
      const html = await response.text();
      assert.match(html, /\/@vite\/client/);
      assert.match(html, /<script type="module" src="[^"]+\.ts"/);
    });
  }

  it('answers a sign-in at the same address', async () => {
    const response = await fetch(`${address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: address },
      body: JSON.stringify({ email: 'ada@harmony.example', password: 'correct horse battery staple' }),
    });
    assert.equal(response.status, 200, await response.text());
  });
});
