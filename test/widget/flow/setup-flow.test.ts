import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Failure } from '../../../widget/client/client-error.js';
import type { TwoFactorClient } from '../../../widget/client/two-factor-client.js';
import { emptyEntry } from '../../../widget/flow/code-entry.js';
import { setupFlow, type Intent, type SetupEvent, type SetupState } from '../../../widget/flow/setup-flow.js';
import type { Rereading } from '../../../widget/flow/setup-state.js';
import type { Status } from '../../../widget/protocol/messages.js';
import { at, codes, failed, off, on, setup } from './samples.js';

const unreachable = { code: 'unreachable' } as const;
const signedOut = { code: 'not_signed_in' } as const;
const wrong = { code: 'code_invalid', attemptsRemaining: 3 } as const;
const blocked: Failure = { code: 'authenticator_blocked', methods: ['backup_code'] };
const later = { ...on, enabledAt: '2026-11-24T10:00:00.000Z' };

const intended = <At extends string>(name: At, intent: Intent) => ({
  at: name,
  status: intent === 'enable' ? off : on,
  intent,
});
/** The request of the change has failed. */
const stoppedBy = (intent: Intent, failure: Failure) => ({
  ...intended('stopped', intent),
  failure,
  unsure: true as const,
});
const idleOff: SetupState = { at: 'idle', status: off, notice: null };
const idleOn: SetupState = { at: 'idle', status: on, notice: null };
const proving = {
  ...intended('proving', 'renew'),
  methods: ['totp' as const, 'backup_code' as const],
  entry: emptyEntry('totp'),
};
const provingNow = { ...proving, entry: { at: 'checking' as const, method: 'totp' as const, text: '123456' } };
const enrolling = { ...intended('enrolling', 'enable'), setup, saved: false, entry: emptyEntry('totp') };
const saved = { ...enrolling, saved: true, entry: { ...emptyEntry('totp'), text: '123456', complete: true } };
const verifying = { ...saved, entry: { at: 'checking' as const, method: 'totp' as const, text: '123456' } };
const provedByPassword = { ...intended('starting', 'disable'), methods: ['password' as const] };
const enrollingAlone = { ...enrolling, setup: { ...setup, backupCodes: [] }, saved: true };
const inUse = {
  at: 'showing-codes' as const,
  status: on,
  codes,
  saved: false,
  failure: null,
  inUse: true as const,
};
const renewedAtOnce = { ...intended('rereading', 'renew-at-once'), mayBeDone: true as const };
const showing = { at: 'showing-codes' as const, status: on, codes, saved: false, failure: null };

const states = {
  loading: { at: 'loading' },
  unreachable: { at: 'unreachable', failure: unreachable },
  'signed out': { at: 'signed-out', failure: signedOut },
  'idle off': idleOff,
  'idle on': idleOn,
  'confirming enable': intended('confirming', 'enable'),
  'awaiting page, enable': intended('awaiting-page', 'enable'),
  'awaiting page, replace': intended('awaiting-page', 'replace'),
  'starting enable': intended('starting', 'enable'),
  'starting renew': intended('starting', 'renew'),
  'starting disable': intended('starting', 'disable'),
  'confirming renew at once': intended('confirming', 'renew-at-once'),
  'starting renew at once': intended('starting', 'renew-at-once'),
  'starting, proved by password': provedByPassword,
  stopped: { ...intended('stopped', 'renew'), failure: unreachable },
  proving,
  'proving now': provingNow,
  enrolling,
  'enrolling, saved': saved,
  'enrolling without backup codes': enrollingAlone,
  verifying,
  'showing codes': showing,
  'showing saved codes': { ...showing, saved: true },
  'keeping codes': { ...showing, at: 'keeping-codes', saved: true },
  'keeping codes after a lost answer': {
    ...showing,
    at: 'keeping-codes',
    saved: true,
    failure: unreachable,
    unsure: true,
  },
  'showing codes in use': inUse,
  'showing saved codes in use': { ...inUse, saved: true },
  'discarding codes in use': { at: 'discarding', back: inUse },
  discarding: { at: 'discarding', back: enrolling },
  expired: intended('expired', 'enable'),
  'rereading after enable': { ...intended('rereading', 'enable'), mayBeDone: true },
  'rereading after replace': { ...intended('rereading', 'replace'), mayBeDone: true },
  'rereading after disable': { ...intended('rereading', 'disable'), failure: { code: 'not_enabled' } },
  'rereading after renew at once': renewedAtOnce,
  leaving: { ...intended('leaving', 'enable'), drop: 'setup' },
} satisfies Record<string, SetupState>;

