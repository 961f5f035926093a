import type { Strings } from '../strings.js';
import { backupCodesEnglish } from './backup-codes.js';
import { codeEntryEnglish } from './code-entry.js';

/** The three steps of the set-up: scan, code, backup codes. */
export const setupStepsEnglish = {
  ...codeEntryEnglish,
  ...backupCodesEnglish,
  setupTitle: 'Set Up Two-Factor Authentication',
  scanTitle: 'Scan the QR code',
  scanText:
    'Open Google Authenticator, Authy or Microsoft Authenticator, choose to add an account, and scan this code.',
  cannotScan: "Can't scan it?",
  keyTitle: 'Set-up key',
  keyText: 'Enter this key in your app by hand.',
  copyKey: 'Copy key',
  openAuthenticator: 'Open in authenticator app',
  verifyNeedsBoth: 'To verify, enter the six digits and confirm that you have saved your backup codes.',
  verifyNeedsCode: 'To verify, enter the six digits from your app.',
  verifyNeedsSaved: 'To verify, confirm that you have saved your backup codes.',
  expiredText:
    'The QR code you may have scanned is void. Start again for a fresh one, and remove the entry that the old one added to your app.',
  backupCodesText: 'Each one signs you in once if you lose your phone. Keep them somewhere safe and apart from it.',
} satisfies Partial<Strings>;
