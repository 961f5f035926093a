import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Failure } from '../../../widget/client/client-error.js';
import type { TwoFactorClient } from '../../../widget/client/two-factor-client.js';
import type { Flow, Request } from '../../../widget/flow/flow.js';
import { clockText } from '../../../widget/controllers/countdown-controller.js';
import { now } from '../../../widget/flow/clock.js';
import { FlowController } from '../../../widget/flow/flow-controller.js';

type State =
  | { at: 'resting' }
  | { at: 'asking'; what: string }
  | { at: 'answered'; text: string }
  | { at: 'failed'; failure: Failure };
type Event =
  | { type: 'ask'; what: string }
  | { type: 'answer'; text: string }
  | { type: 'failed'; failure: Failure; at: number }
  | { type: 'wait-over' };

/** A back end whose answers the test gives. */
class HeldAnswers {
  readonly calls: { what: string; signal: AbortSignal; resolve(text: string): void; reject(reason: unknown): void }[] =
    [];

  readonly flow: Flow<State, Event> = {
    initial: { at: 'resting' },
    transition(state, event) {
      if (event.type === 'ask') return { at: 'asking', what: event.what };
      if (event.type === 'answer' && state.at === 'asking') return { at: 'answered', text: event.text };
      if (event.type === 'failed' && state.at === 'asking') return { at: 'failed', failure: event.failure };
      return state;
    },
    request: (state) => {
      if (state.at !== 'asking') return null;
      return (_, signal) =>
        new Promise((resolve, reject) => {
          this.calls.push({
            what: state.what,
            signal,
            resolve: (text) => resolve({ type: 'answer', text }),
            reject,
          });
        });
    },
    deadline: () => null,
  };
}

/** The part of an element that a controller uses. */
class TestHost {
  readonly updateComplete = Promise.resolve(true);
  isConnected = true;
  updates = 0;
  backEnd: TwoFactorClient | null = {} as TwoFactorClient;
  addController(): void {}
  removeController(): void {}
  requestUpdate(): void {
    this.updates++;
  }
}

/** Resolves after the timers that are due now. */
const dueTimers = () => new Promise((resolve) => setTimeout(resolve));

function start() {
  const answers = new HeldAnswers();
  const host = new TestHost();
  const steps: [State, State][] = [];
  const controller = new FlowController<State, Event>(
    host,
    answers.flow,
    () => host.backEnd,
    (previous, next) => steps.push([previous, next]),
  );
  controller.hostConnected();
  controller.hostUpdate();
  return { answers, host, steps, controller };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the controller of a flow', () => {
  it('runs the request of a state and applies its answer', async () => {
    const { answers, controller, steps } = start();
    controller.send({ type: 'ask', what: 'a' });
    answers.calls[0]!.resolve('yes');
    await settled();
    assert.deepEqual(controller.state, { at: 'answered', text: 'yes' });
    assert.deepEqual(
      steps.map(([previous, next]) => [previous.at, next.at]),
      [
        ['resting', 'asking'],
        ['asking', 'answered'],
      ],
    );
    assert.equal(answers.calls[0]!.signal.aborted, false);
  });

  it('drops an answer that comes after a newer request, and aborts the older', async () => {
    const { answers, controller } = start();
    controller.send({ type: 'ask', what: 'old' });
    controller.send({ type: 'ask', what: 'new' });
    assert.equal(answers.calls[0]!.signal.aborted, true);
    answers.calls[1]!.resolve('new');
    answers.calls[0]!.resolve('old');
    await settled();
    assert.deepEqual(controller.state, { at: 'answered', text: 'new' });
  });

  it('keeps a request while the next state has the same one, and sends it to another back end on demand', () => {
    const signals: AbortSignal[] = [];
    const request: Request<Event> = (_, signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    };
    const host = new TestHost();
    const controller = new FlowController<State, Event>(
      host,
      { ...new HeldAnswers().flow, request: () => request },
      () => host.backEnd,
      () => undefined,
    );
    controller.hostConnected();
    controller.hostUpdate();
    controller.send({ type: 'ask', what: 'a' });
    assert.deepEqual(controller.state, { at: 'asking', what: 'a' });
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [false],
    );
    controller.resend();
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true, false],
    );
    assert.deepEqual(controller.state, { at: 'asking', what: 'a' });
  });

  it('does not repeat the request for an event that changes nothing', () => {
    const { answers, controller, steps } = start();
    controller.send({ type: 'ask', what: 'a' });
    controller.send({ type: 'wait-over' });
    assert.equal(answers.calls.length, 1);
    assert.equal(steps.length, 1);
  });

  for (const reason of [
    new TypeError('Failed to fetch'),
    null,
    'nonsense',
    { code: 'no_such_code' },
    new Proxy({}, { get: () => assert.fail('a trap of a hostile rejection') }),
  ]) {
    it(`reads a rejection outside the contract as an unreachable back end (${typeof reason})`, async () => {
      const { answers, controller } = start();
      controller.send({ type: 'ask', what: 'a' });
      answers.calls[0]!.reject(reason);
      await settled();
      assert.deepEqual(controller.state, { at: 'failed', failure: { code: 'unreachable' } });
    });
  }

  it('keeps only the details of a failure that the contract names', async () => {
    const { answers, controller } = start();
    controller.send({ type: 'ask', what: 'a' });
    answers.calls[0]!.reject({
      code: 'code_invalid',
      attemptsRemaining: 2,
      message: 'secret',
      retryAfter: -1,
      stack: 'x',
    });
    await settled();
    assert.deepEqual(controller.state, { at: 'failed', failure: { code: 'code_invalid', attemptsRemaining: 2 } });
  });

  it('sends no request while the page names no back end, and fails as misconfigured', async () => {
    const { host, controller, answers } = start();
    host.backEnd = null;
    controller.send({ type: 'ask', what: 'a' });
    await settled();
    assert.deepEqual(controller.state, { at: 'failed', failure: { code: 'misconfigured' } });
    assert.equal(answers.calls.length, 0);
  });

  it('forgets everything when its element leaves, and drops the request under way', async () => {
    const { answers, host, controller, steps } = start();
    controller.send({ type: 'ask', what: 'a' });
    host.isConnected = false;
    controller.hostDisconnected();
    await dueTimers();
    assert.equal(answers.calls[0]!.signal.aborted, true);
    answers.calls[0]!.resolve('late');
    await settled();
    assert.deepEqual(controller.state, { at: 'resting' });
    assert.equal(steps.length, 1);
  });
});

