/*
 * npm run build && npm run pictures
 *
 * Takes the pictures of the readme, light and dark, from the demo's first page: the dialog with the QR code, and the
 * challenge. Both show accounts that exist in the memory of that page alone.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/launch-browser.js';
import { ReferenceServer } from '../support/server.js';

const folder = resolve(import.meta.dirname, '..', '..', 'demo', 'docs', 'pictures');
const grounds = { light: '#f3f3f4', dark: '#0b0b0c' };

await mkdir(folder, { recursive: true });
const [browser, server] = await Promise.all([launchBrowser(), ReferenceServer.start()]);
try {
  for (const scheme of ['light', 'dark'] as const) {
    const pieces = await photograph(browser, server.origin, scheme);
    const picture = await compose(browser, pieces, grounds[scheme]);
    await writeFile(join(folder, `elements-${scheme}.webp`), picture);
    console.log(`elements-${scheme}.webp: ${(picture.length / 1000).toFixed(1)} kB`);
  }
} finally {
  await browser.close();
  await server.close();
}

/** The dialog and the challenge, as PNG. */
async function photograph(browser: Browser, origin: string, colorScheme: 'light' | 'dark'): Promise<Buffer[]> {
  const viewport = { width: 440, height: 1100 };
  const page = await browser.newPage({ viewport, colorScheme, deviceScaleFactor: 2, reducedMotion: 'reduce' });
  await page.goto(origin);
  const challenge = page.locator('.stage:has(harmony-2fa-challenge)');
  await page.locator('harmony-2fa-challenge').getByRole('textbox').fill('4710');
  // The demo phone lies over both.
  await page.locator('#phone').evaluate((phone) => phone.style.setProperty('display', 'none'));
  const asked = await challenge.screenshot({ animations: 'disabled' });
  await page.setViewportSize({ ...viewport, width: 900 });
  await page.locator('harmony-2fa-setup').getByRole('button', { name: 'Enable 2FA' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Enable' }).last().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('img').first().waitFor();
  const shown = await dialog.screenshot({ animations: 'disabled' });
  await page.close();
  return [shown, asked];
}

/** Both side by side, as WebP: a third of the bytes of PNG. */
async function compose(browser: Browser, pieces: Buffer[], ground: string): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 }, deviceScaleFactor: 1.5 });
  const images = pieces.map((png) => `<img src="data:image/png;base64,${png.toString('base64')}">`);
  await page.setContent(`<style>
    body { margin: 0; display: inline-flex; gap: 32px; align-items: center; padding: 32px; background: ${ground}; }
    img { inline-size: 480px; border-radius: 12px; }
    img + img { inline-size: 400px; }
  </style>${images.join('')}`);
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
  return capture(page);
}

async function capture(page: Page): Promise<Buffer> {
  const clip = (await page.locator('body').boundingBox())!;
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 80,
    clip: { ...clip, scale: 1 },
  });
  await page.close();
  return Buffer.from(data, 'base64');
}
