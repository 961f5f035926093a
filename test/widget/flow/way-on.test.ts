import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Failure } from '../../../widget/client/client-error.js';
import { challengeFlow, type ChallengeEvent, type ChallengeState } from '../../../widget/flow/challenge-flow.js';
import { devicesFlow, type DevicesEvent, type DevicesState } from '../../../widget/flow/devices-flow.js';
import { enrolmentFlow, type EnrolmentEvent, type EnrolmentState } from '../../../widget/flow/enrolment-flow.js';
import { withAuthenticators } from '../../../widget/flow/authenticators-flow.js';
import type { Flow } from '../../../widget/flow/flow.js';
import { setupFlow, type Intent, type SetupEvent, type SetupState } from '../../../widget/flow/setup-flow.js';
import { stepUpFlow, type StepUpEvent, type StepUpState } from '../../../widget/flow/step-up-flow.js';
import { errorStatus, type ErrorCode } from '../../../widget/protocol/error-codes.js';
import { readSetup, readStatus } from '../../../widget/protocol/read-message.js';
import { challenge, codes, devices, failed, off, on, phone, setup, several, verified } from './samples.js';

/*
 * Whatever a back end rejects with, in whichever operation: a person has a way on. From the state after the failure, what a
 * person does and what a back end then answers rightly leads to the end that the person wants.
 */

const failures = [...(Object.keys(errorStatus) as ErrorCode[]), 'unreachable', 'misconfigured'].map(
  (code) => ({ code }) as Failure,
);
const checking = { at: 'checking' as const, method: 'totp' as const, text: '123456' };
const bare = { enabled: true as const };

/** Whether the events lead from a state to an end. A state with a request takes answers, another one what a person does. */
function leadsOn<State, Event>(
  flow: Flow<State, Event>,
  start: State,
  events: { person: readonly Event[]; answers: readonly Event[] },
  isEnd: (state: State) => boolean,
): boolean {
  const seen = new Set<string>();
  const open = [start];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (isEnd(state)) return true;
    const key = JSON.stringify(state);
    if (seen.has(key)) continue;
    seen.add(key);
    const next = flow.request(state) ? events.answers : events.person;
    open.push(...next.map((event) => flow.transition(state, event)));
  }
  return false;
}

const typed = { type: 'edit', text: '654321', complete: true } as const;
const entry = [
  typed,
  { type: 'submit' },
  { type: 'wait-over' },
  { type: 'switch-method', method: 'totp' },
  { type: 'switch-method', method: 'backup_code' },
] as const;

describe('the way on in the set-up', () => {
  const withList = withAuthenticators(setupFlow, { readSetup, readStatus });
  for (const status of [off, on, bare, several]) {
    const intents: Intent[] = status.enabled ? ['replace', 'renew', 'renew-at-once', 'disable'] : ['enable'];
    if (status === several) intents.push('add', 'rename', 'remove');
    const flow = status === several ? withList : setupFlow;
    const answers: SetupEvent[] = [
      { type: 'status-read', status },
      { type: 'allowed' },
      { type: 'proved' },
      { type: 'setup-begun', setup },
      { type: 'codes-begun', codes },
      { type: 'changed', status, notice: 'enabled' },
      { type: 'dropped' },
    ];
    const events = {
      answers,
      person: [...entry, { type: 'proceed' }, { type: 'leave' }, { type: 'tick', saved: true }] satisfies SetupEvent[],
    };
    const isEnd = (state: SetupState) => state.at === 'idle';
    for (const intent of intents) {
      const [authenticator] = several.authenticators;
      const isOfList = intent === 'add' || intent === 'rename' || intent === 'remove';
      const change = {
        status,
        intent,
        ...(isOfList && { subject: { authenticator: authenticator!, name: 'Phone 2' } }),
      };
      const starts: Record<string, SetupState> = {
        'the status': { at: 'loading' },
        'the question to the page': { at: 'awaiting-page', ...change },
        'the beginning': { at: 'starting', ...change },
        'the proof': { at: 'proving', ...change, methods: ['totp'], entry: checking },
        'the proof by password': {
          at: 'proving',
          ...change,
          methods: ['password'],
          entry: { ...checking, method: 'password' },
        },
        'the confirmation': { at: 'enrolling', ...change, setup, saved: true, entry: checking },
        'keeping codes': { at: 'keeping-codes', status, codes, saved: true, failure: null },
        leaving: { at: 'leaving', ...change, drop: 'setup' },
        'the status after it': { at: 'rereading', ...change, mayBeDone: true },
      };
      for (const [what, state] of Object.entries(starts)) {
        it(`${intent}, ${JSON.stringify(status)}: ${what} fails with any code`, () => {
          for (const failure of failures) {
            const next = flow.transition(state, failed(failure));
            assert.notEqual(next, state, `${failure.code} is not shown`);
            assert.ok(leadsOn<SetupState, SetupEvent>(flow, next, events, isEnd), failure.code);
          }
        });
      }
    }
  }
});

