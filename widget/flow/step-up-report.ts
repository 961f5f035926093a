import type { Failure } from '../client/client-error.js';
import { failureOfEntry } from './code-entry.js';
import type { StepUpState } from './step-up-flow.js';

/** A step of the step-up, as an event tells it to the page. `prove()` tells the page of a proof. */
export type StepUpReport =
  { type: 'cancelled' } | { type: 'signed-out'; failure: Failure } | { type: 'failed'; failure: Failure };

/** The report of the step between two states, if it has one. */
export function reportStepUp(previous: StepUpState, next: StepUpState): StepUpReport | null {
  if (next.at === 'closed') return next.outcome === 'cancelled' ? { type: 'cancelled' } : null;
  if (next.at === 'signed-out') return { type: 'signed-out', failure: next.failure };
  const failure = failureOf(next);
  return failure && failure !== failureOf(previous) ? { type: 'failed', failure } : null;
}

function failureOf(state: StepUpState): Failure | null {
  if (state.at === 'stopped') return state.failure;
  return state.at === 'proving' ? failureOfEntry(state.entry) : null;
}
