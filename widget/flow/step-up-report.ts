import type { Failure } from '../client/client-error.js';
import { CancelledEvent, FailedEvent, SignedOutEvent } from '../events.js';
import { failureOfEntry } from './code-entry.js';
import type { StepUpState } from './step-up-flow.js';

/** The event that tells the page about the step between two states, if it is told. `prove()` tells the page of a proof. */
export function reportStepUp(previous: StepUpState, next: StepUpState): Event | null {
  if (next.at === 'closed') return next.outcome === 'cancelled' ? new CancelledEvent() : null;
  if (next.at === 'signed-out') return new SignedOutEvent(next.failure.code);
  const failure = failureOf(next);
  return failure && failure !== failureOf(previous) ? new FailedEvent(failure.code) : null;
}

function failureOf(state: StepUpState): Failure | null {
  if (state.at === 'stopped') return state.failure;
  return state.at === 'proving' ? failureOfEntry(state.entry) : null;
}
