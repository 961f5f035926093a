import { focused, insertText } from './element-drivers.js';

/**
 * Inserts a text at the caret as a phone's keyboard inserts a code from a message: in one piece, with `beforeinput` and `input`,
 * and without key or paste events. Engines differ in whether `execCommand` fires `beforeinput`, so this function fires it.
 */
export function commitText(text: string): void {
  const before = { inputType: 'insertText', data: text, bubbles: true, composed: true, cancelable: true };
  focused()?.dispatchEvent(new InputEvent('beforeinput', before));
  insertText(text);
}