const events = {
  'status off': { type: 'status-read', status: off },
  'status on': { type: 'status-read', status: on },
  'status changed': { type: 'status-read', status: later },
  'open enable': { type: 'open', intent: 'enable' },
  'open replace': { type: 'open', intent: 'replace' },
  'open renew': { type: 'open', intent: 'renew' },
  'open renew at once': { type: 'open', intent: 'renew-at-once' },
  'open disable': { type: 'open', intent: 'disable' },
  proceed: { type: 'proceed' },
  leave: { type: 'leave' },
  allowed: { type: 'allowed' },
  refused: { type: 'refused' },
  stay: { type: 'stay' },
  tick: { type: 'tick', saved: true },
  proved: { type: 'proved' },
  'setup begun': { type: 'setup-begun', setup },
  'setup begun without codes': { type: 'setup-begun', setup: enrollingAlone.setup },
  'codes begun': { type: 'codes-begun', codes },
  dropped: { type: 'dropped' },
  edit: { type: 'edit', text: '12' },
  submit: { type: 'submit' },
  'switch method': { type: 'switch-method', method: 'backup_code' },
  'switch to password': { type: 'switch-method', method: 'password' },
  'wait over': { type: 'wait-over' },
  unreachable: failed(unreachable),
  wrong: failed(wrong),
  'proof due': failed({ code: 'reauthentication_required', methods: ['totp', 'backup_code'] }),
  'password due': failed({ code: 'reauthentication_required', methods: ['password'] }),
  expired: failed({ code: 'setup_expired' }),
  'not enabled': failed({ code: 'not_enabled' }),
  blocked: failed(blocked),
} satisfies Record<string, SetupEvent>;

type EventName = keyof typeof events;

/** Only `enable` reads the status. */
const readsStatus: Partial<Record<EventName, SetupState>> = {
  'status off': { at: 'idle', status: off, notice: 'disabled' },
  'status on': idleOn,
  'status changed': { at: 'idle', status: later, notice: 'replaced' },
};

