import type { Failure } from '../client/client-error.js';
import type { Status } from '../protocol/messages.js';
import { failureOfEntry } from './code-entry.js';
import { entryOf, type Notice, type SetupState } from './setup-flow.js';

/** A step of the set-up, as an event tells it to the page. It never holds a secret or a code. */
export type SetupReport =
  | { type: Notice; status: Status }
  | { type: 'cancelled' }
  | { type: 'signed-out'; failure: Failure }
  | { type: 'failed'; failure: Failure };

/** The report of the step between two states, if it has one. */
export function reportSetup(previous: SetupState, next: SetupState): SetupReport | null {
  if (previous === next) return null;
  if (next.at === 'idle' && next.notice) return { type: next.notice, status: next.status };
  if (next.at === 'signed-out') return { type: 'signed-out', failure: next.failure };
  if (next.at === 'leaving' || (next.at === 'idle' && cancellable.includes(previous.at))) return { type: 'cancelled' };
  const failure = failureOf(next);
  return failure && failure !== failureOf(previous) ? { type: 'failed', failure } : null;
}

const cancellable: readonly SetupState['at'][] = ['confirming', 'stopped', 'proving', 'expired'];

const expired: Failure = { code: 'setup_expired' };

function failureOf(state: SetupState): Failure | null {
  if (state.at === 'expired') return expired;
  if (state.at === 'unreachable' || state.at === 'stopped' || state.at === 'showing-codes') return state.failure;
  const entry = entryOf(state);
  return entry && failureOfEntry(entry);
}
