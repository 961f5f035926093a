import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TwoFactorClient } from '../../../widget/client/two-factor-client.js';
import type { Failure } from '../../../widget/client/client-error.js';
import { emptyEntry } from '../../../widget/flow/code-entry.js';
import { stepUpFlow, type StepUpEvent, type StepUpState } from '../../../widget/flow/step-up-flow.js';
import type { ProofMethod } from '../../../widget/protocol/messages.js';
import { at, failed, off, on } from './samples.js';

const unreachable = { code: 'unreachable' } as const;
const signedOut = { code: 'not_signed_in' } as const;
const wrong = { code: 'code_invalid', attemptsRemaining: 3 } as const;
const blocked: Failure = { code: 'authenticator_blocked', methods: ['backup_code'] };
const passwordDue: Failure = { code: 'reauthentication_required', methods: ['password'] };
const proofDue: Failure = { code: 'reauthentication_required' };

const none: ProofMethod[] = [];
const closed: StepUpState = { at: 'closed', outcome: 'none' };
const proved: StepUpState = { at: 'closed', outcome: 'proved' };
const cancelled: StepUpState = { at: 'closed', outcome: 'cancelled' };
const reading = { at: 'reading', maxAge: Infinity, methods: none, failure: null } satisfies StepUpState;
const forced = { ...reading, maxAge: 0, methods: ['backup_code'] } satisfies StepUpState;
const stopped = { ...reading, at: 'stopped', failure: unreachable } satisfies StepUpState;
const proving = {
  at: 'proving',
  methods: ['totp', 'backup_code'] as ProofMethod[],
  entry: emptyEntry('totp'),
} satisfies StepUpState;
const byBackupCode = { ...proving, methods: ['backup_code'] as ProofMethod[], entry: emptyEntry('backup_code') };
const byPassword = { ...proving, methods: ['password'] as ProofMethod[], entry: emptyEntry('password') };
const checking = { ...proving, entry: { at: 'checking' as const, method: 'totp' as const, text: '123456' } };
const locked = { ...proving, entry: { at: 'locked' as const, method: 'totp' as const, until: at, wait: 60 } };
const refused = (failure: Failure): StepUpState => ({
  ...proving,
  entry: { ...emptyEntry('totp', failure), text: '123456', complete: true, refused: '123456' },
});

const states = {
  closed,
  'closed after a proof': proved,
  reading,
  'reading after a refusal': forced,
  'reading within a minute': { ...reading, maxAge: 60 },
  'reading again': { ...reading, failure: unreachable },
  stopped,
  proving,
  checking,
  locked,
  'signed out': { at: 'signed-out', failure: signedOut },
} satisfies Record<string, StepUpState>;

const events = {
  ask: { type: 'ask', maxAge: Infinity, methods: none },
  'ask after a refusal': { type: 'ask', maxAge: 0, methods: ['backup_code'] },
  'status off': { type: 'status-read', status: off },
  'status on': { type: 'status-read', status: on },
  'status with an old proof': { type: 'status-read', status: { ...on, proofAge: 299 } },
  'status with a new proof': { type: 'status-read', status: { ...off, proofAge: 0 } },
  proved: { type: 'proved' },
  proceed: { type: 'proceed' },
  leave: { type: 'leave' },
  abandon: { type: 'abandon' },
  edit: { type: 'edit', text: '12' },
  submit: { type: 'submit' },
  'switch method': { type: 'switch-method', method: 'backup_code' },
  'switch to password': { type: 'switch-method', method: 'password' },
  'wait over': { type: 'wait-over' },
  unreachable: failed(unreachable),
  wrong: failed(wrong),
  blocked: failed(blocked),
  'password due': failed(passwordDue),
  'proof due': failed(proofDue),
  'signed out': failed(signedOut),
} satisfies Record<string, StepUpEvent>;

type EventName = keyof typeof events;
const failures = ['unreachable', 'wrong', 'blocked', 'password due', 'proof due'] as const;

function stopsAt(state: StepUpState & { at: 'reading' }): Partial<Record<EventName, StepUpState>> {
  return Object.fromEntries(failures.map((name) => [name, { ...state, at: 'stopped', failure: events[name].failure }]));
}

const over: StepUpState = { at: 'signed-out', failure: signedOut };

