/** What tells, of a field alone, that its text may be another one. */
const ofField = ['input', 'change', 'compositionend', 'keyup', 'blur'];

/** What a page may act on with what is in its fields. */
const ofPage = ['pointerdown', 'click', 'keydown', 'submit'];

/** Milliseconds. No engine has an event for a value that a script has written, and a button may be waiting for it. */
const lookEvery = 250;

/**
 * Calls `look` whenever a field may show a text that no `input` event has told of, and before anything on the page acts on
 * it. Password managers write a field's value and tell of it by `change`, by keys or by nothing; Chromium ends a
 * composition without an `input` event (w3c/uievents#202).
 */
export function watchField(input: HTMLInputElement, look: (event?: Event) => void, signal: AbortSignal): void {
  const page = input.ownerDocument.defaultView;
  for (const type of ofField) input.addEventListener(type, look, { signal });
  for (const type of ofPage) page?.addEventListener(type, look, { signal, capture: true });
  const timer = setInterval(() => look(), lookEvery);
  signal.addEventListener('abort', () => clearInterval(timer));
}

/** Keys that a page may want while a field has the focus: to leave a dialog, to move on, to send. */
const forThePage = new Set(['Escape', 'Tab', 'Enter']);

/**
 * Keeps the keys of a person's typing from the page. Outside a shadow root the target of an event is the element, so that
 * a page with one-key shortcuts does not see that somebody is typing.
 */
export function keepTypingInside(input: HTMLInputElement, signal: AbortSignal): void {
  for (const type of ['keydown', 'keypress', 'keyup'] as const) {
    const keep = (event: KeyboardEvent) => {
      const shortcut = event.ctrlKey || event.metaKey || event.altKey;
      const typing = event.key?.length === 1 ? !shortcut || event.getModifierState('AltGraph') : !shortcut;
      if (typing && !forThePage.has(event.key) && !/^F\d/.test(event.key)) event.stopPropagation();
    };
    input.addEventListener(type, keep, { signal });
  }
}
