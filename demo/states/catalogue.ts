import type { Change, Failure } from '../../widget/client/index.js';
import type { Device } from '../../widget/protocol/messages.js';
import {
  oldSession,
  otherTrusted,
  phoneSession,
  sampleMessages,
  setup,
  statusOn,
  thisSession,
  thisTrusted,
  type Messages,
} from './sample-messages.js';

export type Operation = keyof Messages;

/** One step towards a state: what a person does, or what the element shows before the next step. The names are English. */
export type Step =
  /** The page calls `prove()` of the step-up. */
  | { prove: true }
  | { press: string }
  | { pressIfShown: string }
  | { type: string; text: string }
  | { tick: string }
  | { seesDialog: string }
  | { seesError: string }
  | { sees: string };

/** A state of an element that a person can see: what the back end answers, and the steps that lead there. */
export interface ElementState {
  /** The answers that differ from the sample messages. */
  answers?: Partial<Messages>;
  /** The first call of such an operation fails. */
  failures?: Partial<Record<Operation, Failure>>;
  /** A call of this operation gets no answer. */
  unanswered?: Operation;
  /** The methods that the client does not have. */
  lacks?: readonly Operation[];
  /** The changes that the client names. */
  changes?: readonly Change[];
  /** What the page sets on the set-up. */
  page?: { readonly?: boolean; onBefore?: () => unknown };
  steps?: readonly Step[];
}

const unreachable: Failure = { code: 'unreachable' };
const on = (remaining = 10): ElementState => ({ answers: { status: statusOn(remaining) } });

const { enabledAt } = statusOn();
const noCodes = { ...setup, backupCodes: [] };
/** 2FA is on, and the back end has no backup codes. */
const onWithoutCodes = { answers: { status: { enabled: true, enabledAt: enabledAt! } } } satisfies ElementState;
/** New backup codes are in use as soon as they are shown. */
const atOnce = { ...on(0), lacks: ['keepBackupCodes', 'dropBackupCodes'] } satisfies ElementState;

const enable: Step[] = [
  { press: 'Enable 2FA' },
  { seesDialog: 'Enable two-factor authentication?' },
  { press: 'Enable 2FA' },
];
const openSetUp: Step[] = [...enable, { seesDialog: 'Set Up Two-Factor Authentication' }];
const completeSetUp: Step[] = [
  ...openSetUp,
  { type: 'Enter verification code', text: '111111' },
  { tick: 'I have saved my backup codes' },
];
const verifySetUp: Step[] = [...completeSetUp, { press: 'Verify' }];
const renew: Step[] = [
  { press: 'Get new backup codes' },
  { seesDialog: 'Get new backup codes' },
  { sees: 'Your old codes work until you keep these.' },
];
const askToDisable: Step[] = [{ press: 'Disable 2FA' }, { seesDialog: 'Disable two-factor authentication?' }];
const disable: Step[] = [...askToDisable, { press: 'Disable 2FA' }, { sees: "Confirm it's you" }];
const proofIsDue: Failure = { code: 'reauthentication_required', methods: ['totp', 'backup_code'] };

const renewAtOnce: Step[] = [
  { press: 'Get new backup codes' },
  { seesDialog: 'Get new backup codes' },
  { sees: 'Your old backup codes stop working as soon as you get new ones.' },
  { press: 'Continue' },
  { sees: 'Your new backup codes are in use.' },
];

/** The end of the grace is far away, so that the texts of the pictures stay the same. */
const grace = { since: enabledAt!, graceEndsAt: '2096-12-01T12:00:00.000Z' };
const noGrace = { since: enabledAt!, graceEndsAt: null };

