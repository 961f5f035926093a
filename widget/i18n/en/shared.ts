import type { Strings } from '../strings.js';

/** What more than one element says. */
export const sharedEnglish = {
  verify: 'Verify',
  busy: 'One moment…',
  tryAgain: 'Try again',
  useBackupCode: 'Use a backup code',
  useAuthenticator: 'Use your authenticator app',
  codeLabel: 'Enter verification code',
  codeIncomplete: (length) => `Enter all ${length} digits.`,
  fieldEmpty: 'Fill in this field.',
  unreachable: 'The server did not answer. Check your connection and try again.',
  unavailable: 'This does not work right now. Try again in a moment.',
  failed: 'Something went wrong. Try again.',
} satisfies Partial<Strings>;
