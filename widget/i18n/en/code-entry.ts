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
} satisfies Partial<Strings>;
