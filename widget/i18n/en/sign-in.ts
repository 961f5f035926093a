import type { Strings } from '../strings.js';

/** What the steps of a sign-in have in common. */
export const signInEnglish = {
  challengeUnreachable: 'The sign-in could not be continued.',
  challengeExpired: 'This sign-in took too long and has expired.',
  signInAgain: 'Sign in again',
  verified: 'Verified. Signing you in…',
} satisfies Partial<Strings>;