/** Every state of the set-up. The tests, the pictures, the playground and the documentation show these. */
export const setupStates = {
  loading: { unanswered: 'status' },
  off: {},
  on: on(),
  'off, required from a date': { answers: { status: { enabled: false, required: grace } } },
  'off, required': { answers: { status: { enabled: false, required: noGrace } } },
  'on, required': { answers: { status: { ...statusOn(), required: noGrace } } },
  'few codes left': on(3),
  'no codes left': on(0),
  unreachable: { failures: { status: unreachable } },
  'signed out': { failures: { status: { code: 'not_signed_in' } } },
  'asking to enable': { steps: enable.slice(0, 2) },
  beginning: { unanswered: 'beginSetup', steps: enable },
  'could not begin': {
    failures: { beginSetup: { code: 'unavailable' } },
    steps: [...enable, { seesError: 'This does not work right now.' }],
  },
  'asking the page': { page: { onBefore: () => new Promise(() => undefined) }, steps: enable },
  'asking for the password': {
    failures: { beginSetup: { code: 'reauthentication_required', methods: ['password'] } },
    steps: [...enable, { sees: "Confirm it's you" }],
  },
  'set-up': { steps: openSetUp },
  'set-up with its key': { steps: [...openSetUp, { pressIfShown: "Can't scan it?" }] },
  'set-up that is complete': { steps: completeSetUp },
  'checking the code': { unanswered: 'confirmSetup', steps: verifySetUp },
  'wrong code': {
    failures: { confirmSetup: { code: 'code_invalid', attemptsRemaining: 1 } },
    steps: [...verifySetUp, { seesError: 'That code is not right.' }],
  },
  locked: {
    failures: { confirmSetup: { code: 'too_many_attempts', retryAfter: 3600 } },
    steps: [...verifySetUp, { seesError: 'Too many attempts.' }],
  },
  'leaving unsaved codes': {
    steps: [...openSetUp, { press: 'Cancel' }, { seesDialog: 'Leave without saving your backup codes?' }],
  },
  expired: {
    failures: { confirmSetup: { code: 'setup_expired' } },
    steps: [...verifySetUp, { seesDialog: 'This set-up has expired' }],
  },
  'just enabled': { steps: [...verifySetUp, { sees: '2FA is on.' }] },
  'new backup codes': { ...on(), steps: renew },
  'new backup codes not kept': {
    ...on(),
    failures: { keepBackupCodes: unreachable },
    steps: [
      ...renew,
      { tick: 'I have saved my backup codes' },
      { press: 'Keep these codes' },
      { seesError: 'The server did not answer.' },
    ],
  },
  'asking to disable': { ...on(), steps: askToDisable },
  'disabling is forbidden': {
    ...on(),
    failures: { disable: { code: 'required_by_policy' } },
    steps: [...askToDisable, { press: 'Disable 2FA' }, { seesError: 'Required by your organisation.' }],
  },
  'asking for a code': { ...on(), failures: { disable: proofIsDue }, steps: disable },
  'asking for a backup code': {
    ...on(),
    failures: { disable: proofIsDue },
    steps: [...disable, { press: 'Use a backup code' }],
  },
  'blocked authenticator': {
    ...on(),
    failures: { disable: proofIsDue, reauthenticate: { code: 'authenticator_blocked' } },
    steps: [
      ...disable,
      { type: 'Enter verification code', text: '111111' },
      { press: 'Disable 2FA' },
      { seesError: 'Your authenticator is blocked' },
    ],
  },
  'on, codes not counted': { ...onWithoutCodes, changes: ['renew', 'replace', 'disable'] },
  'on, no backup codes': onWithoutCodes,
  'on, no date': { answers: { status: { enabled: true, backupCodes: { remaining: 10, total: 10 } } } },
  'on, nothing known': { answers: { status: { enabled: true } } },
  'on, nothing to change': { answers: { status: { enabled: true } }, changes: [] },
  'off, readonly': { page: { readonly: true } },
  'on, readonly': { ...on(), page: { readonly: true } },
  'no codes left, readonly': { ...on(0), page: { readonly: true } },
  'wrong password for the change': {
    failures: { beginSetup: { code: 'code_invalid' } },
    steps: [...enable, { seesError: 'That password is not right.' }],
  },
  'set-up without backup codes': { answers: { beginSetup: noCodes }, steps: openSetUp },
  'set-up without backup codes that is complete': {
    answers: { beginSetup: noCodes },
    steps: [...openSetUp, { type: 'Enter verification code', text: '111111' }],
  },
  'wrong code without backup codes': {
    answers: { beginSetup: noCodes },
    failures: { confirmSetup: { code: 'code_invalid' } },
    steps: [
      ...openSetUp,
      { type: 'Enter verification code', text: '111111' },
      { press: 'Verify' },
      { seesError: 'That code is not right.' },
    ],
  },
  'just replaced, no backup codes': {
    answers: { ...onWithoutCodes.answers, beginSetup: noCodes, confirmSetup: onWithoutCodes.answers.status },
    steps: [
      { press: 'Use a different authenticator' },
      { seesDialog: 'Set Up Two-Factor Authentication' },
      { type: 'Enter verification code', text: '111111' },
      { press: 'Verify' },
      { sees: 'Your new authenticator is in use. The old one no longer works.' },
    ],
  },
  'asking to disable, no backup codes': { ...onWithoutCodes, steps: askToDisable },
  'asking to renew at once': { ...atOnce, steps: renewAtOnce.slice(0, 3) },
  'new backup codes in use': { ...atOnce, steps: renewAtOnce },
  'leaving unsaved codes in use': {
    ...atOnce,
    steps: [...renewAtOnce, { press: 'Close' }, { seesDialog: 'Leave without saving your backup codes?' }],
  },
} satisfies Record<string, ElementState>;

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

