import { Builder, Capabilities, Key, type Actions, type WebDriver } from 'selenium-webdriver';
import { freePort } from '../../server/support/program.js';
import type { Media } from '../media.js';
import { Desktop } from './desktop.js';

interface Size {
  width: number;
  height: number;
}

/** A window of WebKit on its own desktop, with the methods of a Puppeteer page that the runner's commands call. */
export class WebKitPage {
  readonly #desktop: Desktop;
  readonly #driver: WebDriver;

  private constructor(desktop: Desktop, driver: WebDriver) {
    this.#desktop = desktop;
    this.#driver = driver;
  }

  static async open(): Promise<WebKitPage> {
    const desktop = await Desktop.open();
    try {
      const address = `http://127.0.0.1:${await freePort()}`;
      desktop.start('WebKitWebDriver', [`--port=${new URL(address).port}`]);
      await waitFor('WebKitWebDriver does not answer', async () => (await fetch(`${address}/status`)).ok);
      const capabilities = new Capabilities({
        browserName: 'MiniBrowser',
        // The runner has its own time-out for a page that does not load.
        pageLoadStrategy: 'none',
        'webkitgtk:browserOptions': { args: ['--automation'] },
      });
      const driver = new Builder().disableEnvironmentOverrides().usingServer(address).withCapabilities(capabilities);
      return new WebKitPage(desktop, await limit(driver.build()));
    } catch (error) {
      await desktop.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    // Closing the desktop ends a browser that does not answer.
    await limit(this.#driver.quit()).catch(() => undefined);
    await this.#desktop.close();
  }

  goTo(url: string): Promise<void> {
    return limit(this.#driver.get(url));
  }

  /** Leaves the page, so that its scripts stop. */
  async clear(): Promise<void> {
    await this.goTo('about:blank');
    await waitFor('the page does not close', async () => (await this.url()) === 'about:blank');
  }

  url(): Promise<string> {
    return limit(this.#driver.getCurrentUrl());
  }

  async emulateMedia(media: Media): Promise<void> {
    await this.#desktop.emulate(media);
    const dark = media.colorScheme === 'dark';
    const reduced = media.reducedMotion === 'reduce';
    await waitFor('the desktop settings do not reach the page', async () => {
      const queries = ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)'];
      const matches = await this.#evaluate<boolean[]>(
        'return arguments[0].map((query) => matchMedia(query).matches)',
        queries,
      );
      return matches[0] === dark && matches[1] === reduced;
    });
  }

  async focus(): Promise<void> {
    await this.mouse.click(0, 0);
    await waitFor('the page does not get the focus', () => this.#evaluate<boolean>('return document.hasFocus()'));
  }

  async setViewport({ width, height }: Size): Promise<void> {
    let bars = 0;
    await this.#sizeWindow(width, height);
    await waitFor(`the window does not become ${width} by ${height}`, async () => {
      const [inner, bar] = await this.#evaluate<[[number, number], number]>(
        'return [[innerWidth, innerHeight], outerHeight - innerHeight]',
      );
      if (inner[0] === width && inner[1] === height) return true;
      // The tool bar takes a part of the height, which is known when the window is there.
      if (bar !== bars) {
        bars = bar;
        await this.#sizeWindow(width, height + bars);
      }
      return false;
    });
  }

  readonly keyboard = {
    type: (text: string) => this.#perform((actions) => actions.sendKeys(text)),
    press: (key: string) => this.#perform((actions) => actions.keyDown(keyOf(key)).keyUp(keyOf(key))),
    down: (key: string) => this.#perform((actions) => actions.keyDown(keyOf(key))),
    up: (key: string) => this.#perform((actions) => actions.keyUp(keyOf(key))),
  };

  readonly mouse = {
    move: (x: number, y: number) => this.#perform((actions) => actions.move({ x, y, duration: 0 })),
    click: (x: number, y: number) => this.#perform((actions) => actions.move({ x, y, duration: 0 }).click()),
  };

  #perform(add: (actions: Actions) => Actions): Promise<void> {
    return limit(add(this.#driver.actions()).perform());
  }

  #evaluate<T>(script: string, ...args: unknown[]): Promise<T> {
    return limit(this.#driver.executeScript<T>(script, ...args));
  }

  async #sizeWindow(width: number, height: number): Promise<void> {
    await limit(this.#driver.manage().window().setRect({ x: 0, y: 0, width, height }));
  }
}

/** `ArrowLeft` is `ARROW_LEFT` in the protocol; a key with a character is that character. */
function keyOf(key: string): string {
  if (key === 'Backspace') return Key.BACK_SPACE;
  if ([...key].length === 1) return key;
  const name = key.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
  const value: unknown = Key[name as keyof typeof Key];
  if (typeof value !== 'string') throw new Error(`WebDriver has no key “${key}”`);
  return value;
}

/** selenium-webdriver waits for an answer without limit. A browser that hangs must fail the test. */
async function limit<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('WebKit does not answer')), 60_000);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

async function waitFor(what: string, condition: () => Promise<boolean>): Promise<void> {
  let cause: unknown;
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    try {
      if (await condition()) return;
    } catch (error) {
      // A driver that is starting, or a page that is closing, does not answer.
      cause = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`WebKit: ${what}`, { cause });
}
