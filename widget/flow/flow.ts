import type { TwoFactorClient } from '../client/two-factor-client.js';

/**
 * A flow is data: a table of states and events, the request that a state stands for, and when a state ends by itself.
 * Nothing here knows of elements, so every state × event can be tried in a test.
 */
export interface Flow<State, Event> {
  readonly initial: State;
  /** The next state; the same object when the event means nothing in this one. */
  transition(state: State, event: Event): State;
  /**
   * The one request due in this state, resolving to the event it causes. Its failure becomes a `failed` event. When the next
   * state returns the same function, the request goes on.
   */
  request(state: State): Request<Event> | null;
  /** When (milliseconds, by `now` of `clock.ts`) a `wait-over` event is due. */
  deadline(state: State): number | null;
}

export type Request<Event> = (client: TwoFactorClient, signal: AbortSignal) => Promise<Event>;
