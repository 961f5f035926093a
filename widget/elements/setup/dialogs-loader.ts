import type { ReactiveControllerHost } from 'lit';
import type * as dialogs from './dialogs.js';

export type Dialogs = typeof dialogs;

export interface DialogsLoader {
  /** Null until they are loaded. */
  dialogs: Dialogs | null;
  /** The import failed: the browser is offline, or a deployment has removed the file. */
  failed: boolean;
  /** Returns the dialogs, and starts the import when they are not loaded. */
  load(): Dialogs | null;
  /** Tries a failed import again. */
  retry(): void;
}

/** Imports the dialogs of the set-up once. */
export function addDialogsLoader(host: ReactiveControllerHost, loaded: (dialogs: Dialogs) => void): DialogsLoader {
  let loading = false;
  const loader: DialogsLoader = {
    dialogs: null,
    failed: false,
    load() {
      if (!loader.dialogs && !loading && !loader.failed) void start();
      return loader.dialogs;
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
      loader.dialogs = await import('./dialogs.js');
      loaded(loader.dialogs);
    } catch {
      loader.failed = true;
    }
    loading = false;
    host.requestUpdate();
  }
}
