import type { Strings } from '../strings.js';

/** The security section before its status is known. */
export const sectionFrameEnglish = {
  heading: 'Two-Factor Authentication (2FA)',
  loading: 'Loading your 2FA settings…',
  sectionUnreachable: 'Your 2FA settings could not be loaded.',
} satisfies Partial<Strings>;
