import type { Failure } from '../client/client-error.js';
import { FailedEvent, SignedOutEvent, VerifiedEvent } from '../events.js';
import type { ChallengeState } from './challenge-flow.js';
import { failureOfEntry } from './code-entry.js';

/** The event that tells the page about the step between two states, if it is told. It never holds a code. */
export function reportChallenge(previous: ChallengeState, next: ChallengeState): Event | null {
  if (previous === next) return null;
  if (next.at === 'verified') {
    const { method, backupCodes, result } = next.verified;
    return new VerifiedEvent(method, backupCodes, result);
  }
  if (next.at === 'expired') return new SignedOutEvent(next.failure.code);
  const failure = failureOf(next);
  return failure && failure !== failureOf(previous) ? new FailedEvent(failure.code) : null;
}

function failureOf(state: ChallengeState): Failure | null {
  if (state.at === 'unreachable') return state.failure;
  return state.at === 'answering' ? failureOfEntry(state.entry) : null;
}
