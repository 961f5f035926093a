import { freePort } from '../../server/support/program.js';
import type { Media } from '../media.js';
import { Desktop } from './desktop.js';
import { codeOf, WebDriverSession, type PointerAction } from './webdriver.js';

interface Size {
  width: number;
  height: number;
}

/** A window of WebKit on a desktop of its own, with those of Puppeteer's methods that the runner's commands call. */
export class WebKitPage {
  readonly #desktop: Desktop;
  readonly #session: WebDriverSession;

  private constructor(desktop: Desktop, session: WebDriverSession) {
    this.#desktop = desktop;
    this.#session = session;
  }

  static async open(): Promise<WebKitPage> {
    const desktop = await Desktop.open();
    try {
      const port = await freePort();
      desktop.start('WebKitWebDriver', [`--port=${port}`]);
      const session = await WebDriverSession.open(`http://127.0.0.1:${port}`, {
        // A page that never loads is the runner's to notice.
        pageLoadStrategy: 'none',
        'webkitgtk:browserOptions': { args: ['--automation'] },
      });
      return new WebKitPage(desktop, session);
    } catch (error) {
      await desktop.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    // The screen goes away below, and a window that has hung with it.
    await this.#session.close().catch(() => undefined);
    await this.#desktop.close();
  }

  goTo(url: string): Promise<void> {
    return this.#session.goTo(url);
  }

  /** Leaves what is open, and with it whatever still runs there. */
  async clear(): Promise<void> {
    await this.goTo('about:blank');
    await this.#until('the page does not go away', async () => (await this.url()) === 'about:blank');
  }

  url(): Promise<string> {
    return this.#session.url();
  }

  async emulateMedia(media: Media): Promise<void> {
    await this.#desktop.pretend(media);
    const dark = media.colorScheme === 'dark';
    const reduced = media.reducedMotion === 'reduce';
    await this.#until('the desktop’s settings do not arrive', async () => {
      const queries = ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)'];
      const seen = await this.#session.evaluate<boolean[]>(
        'return arguments[0].map((query) => matchMedia(query).matches)',
        queries,
      );
      return seen[0] === dark && seen[1] === reduced;
    });
  }

  async focus(): Promise<void> {
    await this.mouse.click(0, 0);
    await this.#until('the page does not get the focus', () => this.#session.evaluate('return document.hasFocus()'));
  }

  async setViewport({ width, height }: Size): Promise<void> {
    let bars = 0;
    await this.#session.sizeWindow(width, height);
    await this.#until(`the window does not become ${width} by ${height}`, async () => {
      const [inner, bar] = await this.#session.evaluate<[[number, number], number]>(
        'return [[innerWidth, innerHeight], outerHeight - innerHeight]',
      );
      if (inner[0] === width && inner[1] === height) return true;
      // The window's own bars take some of its height; how much is known once it is there.
      if (bar !== bars) {
        bars = bar;
        await this.#session.sizeWindow(width, height + bars);
      }
      return false;
    });
  }

  readonly keyboard = {
    type: (text: string) => this.#session.keys(...[...text].flatMap((key) => [down(key), up(key)])),
    press: (key: string) => this.#session.keys(down(key), up(key)),
    down: (key: string) => this.#session.keys(down(key)),
    up: (key: string) => this.#session.keys(up(key)),
  };

  readonly mouse = {
    move: (x: number, y: number) => this.#session.pointer(moveTo(x, y)),
    click: (x: number, y: number) =>
      this.#session.pointer(moveTo(x, y), { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }),
  };

  async #until(what: string, condition: () => Promise<boolean>): Promise<void> {
    let cause: unknown;
    for (let round = 0; round < 250; round++) {
      try {
        if (await condition()) return;
      } catch (error) {
        // A page that is just going away answers nothing.
        cause = error;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`WebKit: ${what}`, { cause });
  }
}

const down = (key: string) => ({ type: 'keyDown' as const, value: codeOf(key) });
const up = (key: string) => ({ type: 'keyUp' as const, value: codeOf(key) });
const moveTo = (x: number, y: number): PointerAction => ({ type: 'pointerMove', x, y, duration: 0 });