/** The next state for each event. A pair that is not listed returns the same object. */
const table: { [State in keyof typeof states]: Partial<Record<EventName, SetupState>> } = {
  loading: {
    'status off': idleOff,
    'status on': idleOn,
    'status changed': { at: 'idle', status: later, notice: null },
    unreachable: { at: 'unreachable', failure: unreachable },
    wrong: { at: 'unreachable', failure: wrong },
    'proof due': { at: 'unreachable', failure: events['proof due'].failure },
    'password due': { at: 'unreachable', failure: events['password due'].failure },
    expired: { at: 'unreachable', failure: { code: 'setup_expired' } },
    'not enabled': { at: 'unreachable', failure: { code: 'not_enabled' } },
    blocked: { at: 'unreachable', failure: blocked },
  },
  unreachable: { proceed: { at: 'loading' } },
  'signed out': { proceed: { at: 'loading' } },
  'idle off': { 'open enable': intended('confirming', 'enable') },
  'idle on': {
    'open replace': intended('awaiting-page', 'replace'),
    'open renew': intended('awaiting-page', 'renew'),
    'open renew at once': intended('confirming', 'renew-at-once'),
    'open disable': intended('confirming', 'disable'),
  },
  'confirming enable': { proceed: intended('awaiting-page', 'enable'), leave: idleOff },
  'awaiting page, enable': {
    allowed: intended('starting', 'enable'),
    refused: idleOff,
    leave: idleOff,
    ...stopsWith('enable'),
  },
  // A page that never answers keeps a person from no other change.
  'awaiting page, replace': {
    allowed: intended('starting', 'replace'),
    refused: idleOn,
    leave: idleOn,
    'open renew': intended('awaiting-page', 'renew'),
    'open renew at once': intended('confirming', 'renew-at-once'),
    'open disable': intended('confirming', 'disable'),
    ...stopsWith('replace'),
  },
  'starting enable': {
    'status off': idleOff,
    'status on': { at: 'idle', status: on, notice: 'enabled' },
    'status changed': { at: 'idle', status: later, notice: 'enabled' },
    'setup begun without codes': { ...enrollingAlone, status: off, intent: 'enable' },
    'setup begun': enrolling,
    'codes begun': { ...showing, status: off },
    unreachable: { ...intended('stopped', 'enable'), failure: unreachable },
    wrong: { ...intended('proving', 'enable'), methods: ['password'], entry: emptyEntry('password', wrong) },
    expired: { ...intended('stopped', 'enable'), failure: { code: 'setup_expired' } },
    'password due': { ...intended('proving', 'enable'), methods: ['password'], entry: emptyEntry('password') },
    'proof due': { ...intended('rereading', 'enable'), failure: events['proof due'].failure },
    'not enabled': { ...intended('rereading', 'enable'), failure: { code: 'not_enabled' } },
    blocked: { ...intended('stopped', 'enable'), failure: blocked },
  },
  'starting renew': {
    ...readsStatus,
    'setup begun without codes': { ...enrollingAlone, status: on, intent: 'renew' },
    'setup begun': { ...intended('enrolling', 'renew'), setup, saved: false, entry: emptyEntry('totp') },
    'codes begun': showing,
    unreachable: { ...intended('stopped', 'renew'), failure: unreachable },
    wrong: { ...proving, entry: emptyEntry('totp', wrong) },
    expired: { ...intended('stopped', 'renew'), failure: { code: 'setup_expired' } },
    'proof due': proving,
    'password due': { ...proving, methods: ['password'], entry: emptyEntry('password') },
    'not enabled': { ...intended('rereading', 'renew'), failure: { code: 'not_enabled' } },
    blocked: { ...intended('stopped', 'renew'), failure: blocked },
  },
  'starting disable': {
    ...readsStatus,
    'setup begun without codes': { ...enrollingAlone, status: on, intent: 'disable' },
    'setup begun': { ...intended('enrolling', 'disable'), setup, saved: false, entry: emptyEntry('totp') },
    'codes begun': showing,
    unreachable: stoppedBy('disable', unreachable),
    wrong: { ...proving, intent: 'disable', entry: emptyEntry('totp', wrong) },
    expired: stoppedBy('disable', { code: 'setup_expired' }),
    'proof due': { ...proving, intent: 'disable' },
    'password due': { ...proving, intent: 'disable', methods: ['password'], entry: emptyEntry('password') },
    'not enabled': { ...intended('rereading', 'disable'), failure: { code: 'not_enabled' } },
    blocked: stoppedBy('disable', blocked),
  },
  'confirming renew at once': { proceed: intended('awaiting-page', 'renew-at-once'), leave: idleOn },
  'starting renew at once': {
    ...readsStatus,
    'setup begun': { ...intended('enrolling', 'renew-at-once'), setup, saved: false, entry: emptyEntry('totp') },
    'setup begun without codes': { ...enrollingAlone, status: on, intent: 'renew-at-once' },
    'codes begun': inUse,
    unreachable: stoppedBy('renew-at-once', unreachable),
    wrong: { ...proving, intent: 'renew-at-once', entry: emptyEntry('totp', wrong) },
    expired: stoppedBy('renew-at-once', { code: 'setup_expired' }),
    'proof due': { ...proving, intent: 'renew-at-once' },
    'password due': { ...proving, intent: 'renew-at-once', methods: ['password'], entry: emptyEntry('password') },
    'not enabled': { ...intended('rereading', 'renew-at-once'), failure: { code: 'not_enabled' } },
    blocked: stoppedBy('renew-at-once', blocked),
  },
  // The back end checks the password together with the change: the dialog asks for the password again.
  'starting, proved by password': {
    ...readsStatus,
    'setup begun': { ...intended('enrolling', 'disable'), setup, saved: false, entry: emptyEntry('totp') },
    'setup begun without codes': { ...enrollingAlone, status: on, intent: 'disable' },
    'codes begun': showing,
    unreachable: stoppedBy('disable', unreachable),
    wrong: { ...proving, intent: 'disable', methods: ['password'], entry: emptyEntry('password', wrong) },
    expired: stoppedBy('disable', { code: 'setup_expired' }),
    'proof due': { ...proving, intent: 'disable' },
    'password due': { ...proving, intent: 'disable', methods: ['password'], entry: emptyEntry('password') },
    'not enabled': { ...intended('rereading', 'disable'), failure: { code: 'not_enabled' } },
    blocked: stoppedBy('disable', blocked),
  },
  stopped: { proceed: intended('awaiting-page', 'renew'), leave: idleOn },
  proving: {
    leave: idleOn,
    edit: { ...proving, entry: { ...emptyEntry('totp'), text: '12' } },
    submit: { ...proving, entry: emptyEntry('totp', { code: 'incomplete' }) },
    'switch method': { ...proving, entry: emptyEntry('backup_code') },
  },
  'proving now': {
    proved: { ...intended('starting', 'renew'), methods: ['totp', 'backup_code'] },
    unreachable: {
      ...proving,
      entry: { ...emptyEntry('totp', unreachable), text: '123456', complete: true, refused: '123456' },
    },
    wrong: { ...proving, entry: { ...emptyEntry('totp', wrong), text: '123456', complete: true, refused: '123456' } },
    'proof due': { ...intended('rereading', 'renew'), failure: events['proof due'].failure },
    'password due': { ...intended('rereading', 'renew'), failure: events['password due'].failure },
    expired: {
      ...proving,
      entry: { ...emptyEntry('totp', { code: 'setup_expired' }), text: '123456', complete: true, refused: '123456' },
    },
    'not enabled': {
      ...proving,
      entry: { ...emptyEntry('totp', { code: 'not_enabled' }), text: '123456', complete: true, refused: '123456' },
    },
    blocked: { ...proving, methods: ['backup_code'], entry: emptyEntry('backup_code', blocked) },
  },
  enrolling: {
    leave: { at: 'discarding', back: enrolling },
    tick: { ...enrolling, saved: true },
    edit: { ...enrolling, entry: { ...emptyEntry('totp'), text: '12' } },
  },
  'enrolling, saved': {
    leave: { ...intended('leaving', 'enable'), drop: 'setup' },
    tick: { ...saved },
    edit: { ...saved, entry: { ...emptyEntry('totp'), text: '12' } },
    submit: verifying,
  },
  'enrolling without backup codes': {
    leave: { ...intended('leaving', 'enable'), drop: 'setup' },
    tick: { ...enrollingAlone },
    edit: { ...enrollingAlone, entry: { ...emptyEntry('totp'), text: '12' } },
    submit: { ...enrollingAlone, entry: emptyEntry('totp', { code: 'incomplete' }) },
  },
  verifying: {
    unreachable: { ...saved, unsure: true, entry: { ...saved.entry, failure: unreachable, refused: '123456' } },
    wrong: { ...saved, entry: { ...saved.entry, failure: wrong, refused: '123456' } },
    'proof due': { ...saved, entry: { ...saved.entry, failure: events['proof due'].failure, refused: '123456' } },
    'password due': { ...saved, entry: { ...saved.entry, failure: events['password due'].failure, refused: '123456' } },
    expired: { ...intended('rereading', 'enable'), mayBeDone: true },
    'not enabled': { ...saved, entry: { ...saved.entry, failure: { code: 'not_enabled' }, refused: '123456' } },
    // The protocol has no such answer to a confirmation, and a set-up takes no backup code.
    blocked: { ...saved, entry: { ...saved.entry, failure: unreachable, refused: '123456' } },
  },
  'showing codes': { tick: { ...showing, saved: true }, leave: { at: 'discarding', back: showing } },
  'showing saved codes': {
    tick: { ...showing, saved: true },
    proceed: { ...showing, at: 'keeping-codes', saved: true },
    leave: { ...intended('leaving', 'renew'), drop: 'backup-codes' },
  },
  'keeping codes': {
    unreachable: { ...showing, saved: true, failure: unreachable, unsure: true },
    wrong: { ...showing, saved: true, failure: wrong, unsure: true },
    'proof due': { ...showing, saved: true, failure: events['proof due'].failure, unsure: true },
    'password due': { ...showing, saved: true, failure: events['password due'].failure, unsure: true },
    expired: { ...intended('expired', 'renew') },
    'not enabled': { ...showing, saved: true, failure: { code: 'not_enabled' }, unsure: true },
    blocked: { ...showing, saved: true, failure: blocked, unsure: true },
  },
  'keeping codes after a lost answer': {
    unreachable: { ...showing, saved: true, failure: unreachable, unsure: true },
    wrong: { ...showing, saved: true, failure: wrong, unsure: true },
    'proof due': { ...showing, saved: true, failure: events['proof due'].failure, unsure: true },
    'password due': { ...showing, saved: true, failure: events['password due'].failure, unsure: true },
    // The lost answer may have been a success: nobody says that these codes are void.
    expired: { ...intended('rereading', 'renew'), failure: { code: 'setup_expired' } },
    'not enabled': { ...showing, saved: true, failure: { code: 'not_enabled' }, unsure: true },
    blocked: { ...showing, saved: true, failure: blocked, unsure: true },
  },
  'showing codes in use': { tick: { ...inUse, saved: true }, leave: { at: 'discarding', back: inUse } },
  'showing saved codes in use': {
    tick: { ...inUse, saved: true },
    proceed: { ...inUse, at: 'keeping-codes', saved: true },
    leave: renewedAtOnce,
  },
  'discarding codes in use': { stay: inUse, proceed: renewedAtOnce },
  discarding: { stay: enrolling, proceed: { ...intended('leaving', 'enable'), drop: 'setup' } },
  expired: { proceed: intended('awaiting-page', 'enable'), leave: idleOff },
  'rereading after enable': {
    'status off': intended('expired', 'enable'),
    'status on': { at: 'idle', status: on, notice: 'enabled' },
    'status changed': { at: 'idle', status: later, notice: 'enabled' },
    ...allFailures(states['rereading after enable']),
  },
  'rereading after replace': {
    'status off': { at: 'idle', status: off, notice: 'disabled' },
    'status on': intended('expired', 'replace'),
    'status changed': { at: 'idle', status: later, notice: 'replaced' },
    ...allFailures(states['rereading after replace']),
  },
  'rereading after disable': {
    'status off': { at: 'idle', status: off, notice: 'disabled' },
    // Nothing that a person could see explains the refusal.
    'status on': { ...intended('stopped', 'disable'), failure: { code: 'not_enabled' } },
    'status changed': { at: 'idle', status: later, notice: 'replaced' },
    ...allFailures(states['rereading after disable']),
  },
  'rereading after renew at once': {
    'status off': { at: 'idle', status: off, notice: 'disabled' },
    'status on': { at: 'idle', status: on, notice: 'renewed' },
    'status changed': { at: 'idle', status: later, notice: 'replaced' },
    ...allFailures(states['rereading after renew at once']),
  },
  leaving: {
    dropped: idleOff,
    unreachable: idleOff,
    wrong: idleOff,
    'proof due': idleOff,
    'password due': idleOff,
    expired: idleOff,
    'not enabled': idleOff,
    blocked: idleOff,
  },
};