describe('an element that is moved', () => {
  it('keeps the request under way', async () => {
    const { answers, controller } = start();
    controller.send({ type: 'ask', what: 'a' });
    controller.hostDisconnected();
    controller.hostConnected();
    await dueTimers();
    controller.hostUpdate();
    assert.equal(answers.calls[0]!.signal.aborted, false);
    answers.calls[0]!.resolve('in time');
    await settled();
    assert.deepEqual(controller.state, { at: 'answered', text: 'in time' });
  });
});

describe('a wait', () => {
  it('ends after its length although the clock is set back', (test) => {
    test.mock.timers.enable({ apis: ['setTimeout'] });
    let [wall, steady] = [Date.now() + 5_000, performance.now() + 5_000];
    test.mock.method(Date, 'now', () => wall);
    test.mock.method(performance, 'now', () => steady);
    const begun = now();
    const pass = (ms: number) => {
      wall += ms;
      steady += ms;
      test.mock.timers.tick(ms);
    };
    const flow: Flow<string, { type: string }> = {
      initial: 'waiting',
      transition: (state, event) => (event.type === 'wait-over' ? 'over' : state),
      request: () => null,
      deadline: (state) => (state === 'waiting' ? begun + 90_000 : null),
    };
    const controller = new FlowController(
      new TestHost(),
      flow,
      () => null,
      () => undefined,
    );
    controller.hostConnected();
    controller.hostUpdate();
    wall -= 3 * 3_600_000;
    assert.equal(clockText(begun + 90_000), '1:30');
    pass(60_000);
    pass(29_999);
    assert.equal(controller.state, 'waiting');
    pass(1);
    assert.equal(controller.state, 'over');
  });

  it('ends at its time, and not before', (test) => {
    test.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.now() });
    const ahead = performance.now() - Date.now();
    test.mock.method(performance, 'now', () => Date.now() + ahead);
    const begun = now();
    const ends: number[] = [];
    const flow: Flow<number, { type: string }> = {
      initial: 0,
      transition: (state, event) => {
        if (event.type !== 'wait-over') return state;
        ends.push(now() - begun);
        return 1;
      },
      request: () => null,
      deadline: (state) => (state === 0 ? begun + 150_000 : null),
    };
    const controller = new FlowController(
      new TestHost(),
      flow,
      () => null,
      () => undefined,
    );
    controller.hostConnected();
    controller.hostUpdate();
    test.mock.timers.tick(149_000);
    assert.deepEqual(ends, []);
    test.mock.timers.tick(1_000);
    assert.deepEqual(
      ends.map((ms) => Math.round(ms / 1000)),
      [150],
    );
    test.mock.timers.tick(600_000);
    assert.equal(ends.length, 1);
  });
});
