import type { ReactiveControllerHost } from 'lit';

/** Milliseconds for which “Copied” stays. “Refused” stays until the next try: it says what to do instead. */
const copiedMs = 2000;

export interface Clipboard {
  readonly state: 'ready' | 'copied' | 'refused';
  copy(text: string): Promise<void>;
}

/** Copies text to the clipboard and keeps the outcome for display. It fires no event, since the text may be a secret. */
export function addClipboard(host: ReactiveControllerHost): Clipboard {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const clipboard = {
    state: 'ready' as Clipboard['state'],
    async copy(text: string) {
      clearTimeout(timer);
      try {
        // Undefined on plain HTTP; rejected by permission, by policy or when the page has lost the focus.
        await navigator.clipboard.writeText(text);
        enter('copied');
        timer = setTimeout(() => enter('ready'), copiedMs);
      } catch {
        enter('refused');
      }
    },
  };
  const enter = (state: Clipboard['state']): void => {
    clipboard.state = state;
    host.requestUpdate();
  };
  host.addController({
    hostDisconnected() {
      clearTimeout(timer);
      clipboard.state = 'ready';
    },
  });
  return clipboard;
}
