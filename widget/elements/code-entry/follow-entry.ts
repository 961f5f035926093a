import type { CodeEntry } from '../../flow/code-entry.js';

/**
 * Moves the focus after a step: selects a refused text, so that typing replaces it, and focuses a new field or the notice of a
 * wait, since the old field and its focus are gone.
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
