import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Failure } from '../../../widget/client/client-error.js';
import { devicesFlow, type DevicesEvent, type DevicesState } from '../../../widget/flow/devices-flow.js';
import { reportDevices } from '../../../widget/flow/devices-report.js';
import { devices as list, failed, phone, tablet } from './samples.js';
import { fieldsOf } from './event-fields.js';

const unreachable: Failure = { code: 'unreachable' };
const gone: Failure = { code: 'not_signed_in' };
const unknown: Failure = { code: 'not_found' };
const shorter = { devices: [list.devices[0]!] };

const listing = { at: 'listing' as const, list, notice: null, failure: null };
const removing = { at: 'removing' as const, list, device: phone };

const states = {
  loading: devicesFlow.initial,
  unreachable: { at: 'unreachable', failure: unreachable },
  'signed out': { at: 'signed-out', failure: gone },
  absent: { at: 'absent' },
  listing,
  'listing, a change made': { ...listing, notice: 'forgotten' },
  'listing, a change failed': { ...listing, failure: unreachable, device: phone },
  removing,
  forgetting: { ...removing, device: tablet },
  rereading: { at: 'rereading', list, device: phone },
  confirming: { at: 'confirming', list, failure: null },
  'confirming again': { at: 'confirming', list, failure: unreachable },
  'removing others': { at: 'removing-others', list },
} satisfies Record<string, DevicesState>;

const events = {
  read: { type: 'devices-read', list: shorter },
  'read unchanged': { type: 'devices-read', list },
  remove: { type: 'remove', device: phone },
  ask: { type: 'ask' },
  proceed: { type: 'proceed' },
  leave: { type: 'leave' },
  removed: { type: 'removed', list: shorter },
  unreachable: failed(unreachable),
  gone: failed(gone),
  unknown: failed(unknown),
  'wait over': { type: 'wait-over' },
} satisfies Record<string, DevicesEvent>;

type EventName = keyof typeof events;

const over = { gone: { at: 'signed-out', failure: gone } } satisfies Partial<Record<EventName, DevicesState>>;
const fromList = { remove: removing, ask: states.confirming } satisfies Partial<Record<EventName, DevicesState>>;
const after = (notice: 'signed-out' | 'forgotten' | 'others-signed-out'): DevicesState => ({
  ...listing,
  list: shorter,
  notice,
});

/** The next state for each event. A pair that is not listed returns the same object. */
const table: { [State in keyof typeof states]: Partial<Record<EventName, DevicesState>> } = {
  loading: {
    ...over,
    read: { ...listing, list: shorter },
    'read unchanged': listing,
    unreachable: states.unreachable,
    unknown: states.absent,
  },
  unreachable: { proceed: devicesFlow.initial },
  'signed out': { proceed: devicesFlow.initial },
  absent: {},
  listing: fromList,
  'listing, a change made': fromList,
  'listing, a change failed': fromList,
  removing: {
    ...over,
    removed: after('signed-out'),
    unreachable: states['listing, a change failed'],
    unknown: states.rereading,
  },
  forgetting: {
    ...over,
    removed: after('forgotten'),
    unreachable: { ...listing, failure: unreachable, device: tablet },
    unknown: { at: 'rereading', list, device: tablet },
  },
  rereading: {
    ...over,
    read: after('signed-out'),
    'read unchanged': { ...listing, failure: unknown, device: phone },
    unreachable: states.unreachable,
    unknown: { at: 'unreachable', failure: unknown },
  },
  confirming: { proceed: states['removing others'], leave: listing },
  // The answer may be lost: only the list of the server says who is signed in.
  'confirming again': { proceed: states['removing others'], leave: devicesFlow.initial },
  'removing others': {
    ...over,
    removed: after('others-signed-out'),
    unreachable: states['confirming again'],
    unknown: { at: 'confirming', list, failure: unknown },
  },
};

describe('the flow of sessions and devices', () => {
  for (const [stateName, state] of Object.entries(states) as [keyof typeof states, DevicesState][]) {
    for (const [eventName, event] of Object.entries(events) as [EventName, DevicesEvent][]) {
      const expected = table[stateName][eventName];
      it(`${stateName}, ${eventName}: ${expected ? `becomes ${expected.at}` : 'stays as it is'}`, () => {
        const next = devicesFlow.transition(state, event);
        if (expected) assert.deepEqual(next, expected);
        else assert.equal(next, state);
      });
    }
  }

  it('has a request in exactly these states, and never waits', () => {
    const requesting = Object.entries(states).filter(([, state]) => devicesFlow.request(state) !== null);
    assert.deepEqual(
      requesting.map(([name]) => name),
      ['loading', 'removing', 'forgetting', 'rereading', 'removing others'],
    );
    for (const state of Object.values(states)) assert.equal(devicesFlow.deadline(state), null);
  });

  it('a client without a list is one of a back end without a list', async () => {
    const event = await devicesFlow.request(devicesFlow.initial)!({} as never, new AbortController().signal, {});
    assert.deepEqual(devicesFlow.transition(devicesFlow.initial, event), { at: 'absent' });
  });

  it('a list of a wrong shape is an unreachable back end', async () => {
    const client = { devices: () => Promise.resolve({ devices: [{ id: 'd1' }] }) };
    await assert.rejects(devicesFlow.request(devicesFlow.initial)!(client as never, new AbortController().signal, {}));
  });
});

describe('a session that the list does not have any more', () => {
  const others = list.devices.filter(({ id }) => id !== phone.id);

  it('has not ended for sure where there is another one: a proof may have given it a new id', () => {
    const renamed = { devices: [...others, { ...phone, id: 'fresh' }] };
    const next = devicesFlow.transition(states.rereading, { type: 'devices-read', list: renamed });
    assert.deepEqual(next, { ...listing, list: renamed });
  });

  it('has ended where the list is shorter', () => {
    const next = devicesFlow.transition(states.rereading, { type: 'devices-read', list: { devices: others } });
    assert.ok(next.at === 'listing' && next.notice === 'signed-out');
  });
});

describe('the report of a step of the list', () => {
  const steps: [string, DevicesState, DevicesState, unknown][] = [
    ['nothing of the first list', states.loading, listing, null],
    ['nothing of a list that there is not', states.loading, states.absent, null],
    ['a failure to read it', states.loading, states.unreachable, { type: 'failed', ...unreachable }],
    ['the end of the session', removing, states['signed out'], { type: 'signed-out', ...gone }],
    ['a failed change', removing, states['listing, a change failed'], { type: 'failed', ...unreachable }],
    ['nothing of a change', removing, states['listing, a change made'], null],
    ['a question that was left', states.confirming, listing, { type: 'cancelled' }],
    ['nothing of a question that was left after a failure', states['confirming again'], states.loading, null],
    ['nothing of the answer to the question', states.confirming, states['removing others'], null],
    ['nothing of a question', listing, states.confirming, null],
    [
      'a failure in the question',
      states['removing others'],
      states['confirming again'],
      { type: 'failed', ...unreachable },
    ],
    ['nothing of the same state', listing, listing, null],
  ];
  for (const [what, previous, next, expected] of steps) {
    it(`has ${what}`, () => assert.deepEqual(fieldsOf(reportDevices(previous, next)), expected));
  }
});
