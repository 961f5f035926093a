import type { ReactiveControllerHost } from 'lit';

/**
 * Asks the browser to confirm before the page unloads while `holdsUnsaved` returns true. The `beforeunload` listener exists
 * only then, because it keeps a page out of the back/forward cache.
 */
export function addUnloadWarning(host: ReactiveControllerHost & EventTarget, holdsUnsaved: () => boolean): void {
  let opensApp = false;
  const warn = (event: BeforeUnloadEvent): void => {
    const skip = opensApp;
    opensApp = false;
    // Checks again: a page may navigate in the listener that hears that all is saved, before the next update removes this one.
    if (skip || !holdsUnsaved()) return;
    event.preventDefault();
    // Chrome before 119 needs this instead.
    event.returnValue = true;
  };
  const stop = (): void => removeEventListener('beforeunload', warn);
  // Browsers fire `beforeunload` before they open a link to an app, although the page stays.
  host.addEventListener('click', (event) => {
    opensApp = event.composedPath().some((target) => (target as HTMLAnchorElement).protocol === 'otpauth:');
    if (opensApp) setTimeout(() => (opensApp = false), 1000);
  });
  host.addController({
    hostUpdated() {
      if (holdsUnsaved()) addEventListener('beforeunload', warn);
      else stop();
    },
    hostDisconnected: stop,
  });
}
