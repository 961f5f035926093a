import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { transform } from 'esbuild';
import type { Browser } from 'playwright-core';
import { builtIn } from '../../widget/i18n/built-in-languages.js';
import type { Strings } from '../../widget/i18n/strings.js';
import { languageBudget } from '../support/byte-budgets.js';
import { launchBrowser } from '../support/launch-browser.js';

const dist = join(import.meta.dirname, '..', '..', 'dist');

const table = await readFile(join(dist, 'widget', 'i18n', 'built-in-languages.js'), 'utf8');
const tags = [...new Set([...table.matchAll(/import\('\.\/(.+?)\.js'\)/g)].map(([, tag]) => tag!))];
const fileOf = (tag: string) => join(dist, 'widget', 'i18n', `${tag}.js`);

describe('a built language', () => {
  it('exists for each source', () => {
    assert.ok(tags.length >= 39, tags.join());
    const loaders = Object.values(builtIn).map(String);
    for (const tag of tags)
      assert.ok(
        loaders.some((loader) => loader.includes(`./${tag}.`)),
        tag,
      );
  });

  it(`takes at most ${languageBudget} bytes`, async (t) => {
    const sizes = await Promise.all(
      tags.map(async (tag) => {
        const { code } = await transform(await readFile(fileOf(tag), 'utf8'), {
          format: 'esm',
          minify: true,
          charset: 'utf8',
        });
        return [brotliCompressSync(code).length, tag] as const;
      }),
    );
    sizes.sort(([one], [other]) => other - one);
    t.diagnostic(`largest: ${sizes[0]?.join(' ')}`);
    assert.deepEqual(
      sizes.filter(([size]) => size > languageBudget),
      [],
    );
  });
});

describe('the single file', () => {
  let browser: Browser;
  let single: string;
  before(async () => {
    single = await readFile(join(dist, 'harmony-2fa.js'), 'utf8');
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it('holds English and no text of another language', async () => {
    assert.ok(single.includes('Something went wrong. Try again.'));
    assert.ok(!single.includes('Etwas ist schiefgegangen.'));
    for (const tag of tags) {
      const { failed, unreachable, enableText } = await load(fileOf(tag));
      for (const text of [failed, unreachable, enableText]) assert.ok(!single.includes(text), `${tag}: ${text}`);
    }
  });

  it('speaks German, and fetches only that file', async () => {
    const files = await open('de', 'Bestätigungscode eingeben');
    assert.deepEqual(files, ['harmony-2fa.js', 'widget/i18n/de.js']);
  });

  it('speaks English without another file', async () => {
    const files = await open('en', 'Enter verification code');
    assert.deepEqual(files, ['harmony-2fa.js']);
  });

  it('speaks English where the file of the language is missing', async () => {
    const files = await open('de', 'Enter verification code', ['harmony-2fa.js']);
    assert.deepEqual(files, ['harmony-2fa.js', 'widget/i18n/de.js']);
  });

  /**
   * Opens a page with a code field and the single file. The server has the given files of the build, or all of them.
   *
   * @param label what the field has to be called in the end
   * @returns the scripts that the page asked for
   */
  async function open(lang: string, label: string, published?: string[]): Promise<string[]> {
    const base = 'https://acme.example/assets/';
    const page = await browser.newPage();
    const files: string[] = [];
    await page.route('**/*', async (route) => {
      const path = route.request().url().replace(base, '');
      if (path === '') {
        const body = `<!doctype html><html lang="${lang}"><script type="module" src="harmony-2fa.js"></script><harmony-2fa-code-input></harmony-2fa-code-input></html>`;
        return route.fulfill({ contentType: 'text/html; charset=utf-8', body });
      }
      if (path.endsWith('.js')) files.push(path);
      const found = !published || published.includes(path) ? await readFile(join(dist, path)).catch(() => null) : null;
      return found
        ? route.fulfill({ contentType: 'text/javascript; charset=utf-8', body: found })
        : route.fulfill({ status: 404 });
    });
    await page.goto(base, { waitUntil: 'networkidle' });
    await page.locator('harmony-2fa-code-input label', { hasText: label }).waitFor();
    await page.close();
    return files.sort();
  }
});

async function load(file: string): Promise<Strings> {
  return ((await import(pathToFileURL(file).href)) as { default: Strings }).default;
}
