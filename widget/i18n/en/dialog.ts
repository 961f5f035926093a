import type { Strings } from '../strings.js';

/** The controls of every dialog. */
export const dialogEnglish = {
  cancel: 'Cancel',
  close: 'Close',
} satisfies Partial<Strings>;
