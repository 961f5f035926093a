import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { bundle, entries, type Bundle } from '../support/bundle.js';
import { launchBrowser } from '../support/launch-browser.js';

const document = `<!doctype html><html lang="en"><title>Security</title>
<script type="module">
  import '/page.js';
  const element = Object.assign(document.createElement('harmony-2fa-setup'), {
    client: { status: async () => ({ enabled: false }) },
  });
  document.body.append(element);
</script></html>`;

describe('a file of the set-up that failed to load', () => {
  let files: Bundle;
  let dialogs: string;
  let server: Server;
  let origin: string;
  let browser: Browser;
  /** What the server does with the file of the dialogs. */
  let answer: 'good' | 'missing' | 'cut off' = 'good';

  before(async () => {
    [files, browser] = await Promise.all([bundle(entries.setupAlone), launchBrowser()]);
    dialogs = files.chunkOf(/\/setup\/dialogs\.js$/);
    server = createServer(({ url }, response) => {
      const name = `dist/page${url}`;
      if (url === '/') return response.setHeader('content-type', 'text/html').end(document);
      if (name === dialogs && answer === 'cut off') return response.destroy();
      const text = name === dialogs && answer === 'missing' ? undefined : files.texts.get(name);
      if (text === undefined) response.statusCode = 404;
      return response.setHeader('content-type', 'text/javascript').setHeader('cache-control', 'no-store').end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => (answer = 'good'));
  after(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  async function open(visit: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      await page.goto(origin);
      await visit(page);
    } finally {
      await context.close();
    }
  }

  const press = (page: Page, name: string) => page.getByRole('button', { name }).click();

  async function opensTheDialog(page: Page): Promise<void> {
    await press(page, 'Enable 2FA');
    await page.getByRole('dialog', { name: 'Enable two-factor authentication?' }).waitFor();
  }

  for (const failure of ['missing', 'cut off'] as const) {
    it(`is loaded after “Try again”, once the server has it: ${failure}`, () =>
      open(async (page) => {
        answer = failure;
        await press(page, 'Enable 2FA');
        await page.getByRole('alert').getByText('The server did not answer.').waitFor();
        answer = 'good';
        await press(page, 'Try again');
        await opensTheDialog(page);
      }));
  }

  it('costs no page while the browser is offline', () =>
    open(async (page) => {
      await page.getByRole('button', { name: 'Enable 2FA' }).waitFor();
      let loads = 0;
      page.on('framenavigated', () => loads++);
      await page.context().setOffline(true);
      await press(page, 'Enable 2FA');
      await press(page, 'Try again');
      await page.getByRole('alert').getByText('The server did not answer.').waitFor();
      assert.equal(loads, 0);
      await page.context().setOffline(false);
      await press(page, 'Try again');
      await opensTheDialog(page);
      assert.equal(loads, 1);
    }));
});
