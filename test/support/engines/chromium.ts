import { chromeLauncher, type ChromeLauncher } from '@web/test-runner-chrome';
import { findBrowser } from '../browser.js';
import { patienceMs, type EngineLauncher } from './engine.js';

export async function chromium(): Promise<EngineLauncher> {
  const { executablePath, args, env } = await findBrowser();
  const launcher = chromeLauncher({
    launchOptions: { executablePath, args, env, timeout: patienceMs },
    async createPage({ context }) {
      const page = await context.newPage();
      page.setDefaultNavigationTimeout(patienceMs);
      // Two pages run at once and only one is in front. Each must behave as if it had the focus.
      const devtools = await page.createCDPSession();
      await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: true });
      return page;
    },
  });
  return Object.assign(launcher, {
    name: 'Chromium',
    focusPage: (sessionId: string) => launcher.getPage(sessionId).bringToFront(),
    async emulateMedia(...[sessionId, media]: Parameters<EngineLauncher['emulateMedia']>) {
      const page = launcher.getPage(sessionId);
      const features = [
        { name: 'prefers-color-scheme', value: media.colorScheme ?? '' },
        { name: 'prefers-reduced-motion', value: media.reducedMotion ?? '' },
        { name: 'forced-colors', value: media.forcedColors ?? '' },
      ];
      // A devtools session ends when it is collected, and its emulation with it: keep one for each page.
      const client = devtools.get(page) ?? (await page.createCDPSession());
      devtools.set(page, client);
      await client.send('Emulation.setEmulatedMedia', { features });
    },
  });
}

type Page = ReturnType<ChromeLauncher['getPage']>;
const devtools = new WeakMap<Page, Awaited<ReturnType<Page['createCDPSession']>>>();