describe('the way on in the challenge', () => {
  const methods = {
    both: challenge.methods,
    'a code alone': ['totp'],
    'a backup code alone': ['backup_code'],
  } as const;
  for (const [what, offered] of Object.entries(methods)) {
    const read = { methods: [...offered] };
    const events = {
      answers: [
        { type: 'challenge-read', challenge: read },
        { type: 'verified', verified },
      ] satisfies ChallengeEvent[],
      person: [...entry, { type: 'proceed' }] satisfies ChallengeEvent[],
    };
    // The page signs in again from an expired challenge.
    const isEnd = (state: ChallengeState) => state.at === 'verified' || state.at === 'expired';

    for (const [name, state] of Object.entries<ChallengeState>({
      'reading it': challengeFlow.initial,
      'the answer': { at: 'answering', challenge: read, entry: { ...checking, method: offered[0] } },
    })) {
      it(`${what}: ${name} fails with any code`, () => {
        for (const failure of failures) {
          const next = challengeFlow.transition(state, failed(failure));
          assert.notEqual(next, state, `${failure.code} is not shown`);
          assert.ok(leadsOn<ChallengeState, ChallengeEvent>(challengeFlow, next, events, isEnd), failure.code);
          if (state.at === 'loading') continue;
          const method = next.at === 'answering' ? next.entry.method : offered[0];
          assert.ok((read.methods as string[]).includes(method), `${failure.code} asks for ${method}`);
        }
      });
    }
  }
});

describe('the way on in the step-up', () => {
  for (const status of [off, on, bare]) {
    const events = {
      answers: [{ type: 'status-read', status }, { type: 'proved' }] satisfies StepUpEvent[],
      person: [...entry, { type: 'proceed' }, { type: 'leave' }] satisfies StepUpEvent[],
    };
    const isEnd = (state: StepUpState) => state.at === 'closed';
    const method = status.enabled ? ('totp' as const) : ('password' as const);
    const starts: Record<string, StepUpState> = {
      'the status': { at: 'reading', maxAge: 0, methods: [], failure: null },
      'the proof': { at: 'proving', methods: [method], entry: { ...checking, method } },
    };
    for (const [what, state] of Object.entries(starts)) {
      it(`${JSON.stringify(status)}: ${what} fails with any code`, () => {
        for (const failure of failures) {
          const next = stepUpFlow.transition(state, failed(failure));
          assert.notEqual(next, state, `${failure.code} is not shown`);
          assert.ok(leadsOn<StepUpState, StepUpEvent>(stepUpFlow, next, events, isEnd), failure.code);
        }
      });
    }
  }
});

describe('the way on in the list of sessions and devices', () => {
  const events = {
    answers: [
      { type: 'devices-read', list: devices },
      { type: 'removed', list: devices },
    ] satisfies DevicesEvent[],
    person: [{ type: 'proceed' }, { type: 'leave' }] satisfies DevicesEvent[],
  };
  const isEnd = (state: DevicesState) => state.at === 'listing' || state.at === 'absent';
  for (const [name, state] of Object.entries<DevicesState>({
    'reading it': devicesFlow.initial,
    'signing one out': { at: 'removing', list: devices, device: phone },
    'reading it again': { at: 'rereading', list: devices, device: phone },
    'signing all others out': { at: 'removing-others', list: devices },
  })) {
    it(`${name} fails with any code`, () => {
      for (const failure of failures) {
        const next = devicesFlow.transition(state, failed(failure));
        assert.notEqual(next, state, `${failure.code} is not shown`);
        assert.ok(leadsOn<DevicesState, DevicesEvent>(devicesFlow, next, events, isEnd), failure.code);
      }
    });
  }
});

describe('the way on in the enrolment at sign-in', () => {
  const events = {
    answers: [
      { type: 'setup-begun', setup },
      { type: 'enabled', status: on },
      { type: 'dropped' },
    ] satisfies EnrolmentEvent[],
    person: [...entry, { type: 'proceed' }, { type: 'tick', saved: true }] satisfies EnrolmentEvent[],
  };
  // The person signs in again from an expired enrolment.
  const isEnd = (state: EnrolmentState) => ['enabled', 'expired', 'left'].includes(state.at);
  for (const [name, state] of Object.entries<EnrolmentState>({
    'the beginning': enrolmentFlow.initial,
    'the confirmation': { at: 'enrolling', setup, saved: true, entry: checking, answerLost: false },
    'the status after it': { at: 'rereading' },
    leaving: { at: 'leaving', answerLost: false },
  })) {
    it(`${name} fails with any code`, () => {
      for (const failure of failures) {
        const next = enrolmentFlow.transition(state, failed(failure));
        assert.notEqual(next, state, `${failure.code} is not shown`);
        assert.ok(leadsOn<EnrolmentState, EnrolmentEvent>(enrolmentFlow, next, events, isEnd), failure.code);
      }
    });
  }
});