/** The next state for each event. A pair that is not listed returns the same object. */
const table: { [State in keyof typeof states]: Partial<Record<EventName, StepUpState>> } = {
  closed: { ask: reading, 'ask after a refusal': forced },
  'closed after a proof': { ask: reading, 'ask after a refusal': forced },
  reading: {
    ask: reading,
    // A refused call joins: it needs a proof of its own.
    'ask after a refusal': forced,
    'status off': byPassword,
    'status on': proving,
    'status with an old proof': proved,
    'status with a new proof': proved,
    leave: cancelled,
    'signed out': over,
    abandon: closed,
    ...stopsAt(reading),
  },
  'reading after a refusal': {
    ask: forced,
    'ask after a refusal': forced,
    // 2FA was turned off since: a backup code proves nothing any more.
    'status off': byPassword,
    'status on': byBackupCode,
    'status with an old proof': byBackupCode,
    'status with a new proof': byPassword,
    leave: cancelled,
    'signed out': over,
    abandon: closed,
    ...stopsAt(forced),
  },
  'reading within a minute': {
    ask: { ...reading, maxAge: 60 },
    'ask after a refusal': forced,
    'status off': byPassword,
    'status on': proving,
    'status with an old proof': proving,
    'status with a new proof': proved,
    leave: cancelled,
    'signed out': over,
    abandon: closed,
    ...stopsAt({ ...reading, maxAge: 60 }),
  },
  'reading again': {
    ask: { ...reading, failure: unreachable },
    'ask after a refusal': { ...forced, failure: unreachable },
    'status off': byPassword,
    'status on': proving,
    'status with an old proof': proved,
    'status with a new proof': proved,
    leave: cancelled,
    'signed out': over,
    abandon: closed,
    ...stopsAt(reading),
  },
  stopped: {
    ask: stopped,
    'ask after a refusal': { ...forced, at: 'stopped', failure: unreachable },
    proceed: { ...reading, failure: unreachable },
    leave: cancelled,
    abandon: closed,
    'signed out': over,
  },
  proving: {
    leave: cancelled,
    abandon: closed,
    edit: { ...proving, entry: { ...emptyEntry('totp'), text: '12' } },
    submit: { ...proving, entry: emptyEntry('totp', { code: 'incomplete' }) },
    'switch method': { ...proving, entry: emptyEntry('backup_code') },
    'signed out': over,
  },
  checking: {
    proved,
    abandon: closed,
    unreachable: refused(unreachable),
    wrong: refused(wrong),
    blocked: { ...proving, methods: ['backup_code'], entry: emptyEntry('backup_code', blocked) },
    // Another tab has turned 2FA off. Without the methods the status has to say what would do.
    'password due': byPassword,
    'proof due': { ...reading, maxAge: 0 },
    'signed out': over,
  },
  locked: {
    leave: cancelled,
    abandon: closed,
    'wait over': proving,
    'switch method': { ...locked, entry: { ...locked.entry, method: 'backup_code' } },
    'signed out': over,
  },
  'signed out': { leave: closed, abandon: closed, 'signed out': over },
};

describe('the step-up flow', () => {
  for (const [stateName, state] of Object.entries(states) as [keyof typeof states, StepUpState][]) {
    for (const [eventName, event] of Object.entries(events) as [EventName, StepUpEvent][]) {
      const expected = table[stateName][eventName];
      it(`${stateName}, ${eventName}: ${expected ? `becomes ${expected.at}` : 'stays as it is'}`, () => {
        const next = stepUpFlow.transition(state, event);
        if (expected) assert.deepEqual(next, expected);
        else assert.equal(next, state);
      });
    }
  }

  it('has a request in exactly these states', () => {
    const asking = Object.entries(states).filter(([, state]) => stepUpFlow.request(state) !== null);
    assert.deepEqual(
      asking.map(([name]) => name),
      ['reading', 'reading after a refusal', 'reading within a minute', 'reading again', 'checking'],
    );
  });

  it('goes on reading when another call joins', () => {
    const joined = stepUpFlow.transition(reading, events['ask after a refusal']);
    assert.equal(stepUpFlow.request(joined), stepUpFlow.request(reading));
  });

  it('never asks for a password while 2FA is on, whatever a refusal names', () => {
    for (const methods of [['password'], ['password', 'totp'], ['sms']] as ProofMethod[][]) {
      const next = stepUpFlow.transition({ ...reading, methods }, events['status on']);
      assert.ok(next.at === 'proving' && !next.methods.includes('password'), methods.join());
    }
  });

  it('says that it does not work when the authenticator is blocked and a backup code would prove nothing', () => {
    const byCode: StepUpState = { ...checking, methods: ['totp'] };
    const next = stepUpFlow.transition(byCode, events.blocked);
    assert.deepEqual(next, { ...refused({ code: 'unavailable' }), methods: ['totp'] });
  });

  it('waits only while locked', () => {
    assert.equal(stepUpFlow.deadline(locked), at);
    for (const state of [closed, reading, stopped, proving, checking]) assert.equal(stepUpFlow.deadline(state), null);
  });

  it('reads the status and sends the proof, each with the signal', async () => {
    const { signal } = new AbortController();
    const sent: unknown[] = [];
    const client = {
      status(given: AbortSignal) {
        sent.push(given);
        return Promise.resolve(on);
      },
      reauthenticate(answer: object, given: AbortSignal) {
        sent.push(answer, given);
        return Promise.resolve({ validUntil: '2026-11-24T09:05:00.000Z' });
      },
    } as unknown as TwoFactorClient;
    assert.deepEqual(await stepUpFlow.request(reading)!(client, signal, {}), { type: 'status-read', status: on });
    assert.deepEqual(await stepUpFlow.request(checking)!(client, signal, {}), { type: 'proved' });
    assert.deepEqual(sent, [signal, { code: '123456' }, signal]);
  });

  for (const answer of [undefined, {}, { validUntil: 'soon' }]) {
    it(`takes ${JSON.stringify(answer)} for no proof`, async () => {
      const client = { reauthenticate: () => Promise.resolve(answer) } as unknown as TwoFactorClient;
      await assert.rejects(stepUpFlow.request(checking)!(client, new AbortController().signal, {}), TypeError);
    });
  }
});