function allFailures(undecided: Rereading): Partial<Record<EventName, SetupState>> {
  return Object.fromEntries(
    failureNames().map((name) => [name, { at: 'unreachable', failure: events[name].failure, undecided }]),
  );
}

function stopsWith(intent: Intent): Partial<Record<EventName, SetupState>> {
  return Object.fromEntries(
    failureNames().map((name) => [name, { ...intended('stopped', intent), failure: events[name].failure }]),
  );
}

function failureNames() {
  return ['unreachable', 'wrong', 'proof due', 'password due', 'expired', 'not enabled', 'blocked'] as const;
}

describe('the set-up flow', () => {
  for (const [stateName, state] of Object.entries(states) as [keyof typeof states, SetupState][]) {
    for (const [eventName, event] of Object.entries(events) as [EventName, SetupEvent][]) {
      const expected = table[stateName][eventName];
      it(`${stateName}, ${eventName}: ${expected ? `becomes ${expected.at}` : 'stays as it is'}`, () => {
        const next = setupFlow.transition(state, event);
        if (expected) assert.deepEqual(next, expected);
        else assert.equal(next, state);
      });
    }

    it(`${stateName}: the end of the session ends the flow and drops its secrets`, () => {
      assert.deepEqual(setupFlow.transition(state, failed(signedOut)), { at: 'signed-out', failure: signedOut });
    });

    it(`${stateName}: a change is shown`, () => {
      const changed = setupFlow.transition(state, { type: 'changed', status: on, notice: 'enabled' });
      assert.deepEqual(changed, { at: 'idle', status: on, notice: 'enabled' });
    });
  }

  it('has a request in exactly these states', () => {
    const requesting = Object.entries(states).filter(([, state]) => setupFlow.request(state) !== null);
    assert.deepEqual(
      requesting.map(([name]) => name),
      [
        'loading',
        'awaiting page, enable',
        'awaiting page, replace',
        'starting enable',
        'starting renew',
        'starting disable',
        'starting renew at once',
        'starting, proved by password',
        'proving now',
        'verifying',
        'keeping codes',
        'keeping codes after a lost answer',
        'rereading after enable',
        'rereading after replace',
        'rereading after disable',
        'rereading after renew at once',
        'leaving',
      ],
    );
  });

  it('does not verify before the backup codes are saved, for any event', () => {
    const unsaved: SetupState = { ...saved, saved: false };
    assert.equal(setupFlow.transition(unsaved, { type: 'submit' }), unsaved);
    assert.equal(setupFlow.request(unsaved), null);
  });

  it('offers the usual methods when the server names none', () => {
    const due = setupFlow.transition(states['starting renew'], failed({ code: 'reauthentication_required' }));
    assert.deepEqual(due, proving);
  });

  it('asks the page once for a change: a proof leads back to the request', () => {
    assert.equal(setupFlow.transition(provingNow, events.proved).at, 'starting');
  });

  it('waits only while locked', () => {
    const locked = setupFlow.transition(verifying, failed({ code: 'too_many_attempts', retryAfter: 60 }));
    assert.equal(setupFlow.deadline(locked), at + 60_000);
    assert.equal(setupFlow.deadline(verifying), null);
    const again = setupFlow.transition(locked, { type: 'wait-over' });
    assert.deepEqual(again, { ...saved, entry: emptyEntry('totp') });
  });
});

