import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { pages } from '../../demo/docs/site/pages.js';
import { launchBrowser } from '../support/launch-browser.js';
import { ReferenceServer } from '../support/server.js';

describe('the documentation', () => {
  let server: ReferenceServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const faults: string[] = [];

  before(async () => {
    [server, browser] = await Promise.all([ReferenceServer.start(), launchBrowser()]);
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    // The browser reports a violation of the content policy as a console message.
    page.on('console', (message) => faults.push(`${page.url()}: ${message.text()}`));
    page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  it('is under the strict policy, with nothing inline', async () => {
    const answer = await page.goto(`${server.origin}/docs`);
    assert.equal(answer?.status(), 200);
    const policy = answer?.headers()['content-security-policy'] ?? '';
    assert.match(
      policy,
      /default-src 'none'.*script-src 'self';.*style-src 'self';.*require-trusted-types-for 'script'/,
    );
    const html = (await answer?.text()) ?? '';
    assert.doesNotMatch(html, /<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/);
  });

  it('fits each page on a phone, and links only to pages and anchors that exist', async () => {
    await page.setViewportSize({ width: 360, height: 800 });
    const anchors = new Map<string, Set<string>>();
    const links: { from: string; to: string }[] = [];
    for (const { path } of pages) {
      const answer = await page.goto(server.origin + path);
      assert.equal(answer?.status(), 200, path);
      const seen = await page.evaluate(() => ({
        wider: document.documentElement.scrollWidth - innerWidth,
        ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
        links: [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href')!),
      }));
      assert.ok(seen.wider <= 0, `${path} is ${seen.wider} px wider than the screen`);
      anchors.set(path, new Set(seen.ids));
      for (const to of seen.links) links.push({ from: path, to });
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    const broken = links.filter(({ from, to }) => {
      if (to.startsWith('https://') || to === '/' || to === '/playground') return false;
      const [path, anchor] = to.split('#');
      const known = anchors.get(path || from);
      return !known || (anchor !== undefined && !known.has(anchor));
    });
    assert.deepEqual(broken, []);
  });

  it('can be searched from the keyboard', async () => {
    await page.goto(`${server.origin}/docs`);
    await page.keyboard.press('/');
    const field = page.getByRole('searchbox', { name: 'Search the documentation' });
    assert.ok(await field.evaluate((input) => input === document.activeElement));
    await page.keyboard.type('logical replication');
    await page
      .getByRole('link', { name: /Move to another PostgreSQL/ })
      .first()
      .waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/docs/scale#move-to-another-postgresql');
    await page.getByRole('heading', { name: 'Move to another PostgreSQL' }).waitFor();
    await field.fill('zzzzqq');
    await page.getByText('Nothing for “zzzzqq”.').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#search-results').waitFor({ state: 'hidden' });
  });

  it('has live elements: the challenge accepts a code', async () => {
    await page.goto(`${server.origin}/docs`);
    const place = page.locator('[data-live="challenge"]');
    const code = await place.locator('p code').first().textContent();
    await place.getByRole('textbox').fill(code!);
    await place.getByText('Signed in with a code of the app.').waitFor();
    await place.getByRole('button', { name: 'Ask again' }).click();
    await place.getByRole('textbox').waitFor();
  });

  it('has live elements: the set-up shows a QR code', async () => {
    await page.goto(`${server.origin}/docs`);
    await page.locator('[data-live="setup"]').getByRole('button', { name: 'Enable 2FA' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Enable' }).last().click();
    await dialog.getByRole('img').first().waitFor();
  });

  it('has live elements: the states of the catalogue', async () => {
    await page.goto(`${server.origin}/docs/elements`);
    const place = page.locator('[data-live="states"]');
    await place.getByRole('button', { name: 'Disable 2FA' }).waitFor();
    await place.getByRole('combobox', { name: /State/ }).selectOption({ label: 'wrong code' });
    await place.getByText('That code is not right.').waitFor();
  });

  it('lets a reader try colours and languages', async () => {
    await page.goto(`${server.origin}/docs/theming`);
    await page.getByLabel('Primary colour').fill('#0a7f3f');
    const ground = await page
      .locator('[data-live="theme"]')
      .getByRole('button', { name: 'Verify' })
      .evaluate((button) => getComputedStyle(button).backgroundColor);
    assert.equal(ground, 'rgb(10, 127, 63)');
    await page.goto(`${server.origin}/docs/languages`);
    await page.getByRole('combobox', { name: /Language/ }).selectOption('ar');
    await page.locator('[data-live="language"]').getByText('المصادقة الثنائية').first().waitFor();
  });

  it('shows the whole API of each element from the manifest', async () => {
    await page.goto(`${server.origin}/docs/elements#api`);
    const shown = await page.locator('details.api > summary').allTextContents();
    const { exports } = JSON.parse(await readFile('package.json', 'utf8')) as { exports: Record<string, unknown> };
    const entries = Object.keys(exports).filter((entry) => entry.startsWith('./harmony-2fa-'));
    assert.deepEqual(shown.sort(), entries.map((entry) => `<${entry.slice('./'.length)}>`).sort());
    await page.locator('summary').first().click();
    await page.locator('details.api').first().getByText('code-length').first().waitFor();
  });

  it('hides its list of pages on a phone', async () => {
    await page.setViewportSize({ width: 360, height: 800 });
    await page.goto(`${server.origin}/docs/speed`);
    const link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Elements' });
    assert.equal(await link.isVisible(), false);
    await page.getByRole('button', { name: 'All pages' }).click();
    await link.click();
    await page.waitForURL('**/docs/elements');
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('writes nothing to the console', () => {
    assert.deepEqual(faults, []);
  });
});
