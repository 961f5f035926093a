import type { Failure } from '../client/client-error.js';
import type { Status } from '../protocol/messages.js';
import { failureOfEntry } from './code-entry.js';
import type { EnrolmentState } from './enrolment-flow.js';

/** A step of the enrolment, as an event tells it to the page. It never holds a secret or a code. */
export type EnrolmentReport =
  | { type: 'enabled'; status: Status }
  | { type: 'cancelled' }
  | { type: 'signed-out'; failure: Failure }
  | { type: 'failed'; failure: Failure };

/** The report of the step between two states, if it has one. */
export function reportEnrolment(previous: EnrolmentState, next: EnrolmentState): EnrolmentReport | null {
  if (previous === next) return null;
  if (next.at === 'enabled') return { type: 'enabled', status: next.status };
  if (next.at === 'leaving') return { type: 'cancelled' };
  const failure = failureOf(next);
  if (!failure || failure === failureOf(previous)) return null;
  const isSignedOut = failure.code === 'not_signed_in' || failure.code === 'challenge_expired';
  return { type: isSignedOut && next.at === 'expired' ? 'signed-out' : 'failed', failure };
}

function failureOf(state: EnrolmentState): Failure | null {
  if (state.at === 'unreachable' || state.at === 'expired') return state.failure;
  return state.at === 'enrolling' ? failureOfEntry(state.entry) : null;
}
