import { on, unreachable } from './common-answers.js';
import type { ElementState, Step } from './element-state.js';

const proves: Step = { prove: true };
const asksForCode: Step[] = [proves, { seesDialog: "Confirm it's you" }, { sees: 'Enter verification code' }];
const provesByCode: Step[] = [
  ...asksForCode,
  { type: 'Enter verification code', text: '111111' },
  { press: 'Continue' },
];

/** Every state of the step-up that a person sees. */
export const stepUpStates = {
  'asking for a code': { ...on(), steps: asksForCode },
  'asking for a backup code': { ...on(), steps: [...asksForCode, { press: 'Use a backup code' }] },
  'asking for the password': { steps: [proves, { seesDialog: "Confirm it's you" }, { sees: 'Password' }] },
  checking: { ...on(), unanswered: 'reauthenticate', steps: provesByCode },
  'nothing entered': {
    ...on(),
    steps: [...asksForCode, { press: 'Continue' }, { seesError: 'Enter all 6 digits.' }],
  },
  'wrong code': {
    ...on(),
    failures: { reauthenticate: { code: 'code_invalid', attemptsRemaining: 2 } },
    steps: [...provesByCode, { seesError: 'That code is not right.' }],
  },
  'wrong password': {
    failures: { reauthenticate: { code: 'code_invalid', attemptsRemaining: 4 } },
    steps: [
      proves,
      { type: 'Password', text: 'a guess' },
      { press: 'Continue' },
      { seesError: 'That password is not right.' },
    ],
  },
  locked: {
    ...on(),
    failures: { reauthenticate: { code: 'too_many_attempts', retryAfter: 120 } },
    steps: [...provesByCode, { seesError: 'Too many attempts.' }],
  },
  'blocked authenticator': {
    ...on(),
    failures: { reauthenticate: { code: 'authenticator_blocked', methods: ['backup_code'] } },
    steps: [...provesByCode, { seesError: 'Your authenticator is blocked' }],
  },
  'no answer to the code': {
    ...on(),
    failures: { reauthenticate: unreachable },
    steps: [...provesByCode, { seesError: 'The server did not answer.' }],
  },
  unreachable: {
    failures: { status: unreachable },
    steps: [proves, { seesError: 'The server did not answer.' }],
  },
  'signed out': {
    failures: { status: { code: 'not_signed_in' } },
    steps: [proves, { seesError: 'You are signed out.' }],
  },
} satisfies Record<string, ElementState>;
