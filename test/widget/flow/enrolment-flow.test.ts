import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Failure } from '../../../widget/client/client-error.js';
import type { TwoFactorClient } from '../../../widget/client/two-factor-client.js';
import { emptyEntry } from '../../../widget/flow/code-entry.js';
import {
  enrolmentFlow,
  entryOfEnrolment,
  type EnrolmentEvent,
  type EnrolmentState,
  type Enrolling,
} from '../../../widget/flow/enrolment-flow.js';
import { at, failed, off, on, setup } from './samples.js';

const unreachable: Failure = { code: 'unreachable' };
const wrong: Failure = { code: 'code_invalid', attemptsRemaining: 3 };
const withId = { ...setup, id: 's1' };
const enrolling: Enrolling = {
  at: 'enrolling',
  setup: withId,
  saved: false,
  entry: emptyEntry('totp'),
  answerLost: false,
};
const saved: Enrolling = { ...enrolling, saved: true };
const typed = { ...emptyEntry('totp'), text: '123456', complete: true };
const checking: Enrolling = { ...saved, entry: { at: 'checking', method: 'totp', text: '123456' } };
const locked: Enrolling = {
  ...saved,
  entry: { at: 'locked', method: 'totp', until: at + 60_000, wait: 60 },
};
const refusedWith = (failure: Failure): Enrolling => ({
  ...checking,
  entry: { at: 'entering', method: 'totp', text: '123456', complete: true, failure, refused: '123456' },
});
const expiredWith = (failure: Failure): EnrolmentState => ({ at: 'expired', failure });

const states = {
  loading: { at: 'loading' },
  unreachable: { at: 'unreachable', failure: unreachable },
  enrolling,
  'saved, without a code': saved,
  'saved, with a code': { ...saved, entry: typed },
  checking,
  'checking after a lost answer': { ...checking, answerLost: true },
  'checking a set-up without an id': { ...checking, setup },
  'saved, after a lost answer': { ...saved, answerLost: true },
  locked,
  rereading: { at: 'rereading' },
  leaving: { at: 'leaving', answerLost: false },
  'leaving after a lost answer': { at: 'leaving', answerLost: true },
  'rereading after leaving': { at: 'rereading', left: true },
  left: { at: 'left' },
  enabled: { at: 'enabled', status: on },
  expired: expiredWith({ code: 'not_signed_in' }),
} satisfies Record<string, EnrolmentState>;

const events = {
  begun: { type: 'setup-begun', setup: withId },
  'begun without codes': { type: 'setup-begun', setup: { ...withId, backupCodes: [] } },
  enabled: { type: 'enabled', status: on },
  'still off': { type: 'still-off' },
  'already on': { type: 'already-on' },
  tick: { type: 'tick', saved: true },
  'take the tick away': { type: 'tick', saved: false },
  edit: { type: 'edit', text: '123456', complete: true },
  submit: { type: 'submit' },
  'switch the method': { type: 'switch-method', method: 'backup_code' },
  'wait over': { type: 'wait-over' },
  leave: { type: 'leave' },
  dropped: { type: 'dropped' },
  proceed: { type: 'proceed' },
  unreachable: failed(unreachable),
  wrong: failed(wrong),
  blocked: failed({ code: 'authenticator_blocked' }),
  'signed out': failed({ code: 'not_signed_in' }),
  'proof due': failed({ code: 'reauthentication_required', methods: ['password'] }),
  'set-up expired': failed({ code: 'setup_expired' }),
} satisfies Record<string, EnrolmentEvent>;

type EventName = keyof typeof events;

const overs = {
  'signed out': expiredWith({ code: 'not_signed_in' }),
  'proof due': expiredWith(events['proof due'].failure),
};
const failsToLoad = {
  ...overs,
  unreachable: { at: 'unreachable', failure: unreachable },
  wrong: { at: 'unreachable', failure: wrong },
  blocked: { at: 'unreachable', failure: { code: 'authenticator_blocked' } },
  'set-up expired': expiredWith({ code: 'setup_expired' }),
} satisfies Partial<Record<EventName, EnrolmentState>>;
const confirms = (from: Enrolling): Partial<Record<EventName, EnrolmentState>> => ({
  ...overs,
  enabled: { at: 'enabled', status: on },
  wrong: { ...refusedWith(wrong), setup: from.setup, answerLost: from.answerLost },
  unreachable: { ...refusedWith(unreachable), setup: from.setup, answerLost: true },
  blocked: { ...refusedWith({ code: 'unreachable' }), setup: from.setup, answerLost: from.answerLost },
});

/** A status that cannot be read decides nothing: the next one does. */
const stillUndecided = (fails: typeof failsToLoad): Partial<Record<EventName, EnrolmentState>> =>
  Object.fromEntries(
    Object.entries(fails)
      .filter(([, { at }]) => at === 'unreachable')
      .map(([name, state]) => [name, { ...state, undecided: { at: 'rereading' } }]),
  );

/** The state after this event and after every failure. */
const leadsTo = (next: EnrolmentState, event: EventName): Partial<Record<EventName, EnrolmentState>> =>
  Object.fromEntries(
    Object.keys(events)
      .filter((name) => name === event || events[name as EventName].type === 'failed')
      .map((name) => [name, next]),
  );

