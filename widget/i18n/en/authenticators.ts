import type { Strings } from '../strings.js';
import { authenticatorActionsEnglish } from './authenticator-actions.js';

/** The list of authenticators in the security section. */
export const authenticatorsEnglish = {
  ...authenticatorActionsEnglish,
  authenticatorsTitle: 'Authenticators',
  authenticatorName: (number) => `Authenticator ${number}`,
  addedOn: (date) => `Added ${date}`,
  lastUsedOn: (date) => `Last used ${date}`,
  notUsedYet: 'Not used yet',
  addAuthenticator: 'Add another authenticator',
  authenticatorsFull: 'You have as many authenticators as there can be. Remove one to add another.',
  addedNotice: 'Your new authenticator works beside the others. The code you just used is spent.',
  renamedNotice: 'The new name is saved.',
  removedNotice: 'The authenticator is removed. You can delete the entry from its app.',
} satisfies Partial<Strings>;
