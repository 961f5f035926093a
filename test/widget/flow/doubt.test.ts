import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addPartLoader } from '../../../widget/elements/setup/part-loader.js';
import { withAuthenticators } from '../../../widget/flow/authenticators-flow.js';
import { enrolmentFlow, type EnrolmentState } from '../../../widget/flow/enrolment-flow.js';
import type { Request } from '../../../widget/flow/flow.js';
import { setupFlow, type SetupEvent, type SetupState } from '../../../widget/flow/setup-flow.js';
import { reportSetup } from '../../../widget/flow/setup-report.js';
import type { Status } from '../../../widget/protocol/messages.js';
import { readSetup, readStatus } from '../../../widget/protocol/read-message.js';
import { codes, failed, off, on, setup, several } from './samples.js';

const lost = failed({ code: 'unreachable' });
const leave = { type: 'leave' } as const;
const proceed = { type: 'proceed' } as const;
const dropped = { type: 'dropped' } as const;
const read = (status: Status): SetupEvent => ({ type: 'status-read', status });
const checking = { at: 'checking', method: 'totp', text: '123456' } as const;
const verifying: SetupState = { at: 'enrolling', status: off, intent: 'enable', setup, saved: true, entry: checking };
const full: Status = { ...on, backupCodes: { remaining: 10, total: 10 } };

/** The state after these events, and what the page was told of a change meanwhile, failures left out. */
function run(start: SetupState, ...events: SetupEvent[]): { state: SetupState; told: string[] } {
  let state = start;
  const told: string[] = [];
  for (const event of events) {
    const next = setupFlow.transition(state, event);
    const report = reportSetup(state, next);
    if (report) told.push(report.type.replace('harmony-2fa-', ''));
    state = next;
  }
  return { state, told: told.filter((type) => type !== 'failed') };
}

describe('a change in doubt, where the status cannot be read at first either', () => {
  const inUse: SetupState = { at: 'showing-codes', status: on, codes, saved: true, failure: null, inUse: true };
  const cases: Record<string, [start: SetupState, events: SetupEvent[], told: string]> = {
    'a set-up that was confirmed': [verifying, [lost, leave, dropped, lost, proceed, read(on)], 'enabled'],
    'a set-up that was not confirmed': [verifying, [lost, leave, lost, lost, proceed, read(off)], 'cancelled'],
    'codes that are in use at once': [inUse, [leave, lost, proceed, read(on)], 'backup-codes-renewed'],
    'several tries to read': [verifying, [lost, leave, lost, lost, proceed, lost, proceed, read(on)], 'enabled'],
  };
  for (const [what, [start, events, told]] of Object.entries(cases)) {
    it(`is reported once it can be read: ${what}`, () => {
      assert.deepEqual(run(start, ...events).told, [told]);
    });
  }

  it('is decided in the enrolment, too', () => {
    const events = [failed({ code: 'setup_expired' }), lost, proceed, { type: 'enabled', status: on } as const];
    const start: EnrolmentState = { at: 'enrolling', setup, saved: true, entry: checking, answerLost: true };
    assert.deepEqual(events.reduce(enrolmentFlow.transition, start), { at: 'enabled', status: on });
  });
});

describe('leaving', () => {
  for (const [intent, status] of [
    ['enable', off],
    ['replace', full],
    ['renew', full],
  ] as const) {
    it(`${intent} that never began reads nothing, and keeps the section`, () => {
      const { state, told } = run({ at: 'starting', status, intent }, lost, leave);
      assert.deepEqual([state, told], [{ at: 'idle', status, notice: null }, ['cancelled']]);
    });
  }

  const uncounted: Status = { enabled: true };
  const kept: SetupState = { at: 'keeping-codes', status: full, codes, saved: true, failure: null };
  const unclear: Record<string, [start: SetupState, events: SetupEvent[]]> = {
    'that would replace a full set': [kept, [lost, leave, dropped, read(full)]],
    'of a back end that does not count them': [
      { at: 'starting', status: uncounted, intent: 'renew-at-once' },
      [lost, leave, read(uncounted)],
    ],
  };
  for (const [what, [start, events]] of Object.entries(unclear)) {
    it(`new codes ${what} does not say that nothing has changed`, () => {
      const { state, told } = run(start, ...events);
      assert.deepEqual([state.at, told], ['stopped', []]);
      assert.deepEqual(run(state, leave).told, ['cancelled']);
    });
  }

  it('new codes is the end where the count shows that nothing has changed', () => {
    const fewer: Status = { ...on, backupCodes: { remaining: 4, total: 10 } };
    const { state, told } = run({ ...kept, status: fewer }, lost, leave, dropped, read(fewer));
    assert.deepEqual([state.at, told], ['idle', ['cancelled']]);
  });
});

