import type { Device } from '../../widget/protocol/messages.js';
import { unreachable } from './common-answers.js';
import type { ElementState, Step } from './element-state.js';
import { oldSession, otherTrusted, phoneSession, thisSession, thisTrusted } from './sample-messages.js';

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
  'a list to read only': { missingOperations: ['removeDevice', 'removeOtherDevices'] },
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
