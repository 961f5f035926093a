import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { singleFileBudget } from '../support/byte-budgets.js';
import { launchBrowser } from '../support/launch-browser.js';

const dist = join(import.meta.dirname, '..', '..', 'dist');
const hashes = JSON.parse(await readFile(join(dist, 'integrity.json'), 'utf8')) as Record<string, string>;
const single = await readFile(join(dist, 'harmony-2fa.js'));

describe('the single file', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it(`takes less than ${singleFileBudget} bytes`, (t) => {
    const size = brotliCompressSync(single).length;
    t.diagnostic(`${size} bytes`);
    assert.ok(size < singleFileBudget, `${size} bytes`);
  });

  it('has its hash in integrity.json, as each file that it loads has', async () => {
    const files = Object.keys(hashes);
    for (const file of ['harmony-2fa.js', 'widget/i18n/de.js']) assert.ok(files.includes(file), file);
    for (const file of files) {
      const hash = createHash('sha384').update(await readFile(join(dist, file)));
      assert.equal(hashes[file], `sha384-${hash.digest('base64')}`, file);
    }
  });

  it('runs from another origin in a page that requires this hash', async () => {
    assert.deepEqual(await open(single), { defined: true, refusals: 0 });
  });

  it('does not run with one byte changed', async () => {
    const changed = Buffer.from(single);
    // In the licences at its end, where the change has no effect on the code.
    changed[changed.length - 10]! ^= 1;
    assert.deepEqual(await open(changed), { defined: false, refusals: 1 });
  });

  /** Opens a page as in the README, which loads the file from another origin. */
  async function open(file: Buffer): Promise<{ defined: boolean; refusals: number }> {
    const page = await browser.newPage();
    let refusals = 0;
    page.on('console', (message) => {
      if (message.text().includes('integrity')) refusals++;
    });
    await page.route('https://acme.example/', (route) => {
      const script = `<script type="module" src="https://files.example/harmony-2fa.js" integrity="${hashes['harmony-2fa.js']}" crossorigin></script>`;
      return route.fulfill({ contentType: 'text/html', body: `<!doctype html><html lang="en">${script}</html>` });
    });
    await page.route('https://files.example/harmony-2fa.js', (route) =>
      route.fulfill({
        contentType: 'text/javascript; charset=utf-8',
        headers: { 'access-control-allow-origin': '*' },
        body: file,
      }),
    );
    await page.goto('https://acme.example/', { waitUntil: 'load' });
    const defined = await page.evaluate(() => customElements.get('harmony-2fa-setup') !== undefined);
    await page.close();
    return { defined, refusals };
  }
});
