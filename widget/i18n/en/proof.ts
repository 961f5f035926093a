import type { Strings } from '../strings.js';
import { codeEntryEnglish } from './code-entry.js';

/** A dialog that asks for a recent proof, with its buttons. */
export const proofEnglish = {
  ...codeEntryEnglish,
  cancel: 'Cancel',
  close: 'Close',
  goOn: 'Continue',
  proofTitle: "Confirm it's you",
  backupCodeHint: 'It can be used once. Capitals, spaces and hyphens do not matter.',
} satisfies Partial<Strings>;
