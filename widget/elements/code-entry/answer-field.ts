import type { ReactiveControllerHost } from 'lit';
import type { CodeEntry } from '../../flow/code-entry.js';
import { hideTyping } from '../hide-typing.js';
import { watchFills } from '../watch-fills.js';

export interface AnswerFieldHost extends ReactiveControllerHost {
  readonly renderRoot: ParentNode;
}

/**
 * Reports the text of the field for a backup code or a password to the flow, however the field was filled.
 *
 * @param entry the entry that the flow is in; null when no field is shown
 */
export function addAnswerField(
  host: AnswerFieldHost,
  entry: () => CodeEntry | null,
  edit: (text: string) => void,
): void {
  let field: HTMLInputElement | null = null;
  let listening: AbortController | undefined;
  const listen = (): void => {
    listening?.abort();
    const input = field;
    if (!input) return;
    const { signal } = (listening = new AbortController());
    const read = (): void => {
      const current = entry();
      if (current?.at !== 'locked' && input.value !== current?.text) edit(input.value);
    };
    watchFills(input, read, signal);
    hideTyping(input, signal);
  };
  host.addController({
    hostConnected: listen,
    hostUpdated() {
      const rendered = host.renderRoot.querySelector<HTMLInputElement>('#answer');
      if (rendered === field) return;
      field = rendered;
      listen();
    },
    hostDisconnected: () => listening?.abort(),
  });
}
