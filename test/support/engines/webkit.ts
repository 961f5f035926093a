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

/** WebKit's GTK port, as a distribution has it: driven by WebDriver, since it has no protocol of its own. */
class WebKitLauncher implements EngineLauncher {
  readonly name = 'WebKit';
  /** The kind of which the runner knows each command: its own `webdriver` can neither hold a key nor size a window. */
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

  /** Where the runner's commands look for what they call; see `type`. */
  getPage(sessionId: string): WebKitPage {
    const page = this.#active.get(sessionId);
    if (!page) throw new Error(`No page for session ${sessionId}`);
    return page;
  }

  getBrowserUrl(sessionId: string): Promise<string> {
    return this.getPage(sessionId).url();
  }

  startDebugSession(): Promise<void> {
    return Promise.reject(new Error('WebKit has no debug session here'));
  }

  emulateMedia(sessionId: string, media: Media): Promise<void> {
    return this.getPage(sessionId).emulateMedia(media);
  }

  focusPage(sessionId: string): Promise<void> {
    return this.getPage(sessionId).focus();
  }
}