describe('a change that the organisation forbids by now', () => {
  const stopped: SetupState = stoppedBy('disable', { code: 'required_by_policy' });

  it('says so in its dialog, and reads the status again when that is left', () => {
    const next = setupFlow.transition(intended('starting', 'disable'), failed({ code: 'required_by_policy' }));
    assert.deepEqual(next, stopped);
    assert.deepEqual(setupFlow.transition(stopped, { type: 'leave' }), {
      ...intended('rereading', 'disable'),
      unsure: true,
    });
  });

  it('shows the rule of the new status', () => {
    const status = { ...on, required: { since: '2026-11-24T09:00:00.000Z', graceEndsAt: null } };
    const rereading = setupFlow.transition(stopped, { type: 'leave' });
    assert.deepEqual(setupFlow.transition(rereading, { type: 'status-read', status }), {
      at: 'idle',
      status,
      notice: null,
    });
  });
});

describe('a change whose answer was lost', () => {
  const rereading = (intent: Intent): SetupState => ({ ...intended('rereading', intent) });
  const unsure = { unsure: true as const };
  const saysOf = (intent: Intent, status: Status, before: Status = on): unknown => {
    const next = setupFlow.transition({ at: 'rereading', status: before, intent }, { type: 'status-read', status });
    return next.at === 'idle' && next.status === status ? next.notice : next.at;
  };

  const left: [what: string, state: SetupState, event: SetupEvent, next: SetupState][] = [
    ['in its dialog', stoppedBy('disable', unreachable), events.leave, { ...rereading('disable'), ...unsure }],
    [
      'in the dialog of the next try, after the page has been asked again',
      { ...intended('awaiting-page', 'disable'), ...unsure },
      events.leave,
      { ...rereading('disable'), ...unsure },
    ],
    [
      'when the page stops the next try',
      { ...intended('awaiting-page', 'disable'), ...unsure },
      events.refused,
      { ...rereading('disable'), ...unsure },
    ],
    [
      'when the next try asks for a proof',
      { ...proving, intent: 'disable', ...unsure },
      events.leave,
      { ...rereading('disable'), ...unsure },
    ],
  ];
  for (const [what, state, event, next] of left) {
    it(`is left ${what}: the status is read again`, () => {
      assert.deepEqual(setupFlow.transition(state, event), next);
    });
  }

  it('is remembered until the change is made or left', () => {
    let state: SetupState = stoppedBy('disable', unreachable);
    for (const event of [events.proceed, events.allowed, events['proof due']]) {
      state = setupFlow.transition(state, event);
      assert.ok('unsure' in state && state.unsure, state.at);
    }
    assert.equal(state.at, 'proving');
    const other = setupFlow.transition({ ...intended('awaiting-page', 'replace'), ...unsure }, events['open disable']);
    assert.deepEqual(other, { ...intended('confirming', 'disable'), ...unsure });
  });

  it('drops what is pending first, then reads the status', () => {
    const lost: SetupState = { ...saved, ...unsure };
    const leaving: SetupState = {
      ...intended('leaving', 'enable'),
      ...unsure,
      drop: 'setup',
    };
    assert.deepEqual(setupFlow.transition(lost, events.leave), leaving);
    assert.deepEqual(setupFlow.transition({ at: 'discarding', back: lost }, events.proceed), leaving);
    for (const event of [events.dropped, events.unreachable]) {
      assert.deepEqual(setupFlow.transition(leaving, event), { ...rereading('enable'), ...unsure });
    }
    const codesLost: SetupState = { ...showing, saved: true, failure: unreachable, ...unsure };
    assert.deepEqual(setupFlow.transition(codesLost, events.leave), {
      ...intended('leaving', 'renew'),
      ...unsure,
      drop: 'backup-codes',
    });
  });

  it('is reported by what the status says then', () => {
    const fewer = { ...on, backupCodes: { remaining: 2, total: 10 } };
    assert.equal(saysOf('enable', on, off), 'enabled');
    assert.equal(saysOf('enable', off, off), null);
    assert.equal(saysOf('disable', off), 'disabled');
    assert.equal(saysOf('disable', on), null);
    assert.equal(saysOf('replace', later), 'replaced');
    assert.equal(saysOf('renew', on, fewer), 'renewed');
    assert.equal(saysOf('renew-at-once', on, fewer), 'renewed');
    assert.equal(saysOf('renew', on), null);
    assert.equal(saysOf('disable', on, fewer), 'renewed');
    assert.equal(saysOf('disable', { ...on, account: 'another' }), 'signed-out');
  });
});

