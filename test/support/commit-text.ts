import { focused, insertText } from './element-drivers.js';

/**
 * Puts a text at the caret as a phone's keyboard does with a code from a message: in one piece, after a `beforeinput` and
 * with an `input`, and neither a key nor a paste. Engines differ in whether a command of a page tells of itself before.
 */
export function commitText(text: string): void {
  const before = { inputType: 'insertText', data: text, bubbles: true, composed: true, cancelable: true };
  focused()?.dispatchEvent(new InputEvent('beforeinput', before));
  insertText(text);
}
