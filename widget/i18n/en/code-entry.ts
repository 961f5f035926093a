import type { Strings } from '../strings.js';
import { codeInputEnglish } from './code-input.js';
import { failuresEnglish } from './failures.js';

/** A field for a code, a backup code or a password, with its buttons and failures. */
export const codeEntryEnglish = {
  ...codeInputEnglish,
  ...failuresEnglish,
  verify: 'Verify',
  useBackupCode: 'Use a backup code',
  useAuthenticator: 'Use your authenticator app',
  backupCode: 'Backup code',
  password: 'Password',
  authenticatorBlockedRow:
    'Your authenticator is blocked after too many wrong codes. Use a backup code, or enter three codes in a row, each new one as soon as your app shows it.',
} satisfies Partial<Strings>;
