import type { TwoFactorClient } from '../client/two-factor-client.js';
import type { FlowPage } from './before-change.js';

/**
 * A flow is a pure table: states and events, the request of a state, and the time at which a state ends by itself. It
 * imports no element, so that a test tries every state × event.
 */
export interface Flow<State, Event> {
  readonly initial: State;
  /** The next state. The same object when this state ignores the event. */
  transition(state: State, event: Event): State;
  /**
   * The request of this state. It resolves to an event; its rejection becomes a `failed` event. A request goes on while the
   * next states return the same function.
   */
  request(state: State): Request<Event> | null;
  /** The time (milliseconds, by `now` of `clock.ts`) of the `wait-over` event, if the state waits. */
  deadline(state: State): number | null;
}

/** @param page the element, with what its page has set on it */
export type Request<Event> = (client: TwoFactorClient, signal: AbortSignal, page: FlowPage) => Promise<Event>;
