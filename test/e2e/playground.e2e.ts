import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { missingParts } from '../../demo/memory/lesser-client.js';
import {
  challengeStates,
  devicesStates,
  enrolmentStates,
  setupStates,
  stepUpStates,
} from '../../demo/states/catalogue.js';
import { en } from '../../widget/i18n/en.js';
import { launchBrowser } from '../support/launch-browser.js';
import { ReferenceServer } from '../support/server.js';

describe('the playground', () => {
  let server: ReferenceServer;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  before(async () => {
    [server, browser] = await Promise.all([ReferenceServer.start(), launchBrowser()]);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    // The browser reports a violation of the content policy as a console message. It also suggests a field for the user name
    // in the state that asks for the password, where the account is known.
    page.on('console', (message) => {
      if (!message.text().startsWith('[DOM] Password forms should have')) faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${server.origin}/playground`);
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  const css = (): Promise<string | null> => page.locator('#css').textContent();
  const background = (): Promise<string> =>
    page
      .locator('#stage harmony-2fa-setup')
      .getByRole('button', { name: 'Enable 2FA' })
      .evaluate((button) => getComputedStyle(button).backgroundColor);

  it('applies a chosen colour at once, and shows the CSS for it', async () => {
    await page.fill('#property-primary', '#0a7f3f');
    assert.equal(await background(), 'rgb(10, 127, 63)');
    assert.equal(await css(), 'harmony-2fa-setup {\n  --harmony-2fa-primary: #0a7f3f;\n}');
    await page.getByRole('button', { name: 'Back to the theme' }).click();
    assert.equal(await background(), 'rgb(17, 17, 17)');
    assert.match((await css()) ?? '', /Nothing differs/);
  });

  it('applies a theme, light and dark', async () => {
    await page.selectOption('#theme', 'material');
    assert.equal(await background(), 'rgb(103, 80, 164)');
    await page.selectOption('#scheme', 'dark');
    assert.equal(await background(), 'rgb(208, 188, 255)');
    assert.match((await css()) ?? '', /--harmony-2fa-primary: light-dark\(#6750a4, #d0bcff\)/);
    await page.selectOption('#theme', '');
    await page.selectOption('#scheme', 'light dark');
  });

  it('shows each language in its direction', async () => {
    await page.selectOption('#language', 'ar');
    await page.locator('#stage').getByText('المصادقة الثنائية').first().waitFor();
    assert.equal(await page.locator('#stage').getAttribute('dir'), 'rtl');
    await page.selectOption('#language', 'en');
    await page.locator('#stage').getByText('Two-Factor Authentication').first().waitFor();
  });

  for (const [tag, names] of Object.entries({
    'harmony-2fa-setup': ['endpoint', 'codeLength', 'product', 'account', 'readonly', 'strings'],
    'harmony-2fa-challenge': ['endpoint', 'codeLength', 'noAutoSubmit', 'strings'],
    'harmony-2fa-step-up': ['endpoint', 'codeLength', 'strings'],
    'harmony-2fa-devices': ['endpoint', 'strings'],
    'harmony-2fa-enrolment': ['endpoint', 'product', 'account', 'strings'],
    'harmony-2fa-code-input': [
      'name',
      'label',
      'hint',
      'error',
      'required',
      'disabled',
      'readonly',
      'strings',
      'value',
      'length',
    ],
    'harmony-2fa-backup-codes': ['product', 'account', 'saved', 'disabled', 'codes', 'strings'],
    'harmony-2fa-qr-code': ['label', 'value', 'strings'],
  })) {
    it(`edits every property of <${tag}>`, async () => {
      await page.selectOption('#tag', tag);
      // The step-up shows nothing by itself.
      await page.locator(`#stage ${tag}`).waitFor({ state: 'attached' });
      const fields = page.getByRole('group', { name: 'Properties' }).locator('.row > label, .flag');
      assert.deepEqual((await fields.allTextContents()).map((text) => text.trim()).sort(), [...names].sort());
    });
  }

  it('writes an edit to the element, and shows the tag to copy', async () => {
    await page.selectOption('#tag', 'harmony-2fa-code-input');
    await page.fill('#element-label', 'Your "code"');
    await page.getByLabel('required').check();
    await page.fill('#element-length', '8');
    await page.locator('#stage').getByLabel('Your "code"').fill('12345678');
    assert.equal(
      await page.locator('#html').textContent(),
      '<harmony-2fa-code-input label="Your &quot;code&quot;" required length="8"></harmony-2fa-code-input>',
    );
    assert.match((await page.locator('#events').textContent()) ?? '', /input/);
    await page.fill('#element-strings', '{ not json');
    await page.locator('#element-strings').blur();
    assert.equal(await page.locator('#element-strings').getAttribute('aria-invalid'), 'true');
  });

  for (const [tag, states] of Object.entries({
    'harmony-2fa-setup': setupStates,
    'harmony-2fa-challenge': challengeStates,
    'harmony-2fa-step-up': stepUpStates,
    'harmony-2fa-devices': devicesStates,
    'harmony-2fa-enrolment': enrolmentStates,
  })) {
    it(`brings <${tag}> to each state of the catalogue`, async () => {
      await page.selectOption('#tag', tag);
      for (const state of Object.keys(states)) {
        const before = page.locator(`#stage ${tag}:not([data-before])`);
        await before.evaluate((element) => (element.dataset['before'] = ''));
        await page.selectOption('#state', state);
        // The element gets the page's language when it is in its state.
        await page.locator(`#stage ${tag}:not([lang], [data-before])`).waitFor({ state: 'attached' });
      }
      await page.selectOption('#state', '');
    });
  }

  it('asks for a proof with the step-up, which the demo phone can answer', async () => {
    await page.selectOption('#tag', 'harmony-2fa-step-up');
    await page.getByRole('button', { name: 'Call prove({ maxAge: 0 })' }).click();
    const dialog = page.getByRole('dialog', { name: "Confirm it's you" });
    await dialog.waitFor();
    const code = await page.locator('harmony-demo-phone .code').first().textContent();
    await dialog.getByRole('textbox').fill(code!.replaceAll(/\D/g, ''));
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await page.locator('#events').getByText('prove()  true').waitFor();
  });

  it('shows an element over a back end that lacks something, in any combination', async () => {
    await page.selectOption('#tag', 'harmony-2fa-setup');
    await page.getByText('What the back end lacks', { exact: true }).click();
    const group = page.getByRole('group', { name: 'What the back end lacks' });
    assert.equal(await group.getByRole('checkbox').count(), Object.keys(missingParts).length);
    await group.getByLabel(missingParts.codes, { exact: true }).check();
    await group.getByLabel(missingParts.cancel, { exact: true }).check();
    const stage = page.locator('#stage');
    await stage.getByRole('button', { name: 'Enable 2FA' }).click();
    await stage.getByRole('dialog').getByRole('button', { name: 'Enable 2FA' }).click();
    await stage.getByRole('heading', { name: 'Scan the QR code' }).waitFor();
    assert.equal(await stage.getByRole('checkbox').count(), 0);
    await stage.getByRole('button', { name: 'Cancel' }).click();
    for (const part of [missingParts.codes, missingParts.cancel])
      await group.getByLabel(part, { exact: true }).uncheck();
    await stage.getByRole('button', { name: 'Enable 2FA' }).waitFor();
  });

  it('lists every text with its English', async () => {
    await page.getByText('Texts that strings replaces').click();
    const names = await page.getByRole('term').allTextContents();
    assert.deepEqual(names.map((name) => name.trim().split('(')[0]).sort(), Object.keys(en).sort());
    await page.getByText('Too many attempts. You can try again in {duration}.').waitFor();
  });

  it('follows the strictest policy, and writes nothing to the console', () => assert.deepEqual(faults, []));
});
