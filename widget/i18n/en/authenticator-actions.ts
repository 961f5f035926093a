import type { Strings } from '../strings.js';

/** What the list of authenticators and their dialogs call by the same words. */
export const authenticatorActionsEnglish = {
  rename: 'Rename',
  remove: 'Remove',
} satisfies Partial<Strings>;
