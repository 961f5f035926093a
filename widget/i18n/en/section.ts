import type { Strings } from '../strings.js';
import { codesLeftEnglish } from './codes-left.js';
import { failuresEnglish } from './failures.js';

/** The security section. */
export const sectionEnglish = {
  ...failuresEnglish,
  ...codesLeftEnglish,
  heading: 'Two-Factor Authentication (2FA)',
  loading: 'Loading your 2FA settings…',
  sectionUnreachable: 'Your 2FA settings could not be loaded.',
  summaryOff: 'Ask for a code from your phone at every new sign-in, so that a stolen password is not enough.',
  summaryOn: 'Every new sign-in asks for a code from your authenticator app.',
  wholeAccount: 'Applies to your whole account.',
  enable: 'Enable 2FA',
  badgeOn: 'On',
  onSince: (date) => `Since ${date}`,
  renewCodes: 'Get new backup codes',
  replaceAuthenticator: 'Use a different authenticator',
  disable: 'Disable 2FA',
  requiredByOrganisation: 'Required by your organisation.',
  requiredFrom: (date) => `Required from ${date}.`,
  sectionSignedOut: 'You are signed out. Sign in to see your 2FA settings.',
  enabledNotice: '2FA is on. Your next sign-in needs the next code from your app: the one you just used is spent.',
  replacedNotice: 'Your new authenticator is in use. The old one and its backup codes no longer work.',
  replacedNoticeNoCodes: 'Your new authenticator is in use. The old one no longer works.',
  renewedNotice: 'Your new backup codes are in use. The old ones no longer work.',
  disabledNotice: '2FA is off. You can remove the entry from your authenticator app.',
} satisfies Partial<Strings>;
