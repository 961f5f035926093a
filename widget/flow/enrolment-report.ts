import type { Failure } from '../client/client-error.js';
import { CancelledEvent, EnabledEvent, FailedEvent, SignedOutEvent } from '../events.js';
import { failureOfEntry } from './code-entry.js';
import type { EnrolmentState } from './enrolment-flow.js';

/** The event that tells the page about the step between two states, if it is told. It never holds a secret or a code. */
export function reportEnrolment(previous: EnrolmentState, next: EnrolmentState): Event | null {
  if (previous === next) return null;
  if (next.at === 'enabled') return new EnabledEvent(next.status);
  if (next.at === 'leaving' ? !next.answerLost : next.at === 'left' && previous.at === 'rereading') {
    return new CancelledEvent();
  }
  const failure = failureOf(next);
  if (!failure || failure === failureOf(previous)) return null;
  const { code } = failure;
  const isSignedOut = code === 'not_signed_in' || code === 'challenge_expired';
  return isSignedOut && next.at === 'expired' ? new SignedOutEvent(code) : new FailedEvent(code);
}

function failureOf(state: EnrolmentState): Failure | null {
  if (state.at === 'unreachable' || state.at === 'expired') return state.failure;
  return state.at === 'enrolling' ? failureOfEntry(state.entry) : null;
}
