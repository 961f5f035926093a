import { launchBrowser } from '../../support/launch-browser.js';
import { measureBytes } from '../page/bytes.js';
import { measureFieldWait } from '../page/field-wait.js';
import { measureKeyPress } from '../page/key-press.js';
import { measureMounts } from '../page/mounts.js';
import { measureQrCode } from '../page/qr-code.js';
import { serve } from '../page/site.js';
import { bare, challenge, hanko, hankoIsInstalled, keyPress, mounts, qrCode } from '../page/sources.js';
import type { Part } from '../page/visit.js';
import type { Measure } from '../section.js';

/** Measures a page in Chromium: bytes, the wait for the field, for each digit and for the QR code, and leaks. */
export const measurePage: Measure = async () => {
  const pages = { challenge, bare, mounts, 'key-press': keyPress, 'qr-code': qrCode };
  const site = await serve(hankoIsInstalled ? { ...pages, hanko } : pages);
  const browser = await launchBrowser();
  try {
    const parts: Part[] = [await measureBytes()];
    for (const measure of [measureFieldWait, measureKeyPress, measureQrCode, measureMounts]) {
      parts.push(await measure({ browser, site }));
    }
    return {
      title: 'The page',
      goals: parts.flatMap(({ goals }) => goals),
      figures: parts.flatMap(({ figures }) => figures),
      curves: [],
    };
  } finally {
    await browser.close();
    site.close();
  }
};
