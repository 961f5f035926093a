import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { bundle } from './bundle.js';
import type * as GalleryPage from './gallery-page.js';

/** Secure, so that the clipboard is there; never asked, since each request is answered here. */
const address = 'http://localhost/';

/** The plainest page that follows dark mode, as wide as a preferences page has it. */
const hostPage = `<!doctype html>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<style>
  html { color-scheme: light dark; background: Canvas; color: CanvasText; font: 16px/1.5 sans-serif; }
  body { max-width: 720px; margin: 0 auto; padding: clamp(16px, 4vw, 40px); }
</style>
<script src="/gallery.js"></script>`;

/** Shows each state of the elements, made from the sources, on a page of its own. */
export class Gallery {
  private constructor(
    private readonly browser: Browser,
    private readonly script: string,
    readonly states: readonly string[],
  ) {}

  static async open(browser: Browser): Promise<Gallery> {
    const script = await bundle('gallery-page.ts', 'exhibits');
    const gallery = new Gallery(browser, script, []);
    const context = await gallery.enter();
    const states = await (await gallery.hang(context)).evaluate(() => exhibits.stateNames);
    await context.close();
    return new Gallery(browser, script, states);
  }

  /** With the same clock, language and screen on every machine. */
  async enter(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
      ...options,
    });
    await context.route('**', (route) => {
      const wanted = new URL(route.request().url()).pathname;
      if (wanted === '/gallery.js') return route.fulfill({ contentType: 'text/javascript', body: this.script });
      if (wanted === '/') return route.fulfill({ contentType: 'text/html', body: hostPage });
      return route.fulfill({ status: 404, body: '' });
    });
    return context;
  }

  /** A page with an element in this state; with none, an empty one. */
  async hang(context: BrowserContext, state?: string): Promise<Page> {
    const page = await context.newPage();
    // Timers go on, as the states need them to; only the time of day stands.
    await page.clock.setFixedTime('2026-11-24T09:00:00Z');
    await page.goto(address);
    if (state) await page.evaluate((name) => exhibits.open(name), state);
    return page;
  }
}

declare global {
  /** For what is evaluated in a page of the gallery. */
  const exhibits: typeof GalleryPage;
}
