import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { readFailure, type Failure } from '../client/client-error.js';
import type { TwoFactorClient } from '../client/two-factor-client.js';
import { now } from './clock.js';
import type { Flow, Request } from './flow.js';
import { whenGone } from './when-gone.js';

type Failed = { type: 'failed'; failure: Failure; at: number };
type WaitOver = { type: 'wait-over' };

/**
 * Runs a flow for one element.
 *
 * Owns: the current state, the one request it stands for, the one timer it waits for. Does not own: what is shown, what
 * the host page is told (`onStep` does), or any rule (those are the flow's). A controller rather than a base class, so
 * that an element can be read without a second file.
 *
 * Only the latest request counts: an answer that comes after the state has moved on, after a restart, or after the
 * element left the page, is dropped and its request aborted. Leaving the page also forgets the state, secrets included; being
 * moved within it does not.
 */
export class FlowController<State, Event extends { type: string }> implements ReactiveController {
  state: State;
  private run: AbortController | null = null;
  private asked: Request<Event | Failed | WaitOver> | null = null;
  private fresh = false;
  private live = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly host: ReactiveControllerHost & { readonly isConnected: boolean },
    private readonly flow: Flow<State, Event | Failed | WaitOver>,
    /** The back end; null where the page names none that can be asked, which counts as misconfigured. */
    private readonly backEnd: () => TwoFactorClient | null,
    private readonly onStep: (previous: State, next: State) => void,
  ) {
    this.state = flow.initial;
    host.addController(this);
  }

  hostConnected(): void {
    // Moved within the page: it goes on.
    if (!this.live) this.restart();
  }

  /** The flow begins with an update, so that properties set right after the element was added count. */
  hostUpdate(): void {
    if (!this.fresh) return;
    this.fresh = false;
    this.enter(this.flow.initial);
  }

  hostDisconnected(): void {
    whenGone(this.host, () => this.forget());
  }

  /** Arrow function: views pass it on as it is. */
  readonly send = (event: Event | Failed | WaitOver): void => {
    const previous = this.state;
    const next = this.flow.transition(previous, event);
    if (next === previous) return;
    this.enter(next);
    this.onStep(previous, next);
  };

  /** Forgets everything and begins again: another back end, or a page that came back from the cache. */
  restart(): void {
    this.forget();
    this.fresh = this.live = true;
  }

  /** Forgets everything and asks nobody: the page is going away. */
  forget(): void {
    this.stop();
    this.fresh = this.live = false;
    this.state = this.flow.initial;
    this.host.requestUpdate();
  }

  /** The back end is another one: a question that is under way is put to it. */
  askAgain(): void {
    if (!this.run) return;
    this.stop();
    this.enter(this.state);
  }

  private enter(state: State): void {
    this.state = state;
    this.host.requestUpdate();
    const request = this.flow.request(state);
    // The request under way goes on while the state stands for the same one.
    if (!this.run || request !== this.asked) {
      this.stop();
      this.ask(request);
    }
    this.wait();
  }

  private stop(): void {
    this.run?.abort();
    this.run = null;
    clearTimeout(this.timer);
  }

  private ask(request: Request<Event | Failed | WaitOver> | null): void {
    this.asked = request;
    if (!request) return;
    const run = (this.run = new AbortController());
    const answer = (event: Event | Failed | WaitOver) => {
      if (this.run !== run) return;
      // Done: entering the next state must not abort what has already answered.
      this.run = null;
      this.send(event);
    };
    const fail = (failure: Failure) => answer({ type: 'failed', failure, at: now() });
    const client = this.backEnd();
    if (client) request(client, run.signal).then(answer, (reason: unknown) => fail(readFailure(reason)));
    else queueMicrotask(() => fail({ code: 'misconfigured' }));
  }

  private wait(): void {
    clearTimeout(this.timer);
    const deadline = this.flow.deadline(this.state);
    if (deadline === null) return;
    // Re-armed rather than trusted: a timer stands still while a laptop sleeps, and takes no more than 2^31 ms.
    const rest = Math.min(deadline - now(), 60_000);
    this.timer = setTimeout(
      () => (now() < deadline ? this.wait() : this.send({ type: 'wait-over' })),
      Math.max(0, rest),
    );
  }
}
