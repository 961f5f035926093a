import type { Strings } from '../strings.js';

/** A field for a code, a backup code or a password, and what can be wrong with it. */
export const entryEnglish = {
  backupCode: 'Backup code',
  password: 'Password',
  codeInvalid: 'That code is not right. Enter the code that your app shows now.',
  backupCodeInvalid: 'That backup code is not right, or it was used before.',
  passwordInvalid: 'That password is not right.',
  attemptsLeft: (count) => (count === 1 ? '1 attempt left.' : `${count} attempts left.`),
  clockAhead: (duration) =>
    `Your phone's clock is about ${duration} ahead. Let it set its time by itself, then enter a new code.`,
  clockBehind: (duration) =>
    `Your phone's clock is about ${duration} behind. Let it set its time by itself, then enter a new code.`,
  locked: (duration) => `Too many attempts. You can try again in ${duration}.`,
  authenticatorBlocked: 'Your authenticator is blocked after too many wrong codes. Use a backup code.',
} satisfies Partial<Strings>;
