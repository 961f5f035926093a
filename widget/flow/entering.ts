import type { ProofMethod } from '../protocol/messages.js';
import type { Entering, EntryFailure } from './code-entry.js';

/** Digits of a verification code. */
export const codeLength = 6;

/** An untouched code entry. Apart from its table, so that a page can show a field before it has the rest. */
export function enter(method: ProofMethod, failure: EntryFailure | null = null): Entering {
  return { at: 'entering', method, text: '', failure, refused: null };
}
