import type { Strings } from '../strings.js';

/** The list of authenticators in the security section, and its dialogs. */
export const authenticatorsEnglish = {
  authenticatorsTitle: 'Authenticators',
  authenticatorName: (number) => `Authenticator ${number}`,
  addedOn: (date) => `Added ${date}`,
  lastUsedOn: (date) => `Last used ${date}`,
  notUsedYet: 'Not used yet',
  rename: 'Rename',
  remove: 'Remove',
  addAuthenticator: 'Add another authenticator',
  authenticatorsFull: 'You have as many authenticators as there can be. Remove one to add another.',
  addedNotice: 'Your new authenticator works beside the others. The code you just used is spent.',
  renamedNotice: 'The new name is saved.',
  removedNotice: 'The authenticator is removed. You can delete the entry from its app.',
  addTitle: 'Add an Authenticator',
  addText: 'Your other authenticators and your backup codes stay as they are.',
  nameLabel: 'Name',
  add: 'Add',
  renameTitle: 'Rename Authenticator',
  save: 'Save',
  removeTitle: 'Remove this authenticator?',
  removeText: 'Its codes stop working at once, and your other sessions end. Your backup codes stay.',
  replaceAllText: 'The new authenticator replaces all that you have now, and your backup codes.',
} satisfies Partial<Strings>;
