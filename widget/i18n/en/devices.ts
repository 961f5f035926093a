import type { Strings } from '../strings.js';
import { dialogEnglish } from './dialog.js';
import { failuresEnglish } from './failures.js';

/** The sessions and the trusted devices. */
export const devicesEnglish = {
  ...failuresEnglish,
  ...dialogEnglish,
  devicesTitle: "Where you're signed in",
  devicesLoading: 'Loading your sessions…',
  devicesUnreachable: 'Your sessions could not be loaded.',
  devicesSignedOut: 'You are signed out. Sign in to see your sessions.',
  thisDevice: 'This device',
  usedNow: 'Used just now',
  lastUsed: (time) => `Last used ${time}`,
  signOut: 'Sign out',
  noOtherSessions: 'You are not signed in anywhere else.',
  trustedTitle: 'Trusted devices',
  trustedText: 'A sign-in on these devices asks for no code.',
  trustedUntil: (date) => `Trusted until ${date}`,
  forget: 'Forget',
  signOutOthers: 'Sign out everywhere else',
  signOutOthersText: 'All other sessions end, and all trusted devices are forgotten. You stay signed in here.',
  signedOutNotice: 'That session has ended.',
  forgottenNotice: 'That device is forgotten. Its next sign-in asks for a code.',
  othersSignedOutNotice: 'All other sessions have ended, and no device is trusted.',
} satisfies Partial<Strings>;
