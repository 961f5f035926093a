import type { Strings } from '../strings.js';

/** What more than one element says at first. */
export const sharedEnglish = {
  verify: 'Verify',
  useBackupCode: 'Use a backup code',
  codeLabel: 'Enter verification code',
  codeIncomplete: (length) => `Enter all ${length} digits.`,
  fieldEmpty: 'Fill in this field.',
  unreachable: 'The server did not answer. Check your connection and try again.',
} satisfies Partial<Strings>;
