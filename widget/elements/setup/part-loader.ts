import type { ReactiveControllerHost } from 'lit';

/** A part of an element that is fetched when it is needed. */
export interface PartLoader<Part> {
  /** Null until it is loaded. */
  part: Part | null;
  /** The import failed: the browser is offline, or a deployment has removed the file. */
  failed: boolean;
  /** Returns the part, and starts the import when it is not loaded. */
  load(): Part | null;
  /** Tries a failed import again, and reloads the page where that fails, too. */
  retry(): void;
}

interface PartHost extends ReactiveControllerHost {
  readonly isConnected: boolean;
}

/** Imports a part once. */
export function addPartLoader<Part>(host: PartHost, fetchPart: () => Promise<Part>): PartLoader<Part> {
  let loading = false;
  const loader: PartLoader<Part> = {
    part: null,
    failed: false,
    load() {
      if (!loader.part && !loading && !loader.failed) void start();
      return loader.part;
    },
    retry() {
      loader.failed = false;
      void start(true);
      host.requestUpdate();
    },
  };
  host.addController({ hostConnected: () => (loader.failed = false) });
  return loader;

  async function start(again = false): Promise<void> {
    loading = true;
    try {
      loader.part = await fetchPart();
    } catch {
      loader.failed = true;
      // Browsers keep the failure of a module: as long as the page lives, each import of it fails without a request. Another address would
      // help, but bundlers allow none. An offline browser would lose the page.
      if (again && host.isConnected && navigator.onLine) location.reload();
    }
    loading = false;
    host.requestUpdate();
  }
}