/** The next state for each event. A pair that is not listed returns the same object. */
const table: { [State in keyof typeof states]: Partial<Record<EventName, EnrolmentState>> } = {
  loading: {
    begun: enrolling,
    'begun without codes': { ...saved, setup: { ...withId, backupCodes: [] } },
    'already on': expiredWith({ code: 'not_signed_in' }),
    ...failsToLoad,
  },
  unreachable: { proceed: { at: 'loading' } },
  enrolling: {
    tick: saved,
    'take the tick away': enrolling,
    edit: { ...enrolling, entry: typed },
    leave: { at: 'leaving', answerLost: false },
  },
  'saved, without a code': {
    tick: saved,
    'take the tick away': enrolling,
    edit: { ...saved, entry: typed },
    submit: { ...saved, entry: { ...emptyEntry('totp'), failure: { code: 'incomplete' } } },
    leave: { at: 'leaving', answerLost: false },
  },
  'saved, with a code': {
    tick: { ...saved, entry: typed },
    'take the tick away': { ...enrolling, entry: typed },
    edit: { ...saved, entry: typed },
    submit: checking,
    leave: { at: 'leaving', answerLost: false },
  },
  checking: { ...confirms(checking), 'set-up expired': expiredWith({ code: 'setup_expired' }) },
  'checking after a lost answer': {
    ...confirms({ ...checking, answerLost: true }),
    'set-up expired': { at: 'rereading' },
  },
  'checking a set-up without an id': {
    ...confirms({ ...checking, setup }),
    'set-up expired': { at: 'rereading' },
  },
  locked: {
    tick: locked,
    'take the tick away': { ...locked, saved: false },
    'wait over': saved,
    leave: { at: 'leaving', answerLost: false },
  },
  rereading: {
    enabled: { at: 'enabled', status: on },
    'still off': expiredWith({ code: 'setup_expired' }),
    ...failsToLoad,
    ...stillUndecided(failsToLoad),
  },
  'saved, after a lost answer': {
    tick: { ...saved, answerLost: true },
    'take the tick away': { ...enrolling, answerLost: true },
    edit: { ...saved, answerLost: true, entry: typed },
    submit: { ...saved, answerLost: true, entry: { ...emptyEntry('totp'), failure: { code: 'incomplete' } } },
    leave: { at: 'leaving', answerLost: true },
  },
  leaving: leadsTo({ at: 'left' }, 'dropped'),
  'leaving after a lost answer': leadsTo({ at: 'rereading', left: true }, 'dropped'),
  'rereading after leaving': { ...leadsTo({ at: 'left' }, 'still off'), enabled: { at: 'enabled', status: on } },
  left: {},
  enabled: {},
  expired: {},
};

describe('the flow of the enrolment', () => {
  for (const [name, state] of Object.entries(states) as [keyof typeof states, EnrolmentState][]) {
    it(`${name}: every event leads to the state of the table`, () => {
      for (const [event, sent] of Object.entries(events) as [EventName, EnrolmentEvent][]) {
        const next = enrolmentFlow.transition(state, sent);
        const expected = table[name][event];
        if (expected) assert.deepEqual(next, expected, event);
        else assert.equal(next, state, event);
      }
    });
  }

  it('asks for the status before it begins the set-up, so that the client knows the account', async () => {
    const calls: string[] = [];
    const client = {
      status: () => Promise.resolve((calls.push('status'), off)),
      beginSetup: () => Promise.resolve((calls.push('beginSetup'), withId)),
    } as unknown as TwoFactorClient;
    const { signal } = new AbortController();
    assert.deepEqual(await enrolmentFlow.request({ at: 'loading' })!(client, signal, {}), events.begun);
    assert.deepEqual(calls, ['status', 'beginSetup']);
  });

  it('begins no set-up where 2FA is on already: that would replace it', async () => {
    const client = {
      status: () => Promise.resolve(on),
      beginSetup: () => assert.fail('a set-up was begun'),
    } as unknown as TwoFactorClient;
    const request = enrolmentFlow.request({ at: 'loading' })!;
    assert.deepEqual(await request(client, new AbortController().signal, {}), { type: 'already-on' });
  });

  it('repeats the id of what the page shows', async () => {
    const sent: unknown[] = [];
    const client = {
      confirmSetup: (answer: unknown) => Promise.resolve((sent.push(answer), on)),
    } as unknown as TwoFactorClient;
    await enrolmentFlow.request(checking)!(client, new AbortController().signal, {});
    assert.deepEqual(sent, [{ code: '123456', id: 's1' }]);
  });

  it('has no request in a state that waits for a person', () => {
    for (const state of [enrolling, saved, locked, states.unreachable, states.left, states.enabled, states.expired]) {
      assert.equal(enrolmentFlow.request(state), null, state.at);
    }
  });

  it('waits only while it is locked, and has an entry only while it shows one', () => {
    assert.equal(enrolmentFlow.deadline(locked), at + 60_000);
    assert.equal(enrolmentFlow.deadline(enrolling), null);
    assert.equal(entryOfEnrolment(enrolling), enrolling.entry);
    assert.equal(entryOfEnrolment({ at: 'loading' }), null);
  });
});
