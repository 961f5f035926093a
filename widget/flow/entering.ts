import type { ProofMethod } from '../protocol/messages.js';
import type { Entering, EntryFailure } from './code-entry.js';

/** An untouched code entry. Apart from its table, so that a page can show a field before it has the rest. */
export function enter(method: ProofMethod, failure: EntryFailure | null = null): Entering {
  return { at: 'entering', method, text: '', complete: false, failure, refused: null };
}
