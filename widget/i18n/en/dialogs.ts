import type { Strings } from '../strings.js';
import { backupCodesEnglish } from './backup-codes.js';
import { proofEnglish } from './proof.js';
import { sectionEnglish } from './section.js';

/** The dialogs of the set-up. */
export const dialogsEnglish = {
  ...sectionEnglish,
  ...proofEnglish,
  ...backupCodesEnglish,
  startAgain: 'Start again',
  enableTitle: 'Enable two-factor authentication?',
  enableText:
    'Each new sign-in will ask for your password and a six-digit code from an app on your phone. Have your phone at hand: setting it up takes about two minutes.',
  reasonPassword: 'A stolen password alone no longer opens your account.',
  reasonData: 'Your data gets a second lock.',
  reasonOrganisations: 'Many organisations require it.',
  disableTitle: 'Disable two-factor authentication?',
  disableText:
    'Your password alone will open your account again. Your authenticator and all backup codes stop working and are deleted.',
  disableTextNoCodes:
    'Your password alone will open your account again. Your authenticator stops working and is deleted.',
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
  discardTitle: 'Leave without saving your backup codes?',
  discardText: 'These codes will not be shown again and nothing will be changed.',
  discardStay: 'Keep going',
  discardLeave: 'Leave',
  expiredTitle: 'This set-up has expired',
  expiredText:
    'The QR code you may have scanned is void. Start again for a fresh one, and remove the entry that the old one added to your app.',
  codesExpiredText: 'These backup codes are void. Start again for a fresh set: your old codes still work.',
  backupCodesText: 'Each one signs you in once if you lose your phone. Keep them somewhere safe and apart from it.',
  newCodesText: 'Your old codes work until you keep these.',
  renewAtOnceText: 'Your old backup codes stop working as soon as you get new ones.',
  keepCodes: 'Keep these codes',
  keepNeedsSaved: 'To keep them, confirm that you have saved them.',
} satisfies Partial<Strings>;
