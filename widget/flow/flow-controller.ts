import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { readFailure, type Failure } from '../client/client-error.js';
import type { TwoFactorClient } from '../client/two-factor-client.js';
import type { FlowPage } from './before-change.js';
import { now } from './clock.js';
import type { Flow, Request } from './flow.js';
import { whenGone } from './when-gone.js';

type Failed = { type: 'failed'; failure: Failure; at: number };
type WaitOver = { type: 'wait-over' };

interface FlowHost extends ReactiveControllerHost, FlowPage {
  readonly isConnected: boolean;
}

/**
 * Runs a flow for one element.
 *
 *     stopped ── connected ──▶ due to start ── first update ──▶ running ── removed from the page ──▶ stopped
 *
 * Owns: the current state, its one request and its one timer. Does not own: what the element shows, what the page hears
 * (`onStep` does), or any rule (the flow does).
 *
 * Only the latest request counts. The controller aborts it, and drops its answer, when the state stands for another
 * request, on a restart, and when the element leaves the page. An element that leaves also forgets its state with its
 * secrets; an element that moves within the page keeps both.
 */
export class FlowController<State, Event extends { type: string }> implements ReactiveController {
  state: State;
  /** A part of the element may bring a flow that knows more. */
  flow: Flow<State, Event | Failed | WaitOver>;
  readonly #host: FlowHost;
  readonly #backEnd: () => TwoFactorClient | null;
  readonly #onStep: (previous: State, next: State) => void;
  /** The run of the current request, until it is answered. */
  #run: AbortController | null = null;
  #request: Request<Event | Failed | WaitOver> | null = null;
  #phase: 'stopped' | 'due to start' | 'running' = 'stopped';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param backEnd returns null when the page names no usable back end: the request then fails as `misconfigured` */
  constructor(
    host: FlowHost,
    flow: Flow<State, Event | Failed | WaitOver>,
    backEnd: () => TwoFactorClient | null,
    onStep: (previous: State, next: State) => void,
  ) {
    this.#host = host;
    this.flow = flow;
    this.#backEnd = backEnd;
    this.#onStep = onStep;
    this.state = flow.initial;
    host.addController(this);
  }

  hostConnected(): void {
    // An element that moved within the page is not stopped.
    if (this.#phase === 'stopped') this.restart();
  }

  /** Start on the first update, so properties set right after `append()` are honoured. */
  hostUpdate(): void {
    if (this.#phase !== 'due to start') return;
    this.#phase = 'running';
    this.#enter(this.flow.initial);
  }

  hostDisconnected(): void {
    whenGone(this.#host, () => this.forget());
  }

  /** The client that gets the next request. */
  get client(): TwoFactorClient | null {
    return this.#backEnd();
  }

  /** Arrow function: views pass it on without its object. */
  readonly send = (event: Event | Failed | WaitOver): void => {
    const previous = this.state;
    const next = this.flow.transition(previous, event);
    if (next === previous) return;
    this.#enter(next);
    this.#onStep(previous, next);
  };

  /** Forgets everything and starts again: the page names another back end, or comes back from the back/forward cache. */
  restart(): void {
    this.forget();
    this.#phase = 'due to start';
  }

  /** Forgets everything and sends no request: the page goes away. */
  forget(): void {
    this.#stop();
    this.#phase = 'stopped';
    this.state = this.flow.initial;
    this.#host.requestUpdate();
  }

  /** Sends the request that is under way again, to the back end that the page names now. */
  resend(): void {
    if (!this.#run) return;
    this.#stop();
    this.#enter(this.state);
  }

  #enter(state: State): void {
    this.state = state;
    this.#host.requestUpdate();
    const request = this.flow.request(state);
    // A request goes on while the next states return the same function.
    if (!this.#run || request !== this.#request) {
      this.#stop();
      this.#start(request);
    }
    this.#wait();
  }

  #stop(): void {
    this.#run?.abort();
    this.#run = null;
    clearTimeout(this.#timer);
  }

  #start(request: Request<Event | Failed | WaitOver> | null): void {
    this.#request = request;
    if (!request) return;
    const run = (this.#run = new AbortController());
    const answer = (event: Event | Failed | WaitOver) => {
      if (this.#run !== run) return;
      // The run is over, so that the next state does not abort it.
      this.#run = null;
      this.send(event);
    };
    const fail = (failure: Failure) => answer({ type: 'failed', failure, at: now() });
    const client = this.#backEnd();
    if (client) request(client, run.signal, this.#host).then(answer, (reason: unknown) => fail(readFailure(reason)));
    else queueMicrotask(() => fail({ code: 'misconfigured' }));
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const deadline = this.flow.deadline(this.state);
    if (deadline === null) return;
    // Re-arm at least each minute: a timer stops while a laptop sleeps, and takes no more than 2^31 ms.
    this.#timer = setTimeout(
      () => (now() < deadline ? this.#wait() : this.send({ type: 'wait-over' })),
      Math.min(deadline - now(), 60_000),
    );
  }
}
