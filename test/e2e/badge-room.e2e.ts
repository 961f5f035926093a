import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/launch-browser.js';

const single = await readFile(join(import.meta.dirname, '..', '..', 'dist', 'harmony-2fa.js'));

/** Password managers draw a badge at the end of a field. The browser test runner cannot emulate touch, so this test is here. */
describe('the space for a badge after the last box of a code field', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  for (const dir of ['ltr', 'rtl']) {
    for (const [width, hasTouch, room] of [
      [1280, false, 40],
      [480, false, 40],
      [479, false, 0],
      [320, false, 0],
      [480, true, 0],
    ] as const) {
      it(`is ${room} px at ${width} px, ${dir}, with a ${hasTouch ? 'touch screen' : 'mouse'}`, async () => {
        const page = await browser.newPage({ viewport: { width, height: 640 }, hasTouch, isMobile: hasTouch });
        await page.route('https://acme.example/**', (route) =>
          route.request().url().endsWith('.js')
            ? route.fulfill({ contentType: 'text/javascript; charset=utf-8', body: single })
            : route.fulfill({
                contentType: 'text/html; charset=utf-8',
                body: `<!doctype html><html lang="en" dir="${dir}"><meta name="viewport" content="width=device-width"><script type="module" src="/harmony-2fa.js"></script><harmony-2fa-code-input value="123456"></harmony-2fa-code-input></html>`,
              }),
        );
        await page.goto('https://acme.example/');
        const { field, last, scrolls } = await page.locator('harmony-2fa-code-input').evaluate((element) => {
          const inside = element.shadowRoot!;
          return {
            field: inside.querySelector('input')!.getBoundingClientRect().right,
            last: inside.querySelector('[part=boxes]')!.lastElementChild!.getBoundingClientRect().right,
            scrolls: document.documentElement.scrollWidth,
          };
        });
        await page.close();
        assert.equal(Math.round(field - last), room);
        assert.ok(scrolls <= width, 'the page does not overflow');
      });
    }
  }
});
