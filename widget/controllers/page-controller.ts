import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface PageOptions {
  /** The page goes away, perhaps into the back/forward cache: drop every secret. */
  forget(): void;
  /** The page has come back from that cache. */
  restart(): void;
  /** Whether something would be lost, so that the browser should ask first. */
  holdsUnsaved(): boolean;
}

/**
 * An element's dealings with the page's life.
 *
 * Owns: its listeners on `window`, there only while the element is on the page; the `beforeunload` one only while there is
 * something to lose, because it keeps pages out of the back/forward cache.
 */
export class PageController implements ReactiveController {
  private readonly page = new Map<string, (event: Event) => void>([
    ['pagehide', () => this.options.forget()],
    ['pageshow', (event) => (event as PageTransitionEvent).persisted && this.options.restart()],
  ]);

  /** A link to an app has just been followed. */
  private toApp = false;

  constructor(
    host: ReactiveControllerHost & EventTarget,
    private readonly options: PageOptions,
  ) {
    host.addController(this);
    // A link to an app leaves no page, and yet browsers fire `beforeunload` before they follow it.
    host.addEventListener('click', (event) => {
      const link = (target: Partial<HTMLAnchorElement>) => target.protocol === 'otpauth:';
      this.toApp = event.composedPath().some((target) => link(target));
      if (this.toApp) setTimeout(() => (this.toApp = false), 1000);
    });
  }

  hostConnected(): void {
    this.page.forEach((listener, type) => window.addEventListener(type, listener));
  }

  hostDisconnected(): void {
    this.page.forEach((listener, type) => window.removeEventListener(type, listener));
    window.removeEventListener('beforeunload', this.warn);
  }

  hostUpdated(): void {
    if (this.options.holdsUnsaved()) window.addEventListener('beforeunload', this.warn);
    else window.removeEventListener('beforeunload', this.warn);
  }

  private readonly warn = (event: BeforeUnloadEvent) => {
    const { toApp } = this;
    this.toApp = false;
    if (toApp) return;
    event.preventDefault();
    // Chrome before 119 asks only for this.
    event.returnValue = true;
  };
}
