import type { ReactiveControllerHost } from 'lit';

/** A part of an element that is fetched when it is needed. */
export interface PartLoader<Part> {
  /** Null until it is loaded. */
  part: Part | null;
  /** The import failed: the browser is offline, or a deployment has removed the file. */
  failed: boolean;
  /** Returns the part, and starts the import when it is not loaded. */
  load(): Part | null;
  /** Tries a failed import again. */
  retry(): void;
}

/** Imports a part once. */
export function addPartLoader<Part>(host: ReactiveControllerHost, fetchPart: () => Promise<Part>): PartLoader<Part> {
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
      loader.load();
      host.requestUpdate();
    },
  };
  host.addController({ hostConnected: () => (loader.failed = false) });
  return loader;

  async function start(): Promise<void> {
    loading = true;
    try {
      loader.part = await fetchPart();
    } catch {
      loader.failed = true;
    }
    loading = false;
    host.requestUpdate();
  }
}
