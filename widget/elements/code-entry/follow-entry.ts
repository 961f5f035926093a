import type { CodeEntry } from '../../flow/code-entry.js';

/**
 * Keeps a person's place after a step: a refused text is selected, so that typing replaces it; a new field, or the word
 * that there is a wait, gets the focus that the old field took with it.
 */
export function followEntry(root: ParentNode, previous: CodeEntry | null, next: CodeEntry | null): void {
  if (!next || next === previous) return;
  const refused = previous?.at === 'checking' && next.at === 'entering';
  const incomplete = next.at === 'entering' && next.failure?.code === 'incomplete';
  const moved = previous?.method !== next.method || (previous.at === 'locked') !== (next.at === 'locked');
  if (!refused && !incomplete && !moved) return;
  const field = root.querySelector<HTMLElement & { select?(): void }>('.locked, harmony-2fa-code-input, #answer');
  field?.focus();
  field?.select?.();
}
