import type { Strings } from '../strings.js';
import { codeEntryEnglish } from './code-entry.js';
import { dialogEnglish } from './dialog.js';

/** A dialog that asks for a recent proof, with its buttons. */
export const proofEnglish = {
  ...codeEntryEnglish,
  ...dialogEnglish,
  goOn: 'Continue',
  proofTitle: "Confirm it's you",
  backupCodeHint: 'It can be used once. Capitals, spaces and hyphens do not matter.',
} satisfies Partial<Strings>;