const typeCode: Step = { type: 'Enter the 6-digit code from your authenticator app', text: '111111' };
const useBackupCode: Step = { press: 'Use a backup code' };
const trust: Step = { tick: 'Trust this device for 30 days' };
const offersTrust = {
  answers: { readChallenge: { ...sampleMessages.readChallenge, trustDays: 30 } },
} satisfies ElementState;

/** Every state of the challenge. */
export const challengeStates = {
  loading: { unanswered: 'readChallenge' },
  asking: {},
  unreachable: { failures: { readChallenge: unreachable } },
  checking: { unanswered: 'answerChallenge', steps: [typeCode] },
  'wrong code': {
    failures: { answerChallenge: { code: 'code_invalid', attemptsRemaining: 2 } },
    steps: [typeCode, { seesError: 'That code is not right.' }],
  },
  locked: {
    failures: { answerChallenge: { code: 'too_many_attempts', retryAfter: 120 } },
    steps: [typeCode, { seesError: 'Too many attempts.' }],
  },
  'blocked authenticator': {
    failures: { answerChallenge: { code: 'authenticator_blocked' } },
    steps: [typeCode, { seesError: 'Your authenticator is blocked' }],
  },
  'blocked authenticator that codes open': {
    answers: { readChallenge: { ...sampleMessages.readChallenge, codesUnblock: true } },
    failures: { answerChallenge: { code: 'authenticator_blocked' } },
    steps: [typeCode, { seesError: 'enter three codes in a row' }],
  },
  'asking for a backup code': { steps: [useBackupCode] },
  expired: { failures: { readChallenge: { code: 'challenge_expired' } } },
  verified: { steps: [typeCode, { sees: 'Verified.' }] },
  'verified with a backup code, few left': {
    answers: { answerChallenge: { verified: true, method: 'backup_code', backupCodes: { remaining: 1, total: 10 } } },
    steps: [
      useBackupCode,
      { type: 'Backup code', text: 'ABCD' },
      { press: 'Verify' },
      { sees: '1 of 10 backup codes left' },
    ],
  },
  'asking for a code alone': { answers: { readChallenge: { ...sampleMessages.readChallenge, methods: ['totp'] } } },
  'blocked authenticator, a code alone': {
    answers: { readChallenge: { ...sampleMessages.readChallenge, methods: ['totp'] } },
    failures: { answerChallenge: { code: 'authenticator_blocked' } },
    steps: [typeCode, { seesError: 'This does not work right now.' }],
  },
  'nothing to read': { lacks: ['readChallenge'] },
  'verified, codes not counted': {
    answers: { answerChallenge: { verified: true, method: 'backup_code' } },
    steps: [useBackupCode, { type: 'Backup code', text: 'ABCD' }, { press: 'Verify' }, { sees: 'Verified.' }],
  },
  'offering trust': offersTrust,
  'trust chosen': { ...offersTrust, steps: [trust] },
  'wrong code, trust chosen': {
    ...offersTrust,
    failures: { answerChallenge: { code: 'code_invalid', attemptsRemaining: 2 } },
    steps: [trust, typeCode, { seesError: 'That code is not right.' }],
  },
  'checking, trust chosen': { ...offersTrust, unanswered: 'answerChallenge', steps: [trust, typeCode] },
} satisfies Record<string, ElementState>;

