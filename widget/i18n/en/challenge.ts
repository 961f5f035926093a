import type { Strings } from '../strings.js';

/** The sign-in challenge as it first shows. */
export const challengeEnglish = {
  challengeTitle: 'Two-Factor Authentication',
  challengeCodeLabel: 'Enter the 6-digit code from your authenticator app',
} satisfies Partial<Strings>;
