import type { Strings } from '../strings.js';

/** What more than one element says once somebody has been asked or has answered. */
export const sharedLaterEnglish = {
  busy: 'One moment…',
  tryAgain: 'Try again',
  useAuthenticator: 'Use your authenticator app',
  unavailable: 'This does not work right now. Try again in a moment.',
  failed: 'Something went wrong. Try again.',
  misconfigured:
    'This page cannot reach its sign-in service because it is set up wrongly. Please tell the people who run this site.',
} satisfies Partial<Strings>;
