import { chromeLauncher } from '@web/test-runner-chrome';
import { findInstalled } from '../browser.js';
import { patienceMs, type EngineLauncher } from './engine.js';

export async function firefox(): Promise<EngineLauncher> {
  const executablePath = await findInstalled('FIREFOX_PATH', ['firefox-esr', 'firefox']);
  if (!executablePath) throw new Error('Firefox is not installed: `apt-get install firefox-esr`, or set FIREFOX_PATH');
  const launcher = chromeLauncher({
    // `evaluateInWindow` needs this argument.
    launchOptions: { browser: 'firefox', executablePath, args: ['--remote-allow-system-access'], timeout: patienceMs },
    async createPage({ context }) {
      const page = await context.newPage();
      page.setDefaultNavigationTimeout(patienceMs);
      return page;
    },
    // Firefox draws one tab at a time, and only that tab has the focus.
    concurrency: 1,
  });

  /** Runs a script in the browser's own window, because WebDriver BiDi has no command for these settings. */
  async function evaluateInWindow(sessionId: string, expression: string): Promise<void> {
    const { connection } = launcher.getPage(sessionId).browser() as unknown as BidiBrowser;
    const { result } = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
    const target = { context: result.contexts[0]!.context };
    await connection.send('script.evaluate', { expression, target, awaitPromise: false });
  }

  return Object.assign(launcher, {
    name: 'Firefox',
    async emulateMedia(...[sessionId, media]: Parameters<EngineLauncher['emulateMedia']>) {
      const overrides = {
        prefersColorSchemeOverride: media.colorScheme ?? 'none',
        prefersReducedMotionOverride: media.reducedMotion ?? 'none',
        forcedColorsOverride: media.forcedColors ?? 'none',
      };
      const tab = 'gBrowser.selectedBrowser.browsingContext.top';
      await evaluateInWindow(sessionId, `void Object.assign(${tab}, ${JSON.stringify(overrides)})`);
    },
    focusPage: (sessionId: string) => evaluateInWindow(sessionId, 'gBrowser.selectedBrowser.focus()'),
  });
}

/** Puppeteer has this and does not declare it. */
interface BidiBrowser {
  connection: {
    send(method: string, parameters: object): Promise<{ result: { contexts: { context: string }[] } }>;
  };
}
