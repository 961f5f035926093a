import type { Strings } from '../strings.js';

/** The sign-in challenge once somebody has answered. */
export const challengeLaterEnglish = {
  challengeBackupHint:
    'One of the codes that you saved when you turned on 2FA. Capitals, spaces and hyphens do not matter.',
  challengeUnreachable: 'The sign-in could not be continued.',
  challengeExpired: 'This sign-in took too long and has expired.',
  signInAgain: 'Sign in again',
  verified: 'Verified. Signing you in…',
} satisfies Partial<Strings>;
