import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { createServer } from 'vite';
import { launchBrowser } from '../support/launch-browser.js';
import { ReferenceServer } from '../support/server.js';

const root = join(import.meta.dirname, '..', '..');
/** The folder `servers` has back ends: `npm run test:apps` starts them. */
const hosts = readdirSync(join(root, 'demo/hosts'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'servers')
  .map(({ name }) => name);

describe('the page about frameworks', () => {
  let server: ReferenceServer;
  let browser: Browser;
  let cache: string;
  before(async () => {
    cache = await mkdtemp(join(tmpdir(), 'harmony-2fa-vite-'));
    [server, browser] = await Promise.all([ReferenceServer.start(), launchBrowser()]);
  });
  after(async () => {
    await browser.close();
    await server.close();
    await rm(cache, { recursive: true, force: true });
  });

  it('lists each host with the command that starts it, and the start page links to it', async () => {
    const page = await browser.newPage();
    await page.goto(server.origin);
    await page.getByRole('link', { name: 'any framework' }).click();
    await page.getByRole('heading', { name: 'In a framework' }).waitFor();
    const commands = await page.getByRole('listitem').locator('pre').allTextContents();
    assert.deepEqual(commands.sort(), hosts.map((host) => `npx vite demo/hosts/${host}`).sort());
    await page.close();
  });

  for (const host of hosts) {
    it(`${host} starts with the command of the page`, async () => {
      const vite = await createServer({
        root: join(root, 'demo/hosts', host),
        cacheDir: join(cache, host),
        logLevel: 'silent',
        server: { port: 0, host: '127.0.0.1', hmr: false, ws: false },
      });
      await vite.listen();
      const page = await browser.newPage();
      try {
        const { port } = vite.httpServer!.address() as { port: number };
        await page.goto(`http://127.0.0.1:${port}/`);
        await page.getByRole('button', { name: /^(Show|Hide) preferences$/ }).waitFor();
        const show = page.getByRole('button', { name: 'Show preferences' });
        if (await show.isVisible()) await show.click();
        await page.getByRole('button', { name: 'Enable 2FA' }).waitFor();
      } finally {
        await page.close();
        await vite.close();
      }
    });
  }

  it('/favicon.ico is an icon', async () => {
    const answer = await fetch(`${server.origin}/favicon.ico`);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type') ?? '', /^image\/(?:x-icon|vnd\.microsoft\.icon)$/);
    const bytes = Buffer.from(await answer.arrayBuffer());
    assert.deepEqual([...bytes.subarray(0, 4)], [0, 0, 1, 0]);
    assert.ok(bytes.length < 4_000, String(bytes.length));
  });
});
