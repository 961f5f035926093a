import type { Strings } from '../strings.js';

/** The wait for an answer, failures of a request, and refusals of an entry. */
export const failuresEnglish = {
  busy: 'One moment…',
  tryAgain: 'Try again',
  unreachable: 'The server did not answer. Check your connection and try again.',
  unavailable: 'This does not work right now. Try again in a moment.',
  failed: 'Something went wrong. Try again.',
  misconfigured:
    'This page cannot reach its sign-in service because it is set up wrongly. Please tell the people who run this site.',
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
