/** Events after which the text of a field may have changed. */
const fieldEvents = ['input', 'change', 'compositionend', 'keyup', 'blur'];

/** Events on which a page may read its fields. */
const pageEvents = ['pointerdown', 'click', 'keydown', 'submit'];

/** Milliseconds. No browser fires an event when a script sets a value, and the submit button may depend on that value. */
const pollInterval = 250;

/**
 * Calls `read` whenever the text of a field may have changed without an `input` event, and before the page acts on it. Password
 * managers set a value and fire `change`, key events or nothing; Chromium ends a composition without an `input` event
 * (w3c/uievents#202).
 */
export function watchFills(input: HTMLInputElement, read: (event?: Event) => void, signal: AbortSignal): void {
  const page = input.ownerDocument.defaultView;
  for (const type of fieldEvents) input.addEventListener(type, read, { signal });
  for (const type of pageEvents) page?.addEventListener(type, read, { signal, capture: true });
  const timer = setInterval(read, pollInterval);
  signal.addEventListener('abort', () => clearInterval(timer));
}
