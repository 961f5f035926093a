import type { CodeEntry } from '../../flow/code-entry.js';

/**
 * Moves the focus after a step: selects a refused text, so that typing replaces it, and focuses a new field or the notice of a
 * wait, since the old field and its focus are gone. A wait ends by itself: then a focus that a person has moved meanwhile stays.
 */
export function followEntry(root: ParentNode, previous: CodeEntry | null, next: CodeEntry | null): void {
  if (!next || next === previous) return;
  const refused = next.at === 'entering' && (previous?.at === 'checking' || next.failure?.code === 'incomplete');
  const moved = previous?.method !== next.method || (previous.at === 'locked') !== (next.at === 'locked');
  if (!refused && !moved) return;
  if (previous?.at === 'locked' && document.activeElement?.matches('body *')) return;
  const field = root.querySelector<HTMLElement & { select?(): void }>('.locked, harmony-2fa-code-input, #answer');
  field?.focus();
  field?.select?.();
}
