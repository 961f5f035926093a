import type { SessionResult } from '@web/test-runner';
import { onPath } from '../browser.js';
import type { Media } from '../media.js';
import { WebKitPage } from './webkit-page.js';
import type { EngineLauncher } from './engine.js';

const programs = { WebKitWebDriver: 'webkit2gtk-driver', Xvfb: 'xvfb', xsettingsd: 'xsettingsd' };

export async function webkit(): Promise<EngineLauncher> {
  for (const [program, debianPackage] of Object.entries(programs)) {
    if ((await onPath([program])).length > 0) continue;
    throw new Error(`WebKit cannot start without ${program}: \`apt-get install ${debianPackage}\``);
  }
  return new WebKitLauncher();
}

/** WebKitGTK of the distribution. Playwright drives only its own build of WebKit, so WebDriver drives this one. */
class WebKitLauncher implements EngineLauncher {
  readonly name = 'WebKit';
  /** The runner's commands for `webdriver` can neither hold a key nor size a window; those for `puppeteer` can. */
  readonly type = 'puppeteer';
  readonly concurrency = 1;
  readonly #active = new Map<string, WebKitPage>();
  readonly #idle: WebKitPage[] = [];

  async startSession(sessionId: string, url: string): Promise<void> {
    const page = this.#idle.pop() ?? (await WebKitPage.open());
    this.#active.set(sessionId, page);
    await page.setViewport({ width: 800, height: 600 });
    await page.goTo(url);
  }

  async stopSession(sessionId: string): Promise<SessionResult> {
    const page = this.getPage(sessionId);
    this.#active.delete(sessionId);
    await page.clear();
    this.#idle.push(page);
    return {};
  }

  async stop(): Promise<void> {
    const pages = [...this.#active.values(), ...this.#idle.splice(0)];
    this.#active.clear();
    await Promise.all(pages.map((page) => page.close()));
  }

  isActive(sessionId: string): boolean {
    return this.#active.has(sessionId);
  }

  /** The runner's commands call methods of this object; see `type`. */
  getPage(sessionId: string): WebKitPage {
    const page = this.#active.get(sessionId);
    if (!page) throw new Error(`No page for session ${sessionId}`);
    return page;
  }

  getBrowserUrl(sessionId: string): Promise<string> {
    return this.getPage(sessionId).url();
  }

  startDebugSession(): Promise<void> {
    return Promise.reject(new Error('The WebKit launcher has no debug session'));
  }

  emulateMedia(sessionId: string, media: Media): Promise<void> {
    return this.getPage(sessionId).emulateMedia(media);
  }

  focusPage(sessionId: string): Promise<void> {
    return this.getPage(sessionId).focus();
  }
}
