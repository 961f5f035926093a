import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from './browser.js';

/** Starts the browser of `findBrowser` with Playwright. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, args, env } = await findBrowser();
  return chromium.launch({ executablePath, args, env });
}
