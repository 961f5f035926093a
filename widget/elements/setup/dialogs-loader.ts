import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type * as dialogs from './dialogs.js';

export type Dialogs = typeof dialogs;

/**
 * Fetches the dialogs of the set-up.
 *
 * Owns: the one fetch, and what became of it. Does not own when that begins, or what is shown without them.
 */
export class DialogsLoader implements ReactiveController {
  dialogs: Dialogs | null = null;
  /** They could not be fetched: offline, or a deploy took the file away. */
  failed = false;
  #fetching = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly arrived: (dialogs: Dialogs) => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.failed = false;
  }

  /** The dialogs if they are there; starts fetching them if not. */
  readonly load = (): Dialogs | null => {
    if (!this.dialogs && !this.#fetching && !this.failed) void this.#fetch();
    return this.dialogs;
  };

  retry(): void {
    this.failed = false;
    this.load();
    this.host.requestUpdate();
  }

  async #fetch(): Promise<void> {
    this.#fetching = true;
    try {
      this.dialogs = await import('./dialogs.js');
      this.arrived(this.dialogs);
    } catch {
      this.failed = true;
    }
    this.#fetching = false;
    this.host.requestUpdate();
  }
}
