import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CodeEntry } from '../../flow/code-entry.js';
import { keepTypingInside, watchField } from '../field-events.js';

/** The host of a field for a backup code or a password. */
interface AnswerFieldHost extends ReactiveControllerHost {
  readonly renderRoot: ParentNode;
}

/**
 * Sees to it that the text that a backup-code or password field shows is the text that is sent.
 *
 * Owns: the listeners on that field, which comes and goes with the views.
 * Does not own: its text, which is the flow's.
 */
export class AnswerField implements ReactiveController {
  private input: HTMLInputElement | null = null;
  private listening: AbortController | null = null;

  /**
   * @param entry what the flow knows; null while nothing is asked
   * @param take takes the text that is shown
   */
  constructor(
    private readonly host: AnswerFieldHost,
    private readonly entry: () => CodeEntry | null,
    private readonly take: (text: string) => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    // Before its first update an element has no root yet.
    if (this.input) this.attach(this.input);
  }

  hostUpdated(): void {
    const input = this.host.renderRoot.querySelector<HTMLInputElement>('#answer');
    if (input !== this.input) this.attach(input);
  }

  hostDisconnected(): void {
    this.listening?.abort();
  }

  private attach(input: HTMLInputElement | null): void {
    this.listening?.abort();
    this.input = input;
    if (!input) return;
    const { signal } = (this.listening = new AbortController());
    const look = () => {
      const entry = this.entry();
      if (entry?.at !== 'locked' && input.value !== entry?.text) this.take(input.value);
    };
    watchField(input, look, signal);
    keepTypingInside(input, signal);
  }
}
