import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { Camera } from '../support/camera.js';
import { keyUri } from '../support/fake-client.js';
import { launchBrowser } from '../support/launch-browser.js';
import { StateGallery } from '../visual/state-gallery.js';

interface Page {
  options?: BrowserContextOptions;
  /** Styles of the page around the set-up. */
  css?: string;
  dir?: 'ltr' | 'rtl';
}

const hostile = '* { all: unset !important } svg, path, rect { fill: red !important; stroke: red !important }';

const pages: Readonly<Record<string, Page>> = {
  'without styles': {},
  'that unsets everything': { css: hostile },
  'in dark mode': { options: { colorScheme: 'dark' } },
  'with a dark colour scheme': { css: 'html { color-scheme: dark }' },
  'with swapped text and background colours': {
    css: 'html { --harmony-2fa-ground: #000; --harmony-2fa-raised: #000; --harmony-2fa-field: #000; --harmony-2fa-ink: #fff }',
  },
  'in forced colours': { options: { forcedColors: 'active' } },
  'in forced dark colours': { options: { forcedColors: 'active', colorScheme: 'dark' } },
  'from right to left': { dir: 'rtl' },
  'on a phone': { options: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 3 } },
  'at 200 %': { options: { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 } },
  'at 50 %': { options: { viewport: { width: 2560, height: 1800 }, deviceScaleFactor: 0.5 } },
  'that is dark, from right to left, at 50 %, and unsets everything': {
    options: { viewport: { width: 2560, height: 1800 }, deviceScaleFactor: 0.5 },
    css: `${hostile} html { color-scheme: dark !important }`,
    dir: 'rtl',
  },
};

describe('a scanner reads the QR code', { concurrency: 2 }, () => {
  let browser: Browser;
  let gallery: StateGallery;
  let camera: Camera;

  before(async () => {
    browser = await launchBrowser();
    [gallery, camera] = await Promise.all([StateGallery.open(browser), Camera.open(browser)]);
  });
  after(() => browser.close());

  for (const [what, { options = {}, css = '', dir = 'ltr' }] of Object.entries(pages)) {
    it(`on a page ${what}`, async () => {
      const context = await gallery.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await gallery.openState(context, 'set-up: set-up');
      if (css) await page.addStyleTag({ content: css });
      await page.evaluate((to) => statePage.setLanguage('en', to), dir);
      assert.equal(await camera.reads(page), keyUri);
      await context.close();
    });
  }
});
