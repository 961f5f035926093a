import type { Failure } from '../../widget/client/index.js';
import { noCodes, on, unreachable } from './common-answers.js';
import type { ElementState, Step } from './element-state.js';
import { statusOn, statusWith } from './sample-messages.js';

const { enabledAt } = statusOn();
/** 2FA is on, and the back end has no backup codes. */
const onWithoutCodes = { answers: { status: { enabled: true, enabledAt: enabledAt! } } } satisfies ElementState;
/** New backup codes are in use as soon as they are shown. */
const atOnce = { ...on(0), missingOperations: ['keepBackupCodes', 'dropBackupCodes'] } satisfies ElementState;

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
/** So many authenticators, of which the second is the work phone. */
const several = (count: number): ElementState => ({ answers: { status: statusWith(count), beginSetup: noCodes } });
const adding: Step[] = [{ press: 'Add another authenticator' }, { seesDialog: 'Add an Authenticator' }];
const complete: Step[] = [...adding, { type: 'Enter verification code', text: '111111' }];
const renaming: Step[] = [{ press: 'Rename' }, { seesDialog: 'Rename Authenticator' }];
const removing: Step[] = [{ press: 'Remove' }, { seesDialog: 'Remove this authenticator?' }];

/** Every state of the set-up. */
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
  'on, one of several authenticators': several(1),
  'on, three authenticators': several(3),
  'on, five authenticators': several(5),
  'one more authenticator': { ...several(1), steps: adding },
  'one more authenticator that is complete': { ...several(1), steps: complete },
  'one more authenticator without a name': { ...several(1), steps: [...complete, { type: 'Name', text: ' ' }] },
  'wrong code of one more authenticator': {
    ...several(2),
    failures: { confirmSetup: { code: 'code_invalid', attemptsRemaining: 4 } },
    steps: [...complete, { press: 'Add' }, { seesError: 'That code is not right.' }],
  },
  'just added': {
    answers: { ...several(1).answers, confirmSetup: statusWith(2) },
    steps: [...complete, { press: 'Add' }, { sees: 'Your new authenticator works beside the others.' }],
  },
  'renaming an authenticator': { ...several(2), steps: renaming },
  'renaming to nothing': {
    ...several(2),
    steps: [...renaming, { type: 'Name', text: '' }, { sees: 'Name: Fill in this field.' }],
  },
  'saving a name': {
    ...several(2),
    unanswered: 'nameAuthenticator',
    steps: [...renaming, { type: 'Name', text: 'Private phone' }, { press: 'Save' }],
  },
  'just renamed': {
    ...several(2),
    steps: [
      ...renaming,
      { type: 'Name', text: 'Private phone' },
      { press: 'Save' },
      { sees: 'The new name is saved.' },
    ],
  },
  'asking to remove an authenticator': { ...several(2), steps: removing },
  'asking for a code to remove an authenticator': {
    ...several(2),
    failures: { removeAuthenticator: proofIsDue },
    steps: [...removing, { press: 'Remove' }, { sees: "Confirm it's you" }],
  },
  'just removed': {
    ...several(2),
    steps: [...removing, { press: 'Remove' }, { sees: 'The authenticator is removed.' }],
  },
  'replacing several authenticators': {
    answers: { status: statusWith(3) },
    steps: [{ press: 'Use a different authenticator' }, { seesDialog: 'Set Up Two-Factor Authentication' }],
  },
  'asking to disable, no backup codes': { ...onWithoutCodes, steps: askToDisable },
  'asking to renew at once': { ...atOnce, steps: renewAtOnce.slice(0, 3) },
  'new backup codes in use': { ...atOnce, steps: renewAtOnce },
  'leaving unsaved codes in use': {
    ...atOnce,
    steps: [...renewAtOnce, { press: 'Close' }, { seesDialog: 'Leave without saving your backup codes?' }],
  },
} satisfies Record<string, ElementState>;
