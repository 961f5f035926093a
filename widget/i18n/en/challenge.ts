import type { Strings } from '../strings.js';
import { codeEntryEnglish } from './code-entry.js';
import { codesLeftEnglish } from './codes-left.js';
import { signInEnglish } from './sign-in.js';

/** The sign-in challenge. Its code field has its sentences in `code-input.ts`. */
export const challengeEnglish = {
  ...codeEntryEnglish,
  ...codesLeftEnglish,
  ...signInEnglish,
  challengeTitle: 'Two-Factor Authentication',
  challengeCodeLabel: 'Enter the 6-digit code from your authenticator app',
  challengeBackupHint:
    'One of the codes that you saved when you turned on 2FA. Capitals, spaces and hyphens do not matter.',
  trustDevice: (duration) => `Trust this device for ${duration}`,
} satisfies Partial<Strings>;
