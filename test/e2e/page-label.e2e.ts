import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/launch-browser.js';

const single = await readFile(join(import.meta.dirname, '..', '..', 'dist', 'harmony-2fa.js'), 'utf8');
const html = `<!doctype html><html lang="en">
  <label for="code">Sign in to Acme</label>
  <harmony-2fa-code-input id="code"></harmony-2fa-code-input>
  <script type="module" src="/harmony-2fa.js"></script>
</html>`;

describe('a label of the page', () => {
  let browser: Browser;
  let page: Page;
  before(async () => {
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.route('**/*', (route) =>
      route.request().url().endsWith('.js')
        ? route.fulfill({ contentType: 'text/javascript; charset=utf-8', body: single })
        : route.fulfill({ contentType: 'text/html', body: html }),
    );
    await page.goto('https://acme.example/');
    await page.getByRole('textbox').waitFor();
  });
  after(() => browser.close());

  it('names the code field where the browser has Reference Target', async () => {
    const isSupported = await page.evaluate(() => 'referenceTarget' in ShadowRoot.prototype);
    assert.equal(await nameOfField(), `${isSupported ? 'Sign in to Acme ' : ''}Enter verification code`);
  });

  it('focuses the code field', async () => {
    await page.getByText('Sign in to Acme').click();
    const focused = await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.id);
    assert.equal(focused, 'totp');
  });

  /** The browser's own computation: a locator by role does not know Reference Target. */
  async function nameOfField(): Promise<string> {
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    return String(nodes.find(({ role }) => role?.value === 'textbox')?.name?.value);
  }
});
