import type { ReactiveControllerHost } from 'lit';

/** What the page's lifecycle does to an element. */
export interface PageLifecycle {
  /** The page is hidden, perhaps in the back/forward cache: drop every secret. */
  forget(): void;
  /** The page is restored from that cache. */
  restart(): void;
}

/** Handles `pagehide` and `pageshow` while the element is on the page. */
export function addPageLifecycle(host: ReactiveControllerHost, element: PageLifecycle): void {
  let listening: AbortController | undefined;
  host.addController({
    hostConnected() {
      const { signal } = (listening = new AbortController());
      addEventListener('pagehide', () => element.forget(), { signal });
      addEventListener('pageshow', ({ persisted }) => persisted && element.restart(), { signal });
    },
    hostDisconnected: () => listening?.abort(),
  });
}
