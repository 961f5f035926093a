import { noCodes, unreachable } from './common-answers.js';
import type { ElementState, Step } from './element-state.js';
import { setup } from './sample-messages.js';

const completeEnrolment: Step[] = [
  { type: 'Enter verification code', text: '111111' },
  { tick: 'I have saved my backup codes' },
];
const verifyEnrolment: Step[] = [...completeEnrolment, { press: 'Verify' }];

/** Every state of the enrolment at sign-in. */
export const enrolmentStates = {
  loading: { unanswered: 'status' },
  beginning: { unanswered: 'beginSetup' },
  enrolling: {},
  'enrolling with the key': { steps: [{ pressIfShown: "Can't scan it?" }] },
  'no backup codes': { answers: { beginSetup: noCodes } },
  complete: { steps: completeEnrolment },
  'checking the code': { unanswered: 'confirmSetup', steps: verifyEnrolment },
  'wrong code': {
    failures: { confirmSetup: { code: 'code_invalid', attemptsRemaining: 1 } },
    steps: [...verifyEnrolment, { seesError: 'That code is not right.' }],
  },
  'clock ahead': {
    failures: { confirmSetup: { code: 'clock_out_of_sync', skewSeconds: 180 } },
    steps: [...verifyEnrolment, { seesError: "Your phone's clock is about 3 minutes ahead." }],
  },
  locked: {
    failures: { confirmSetup: { code: 'too_many_attempts', retryAfter: 3600 } },
    steps: [...verifyEnrolment, { seesError: 'Too many attempts.' }],
  },
  unreachable: { failures: { beginSetup: unreachable }, steps: [{ seesError: 'The sign-in could not be continued.' }] },
  'confirmation unreachable': {
    failures: { confirmSetup: unreachable },
    steps: [...verifyEnrolment, { seesError: 'The server did not answer.' }],
  },
  expired: {
    failures: { confirmSetup: { code: 'setup_expired' } },
    // A set-up with an id: a lost answer is not possible.
    answers: { beginSetup: { ...setup, id: 's1' } },
    steps: [...verifyEnrolment, { seesError: 'This sign-in took too long and has expired.' }],
  },
  'signed out': { failures: { status: { code: 'not_signed_in' } }, steps: [{ sees: 'Sign in again' }] },
  left: { steps: [{ press: 'Use a different account' }, { sees: 'Sign in again' }] },
  enabled: { steps: [...verifyEnrolment, { sees: 'Verified. Signing you in' }] },
} satisfies Record<string, ElementState>;
