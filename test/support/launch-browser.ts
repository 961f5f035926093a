import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from './browser.js';

/** Playwright with a browser that this machine has; see `findBrowser`. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, args, env } = await findBrowser();
  return chromium.launch({ executablePath, args, env });
}
