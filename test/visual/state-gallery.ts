import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { bundle } from './bundle.js';
import type * as StatePage from './state-page.js';

/** No request reaches it: the route below answers. Localhost is a secure context, so that the page has a clipboard. */
const address = 'http://localhost/';

/** A page that follows dark mode, with the width of a preferences page and no other style. */
const hostPage = `<!doctype html>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<style>
  html { color-scheme: light dark; background: Canvas; color: CanvasText; font: 16px/1.5 sans-serif; }
  body { max-width: 720px; margin: 0 auto; padding: clamp(16px, 4vw, 40px); }
</style>
<script src="/state-page.js"></script>`;

/** Opens each state of the elements, built from the sources, on its own page. */
export class StateGallery {
  private constructor(
    private readonly browser: Browser,
    private readonly script: string,
    readonly states: readonly string[],
  ) {}

  static async open(browser: Browser): Promise<StateGallery> {
    const script = await bundle('state-page.ts', 'statePage');
    const gallery = new StateGallery(browser, script, []);
    const context = await gallery.newContext();
    const states = await (await gallery.openState(context)).evaluate(() => statePage.stateNames);
    await context.close();
    return new StateGallery(browser, script, states);
  }

  /** Clock, language and screen are the same on every machine. */
  async newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
      ...options,
    });
    await context.route('**', (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/state-page.js') return route.fulfill({ contentType: 'text/javascript', body: this.script });
      if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: hostPage });
      return route.fulfill({ status: 404, body: '' });
    });
    return context;
  }

  /** A page with an element in this state; without a state, an empty page. */
  async openState(context: BrowserContext, state?: string): Promise<Page> {
    const page = await context.newPage();
    // The states need running timers. Only the time of day is fixed.
    await page.clock.setFixedTime('2026-11-24T09:00:00Z');
    await page.goto(address);
    if (state) await page.evaluate((name) => statePage.open(name), state);
    return page;
  }
}

declare global {
  /** The exports of state-page.ts, in a page of the gallery. */
  const statePage: typeof StatePage;
}
