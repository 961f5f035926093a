import type { Failure } from '../client/client-error.js';
import type { Verified } from '../protocol/messages.js';
import type { ChallengeState } from './challenge-flow.js';
import { failureOfEntry } from './code-entry.js';

/** A step of the challenge, as an event tells it to the page. It never holds a code. */
export type ChallengeReport =
  | { type: 'verified'; verified: Verified }
  | { type: 'signed-out'; failure: Failure }
  | { type: 'failed'; failure: Failure };

/** The report of the step between two states, if it has one. */
export function reportChallenge(previous: ChallengeState, next: ChallengeState): ChallengeReport | null {
  if (previous === next) return null;
  if (next.at === 'verified') return { type: 'verified', verified: next.verified };
  if (next.at === 'expired') return { type: 'signed-out', failure: next.failure };
  const failure = failureOf(next);
  return failure && failure !== failureOf(previous) ? { type: 'failed', failure } : null;
}

function failureOf(state: ChallengeState): Failure | null {
  if (state.at === 'unreachable') return state.failure;
  return state.at === 'answering' ? failureOfEntry(state.entry) : null;
}
