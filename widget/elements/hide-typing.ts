/** Keys that a page may handle while a field has the focus: to close a dialog, to move the focus, to submit. */
const pageKeys = /^(Escape|Tab|Enter|F\d)/;

/**
 * Hides a key that a person types from the page. Outside a shadow root the target of an event is the element and not the field, so a
 * page with one-key shortcuts cannot know that a person is typing.
 */
export function hideKey(event: KeyboardEvent): void {
  const { key, ctrlKey, metaKey, altKey } = event;
  const shortcut = ctrlKey || metaKey || altKey;
  // AltGr, which types a character, also sets `ctrlKey` and `altKey` on Windows.
  const typesCharacter = shortcut && key?.length === 1 && event.getModifierState('AltGraph');
  if ((!shortcut || typesCharacter) && !pageKeys.test(key)) event.stopPropagation();
}

/** Hides the keys that a person types into a field from the page. */
export function hideTyping(input: HTMLInputElement, signal: AbortSignal): void {
  for (const type of ['keydown', 'keypress', 'keyup'] as const) input.addEventListener(type, hideKey, { signal });
}
