import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * A part of an element that a page does not need to become usable: fetched when something first wants it.
 *
 * Owns: the one fetch, and what became of it. Does not own when it is wanted or what is shown without it.
 */
export class LaterController<Part> implements ReactiveController {
  part: Part | null = null;
  /** It could not be fetched: offline, or a deploy took the file away. */
  failed = false;
  #wanted = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly load: () => Promise<Part>,
    private readonly arrived: (part: Part) => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.failed = false;
  }

  /** The part if it is there; starts fetching it if not. */
  readonly want = (): Part | null => {
    if (!this.#wanted && !this.failed) void this.#fetch();
    return this.part;
  };

  retry(): void {
    this.failed = false;
    this.want();
    this.host.requestUpdate();
  }

  async #fetch(): Promise<void> {
    this.#wanted = true;
    try {
      const part = await this.load();
      this.arrived(part);
      this.part = part;
    } catch {
      this.failed = true;
      this.#wanted = false;
    }
    this.host.requestUpdate();
  }
}
