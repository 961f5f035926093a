import type { Strings } from '../strings.js';
import { setupStepsEnglish } from './setup-steps.js';
import { signInEnglish } from './sign-in.js';

/** The enrolment at sign-in. */
export const enrolmentEnglish = {
  ...setupStepsEnglish,
  ...signInEnglish,
  enrolmentText: 'Your organisation requires it.',
  useDifferentAccount: 'Use a different account',
} satisfies Partial<Strings>;