describe('a replacement whose answer was lost, by a back end that keeps the date and lists none', () => {
  const fewer: Status = { ...on, backupCodes: { remaining: 2, total: 10 } };
  const replacing: SetupState = { ...verifying, status: fewer, intent: 'replace' };

  it('is no renewal of the codes when a person leaves', () => {
    assert.deepEqual(run(replacing, lost, leave, dropped, read(full)).told, ['replaced']);
  });

  it('is none after another try either', () => {
    assert.deepEqual(run(replacing, lost, { type: 'submit' }, failed({ code: 'setup_expired' }), read(full)).told, [
      'replaced',
    ]);
  });
});

describe('what is told of a failure', () => {
  it('is not told again when a person keeps going', () => {
    const refused = setupFlow.transition(verifying, failed({ code: 'code_invalid' }));
    const unsaved = setupFlow.transition(refused, { type: 'tick', saved: false });
    const asked = setupFlow.transition(unsaved, leave);
    assert.equal(asked.at, 'discarding');
    assert.equal(reportSetup(asked, setupFlow.transition(asked, { type: 'stay' })), null);
  });
});

describe('another change of the list of authenticators', () => {
  it('remembers that an answer was lost', () => {
    const flow = withAuthenticators(setupFlow, { readSetup, readStatus });
    const state: SetupState = { at: 'awaiting-page', status: several, intent: 'replace', unsure: true };
    const next = flow.transition(state, { type: 'open', intent: 'add', subject: { name: 'Phone' } });
    assert.ok(next.at === 'awaiting-page' && next.intent === 'add' && next.unsure);
  });
});

describe('a set-up that the page stops while its status is read', () => {
  const requests: Record<string, Request<unknown>> = {
    'in the section': setupFlow.request({ at: 'starting', status: off, intent: 'enable' })!,
    'at sign-in': enrolmentFlow.request({ at: 'loading' })!,
  };
  for (const [where, request] of Object.entries(requests)) {
    it(`is not begun by a client that ignores the signal: ${where}`, async () => {
      const controller = new AbortController();
      const calls: string[] = [];
      const client = {
        status: () => Promise.resolve((calls.push('status'), off)),
        beginSetup: () => Promise.resolve((calls.push('beginSetup'), setup)),
      };
      const answer = request(client as never, controller.signal, {});
      controller.abort();
      await answer;
      assert.deepEqual(calls, ['status']);
    });
  }
});

describe('“Try again” of a file that cannot be loaded', () => {
  for (const [isConnected, expected] of [
    [true, 1],
    [false, 0],
  ] as const) {
    it(`${expected ? 'reloads the page' : 'leaves a page that has removed the element'}`, async (t) => {
      let reloads = 0;
      const location = { reload: () => (reloads += 1) };
      const former = ['location', 'navigator'].map(
        (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
      );
      Object.defineProperty(globalThis, 'location', { value: location, configurable: true });
      Object.defineProperty(globalThis, 'navigator', { value: { onLine: true }, configurable: true });
      t.after(() => {
        for (const [name, descriptor] of former) {
          if (descriptor) Object.defineProperty(globalThis, name, descriptor);
          else Reflect.deleteProperty(globalThis, name);
        }
      });
      const host = { isConnected: true, addController: () => undefined, requestUpdate: () => undefined };
      let fail: (reason: Error) => void = () => assert.fail('nothing is loaded');
      const loader = addPartLoader(host as never, () => new Promise((_, reject) => (fail = reject)));
      loader.load();
      fail(new Error('missing'));
      await new Promise(setImmediate);
      loader.retry();
      host.isConnected = isConnected;
      fail(new Error('missing'));
      await new Promise(setImmediate);
      assert.equal(reloads, expected);
    });
  }
});
