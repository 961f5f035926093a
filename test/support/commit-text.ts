import { executeServerCommand } from '@web/test-runner-commands';

/**
 * Puts a text at the caret as a phone's keyboard does with a code from a message: in one piece, with the browser's own
 * `beforeinput` and `input`, and neither a key nor a paste.
 */
export async function commitText(text: string): Promise<void> {
  await executeServerCommand('harmony:commit-text', text);
}
