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
export function watchField(input: HTMLInputElement, read: (event?: Event) => void, signal: AbortSignal): void {
  const page = input.ownerDocument.defaultView;
  for (const type of fieldEvents) input.addEventListener(type, read, { signal });
  for (const type of pageEvents) page?.addEventListener(type, read, { signal, capture: true });
  const timer = setInterval(read, pollInterval);
  signal.addEventListener('abort', () => clearInterval(timer));
}

/** Keys that a page may handle while a field has the focus: to close a dialog, to move the focus, to submit. */
const pageKeys = /^(Escape|Tab|Enter|F\d)/;

/**
 * Hides the keys that a person types from the page. Outside a shadow root the target of an event is the element and not the
 * field, so a page with one-key shortcuts cannot know that a person is typing.
 */
export function hideTyping(input: HTMLInputElement, signal: AbortSignal): void {
  const hide = (event: KeyboardEvent): void => {
    const { key, ctrlKey, metaKey, altKey } = event;
    const shortcut = ctrlKey || metaKey || altKey;
    // AltGr, which types a character, also sets `ctrlKey` and `altKey` on Windows.
    const typesCharacter = shortcut && key?.length === 1 && event.getModifierState('AltGraph');
    if ((!shortcut || typesCharacter) && !pageKeys.test(key)) event.stopPropagation();
  };
  for (const type of ['keydown', 'keypress', 'keyup'] as const) input.addEventListener(type, hide, { signal });
}