const askToSignOut: Step[] = [
  { press: 'Sign out everywhere else' },
  { seesDialog: 'Sign out everywhere else' },
  { sees: 'You stay signed in here.' },
];
const signOut: Step[] = [...askToSignOut, { press: 'Sign out everywhere else' }];
const justSessions = (...more: Device[]): ElementState => ({
  answers: { devices: { devices: [thisSession, ...more] } },
});
const longName =
  'Samsung Internet for Android on a device with a name that does not end where a person would expect it';

/** Every state of the sessions and trusted devices. */
export const devicesStates = {
  loading: { unanswered: 'devices' },
  listing: {},
  'no other session': justSessions(),
  'no session at all': { answers: { devices: { devices: [] } } },
  'no trusted device': justSessions(phoneSession, oldSession),
  'this device trusted alone': justSessions(thisTrusted),
  'long names': {
    answers: {
      devices: {
        devices: [
          { ...thisSession, name: longName },
          { ...phoneSession, name: 'X'.repeat(80) },
          { ...otherTrusted, name: 'متصفح على جهاز' },
        ],
      },
    },
  },
  'a hundred devices': {
    answers: {
      devices: {
        devices: [
          thisSession,
          ...Array.from({ length: 59 }, (_, index) => ({ ...phoneSession, id: `s${index + 10}` })),
          ...Array.from({ length: 40 }, (_, index) => ({ ...otherTrusted, id: `t${index + 10}` })),
        ],
      },
    },
  },
  unreachable: { failures: { devices: unreachable } },
  'signed out': { failures: { devices: { code: 'not_signed_in' } } },
  'a list to read only': { lacks: ['removeDevice', 'removeOtherDevices'] },
  'signing a session out': {
    ...justSessions(phoneSession),
    unanswered: 'removeDevice',
    steps: [{ press: 'Sign out' }],
  },
  'session signed out': {
    answers: { devices: { devices: [thisSession, phoneSession] }, removeDevice: { devices: [thisSession] } },
    steps: [{ press: 'Sign out' }, { sees: 'That session has ended.' }],
  },
  'session not signed out': {
    ...justSessions(phoneSession),
    failures: { removeDevice: unreachable },
    steps: [{ press: 'Sign out' }, { seesError: 'The server did not answer.' }],
  },
  'device forgotten': {
    answers: { devices: { devices: [thisSession, otherTrusted] }, removeDevice: { devices: [thisSession] } },
    steps: [{ press: 'Forget' }, { sees: 'That device is forgotten.' }],
  },
  'asking to sign out everywhere else': { steps: askToSignOut },
  'signing out everywhere else': { unanswered: 'removeOtherDevices', steps: signOut },
  'not signed out everywhere else': {
    failures: { removeOtherDevices: { code: 'unavailable' } },
    steps: [...signOut, { seesError: 'This does not work right now.' }],
  },
  'signed out everywhere else': { steps: [...signOut, { sees: 'All other sessions have ended' }] },
} satisfies Record<string, ElementState>;

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