describe('the beginning of `enable`', () => {
  const { signal } = new AbortController();
  const begin = (status: Status, before: Status = off) => {
    const calls: string[] = [];
    const client = {
      status: () => Promise.resolve((calls.push('status'), status)),
      beginSetup: () => Promise.resolve((calls.push('beginSetup'), setup)),
    } as unknown as TwoFactorClient;
    const request = setupFlow.request({ ...intended('starting', 'enable'), status: before })!;
    return request(client, signal, {}).then((event) => ({ event, calls }));
  };

  it('reads the status before it begins the set-up', async () => {
    assert.deepEqual(await begin(off), { event: events['setup begun'], calls: ['status', 'beginSetup'] });
  });

  it('begins none where 2FA is on already: that would replace the authenticator', async () => {
    assert.deepEqual(await begin(on), { event: events['status on'], calls: ['status'] });
  });

  it('begins none for another account, which a client would name from then on', async () => {
    const status = { ...off, account: 'bob' };
    const { event, calls } = await begin(status, { ...off, account: 'ada' });
    assert.deepEqual(calls, ['status']);
    const starting: SetupState = { ...intended('starting', 'enable'), status: { ...off, account: 'ada' } };
    assert.equal(setupFlow.transition(starting, event).at, 'signed-out');
  });
});
