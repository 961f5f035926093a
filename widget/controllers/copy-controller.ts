import type { ReactiveController, ReactiveControllerHost } from 'lit';

export type CopyState = 'ready' | 'copied' | 'refused';

/** How long “Copied” stays. A refusal stays until the next try: it says what to do instead. */
const copiedFor = 2000;

/**
 * Copies text and remembers for a moment how that went, so that a view can say so.
 *
 * Owns: the clipboard call and the state after it. Does not own the text, and never tells it to anybody: events that
 * carry what was copied would hand secrets to the page.
 */
export class CopyController implements ReactiveController {
  state: CopyState = 'ready';
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.timer);
    this.state = 'ready';
  }

  async copy(text: string): Promise<void> {
    clearTimeout(this.timer);
    try {
      // Undefined on plain http, and may be refused by permission, policy or a lost focus.
      await navigator.clipboard.writeText(text);
      this.enter('copied');
      this.timer = setTimeout(() => this.enter('ready'), copiedFor);
    } catch {
      this.enter('refused');
    }
  }

  private enter(state: CopyState): void {
    this.state = state;
    this.host.requestUpdate();
  }
}
