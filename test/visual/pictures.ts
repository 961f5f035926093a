/*
 * npm run pictures
 *
 * Takes the pictures of the README, light and dark: two states of the catalogue, the dialog with the QR code and the
 * challenge.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/launch-browser.js';
import { StateGallery } from './state-gallery.js';

const folder = resolve(import.meta.dirname, '..', '..', 'demo', 'docs', 'pictures');
const grounds = { light: '#f3f3f4', dark: '#0b0b0c' };

await mkdir(folder, { recursive: true });
const browser = await launchBrowser();
try {
  const gallery = await StateGallery.open(browser);
  for (const scheme of ['light', 'dark'] as const) {
    const pieces = await takeScreenshots(gallery, scheme);
    const picture = await compose(browser, pieces, grounds[scheme]);
    await writeFile(join(folder, `elements-${scheme}.webp`), picture);
    console.log(`elements-${scheme}.webp: ${(picture.length / 1000).toFixed(1)} kB`);
  }
} finally {
  await browser.close();
}

/** The dialog and the challenge, as PNG. */
async function takeScreenshots(gallery: StateGallery, colorScheme: 'light' | 'dark'): Promise<Buffer[]> {
  const viewport = { width: 900, height: 1100 };
  const context = await gallery.newContext({ viewport, colorScheme, deviceScaleFactor: 2 });
  const setup = await gallery.openState(context, 'set-up: set-up');
  const dialog = setup.getByRole('dialog');
  await dialog.getByRole('img').first().waitFor();
  const dialogPicture = await dialog.screenshot({ animations: 'disabled' });
  const challenge = await gallery.openState(context, 'challenge: asking');
  await challenge.setViewportSize({ ...viewport, width: 440 });
  await challenge.locator('harmony-2fa-challenge').getByRole('textbox').fill('4710');
  const challengePicture = await challenge.locator('body').screenshot({ animations: 'disabled' });
  await context.close();
  return [dialogPicture, challengePicture];
}

/** Puts both side by side, as WebP, which takes a third of the bytes of PNG. */
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
