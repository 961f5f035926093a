import type { Failure } from '../client/client-error.js';
import {
  AuthenticatorsChangedEvent,
  BackupCodesRenewedEvent,
  CancelledEvent,
  DisabledEvent,
  EnabledEvent,
  FailedEvent,
  ReplacedEvent,
  SignedOutEvent,
} from '../events.js';
import type { Status } from '../protocol/messages.js';
import { failureOfEntry } from './code-entry.js';
import { entryOf, type Notice, type SetupState } from './setup-flow.js';

const changes: Record<Notice, new (status: Status) => Event> = {
  enabled: EnabledEvent,
  replaced: ReplacedEvent,
  added: AuthenticatorsChangedEvent,
  renamed: AuthenticatorsChangedEvent,
  removed: AuthenticatorsChangedEvent,
  full: AuthenticatorsChangedEvent,
  renewed: BackupCodesRenewedEvent,
  disabled: DisabledEvent,
};

/** The event that tells the page about the step between two states, if it is told. It never holds a secret or a code. */
export function reportSetup(previous: SetupState, next: SetupState): Event | null {
  if (previous === next) return null;
  if (next.at === 'idle' && next.notice) return new changes[next.notice](next.status);
  if (next.at === 'signed-out') return new SignedOutEvent(next.failure.code);
  // Without a notice, a change ends in `idle` when a person leaves it, the page stops it, or the back end cannot make it.
  const isOver =
    next.at === 'leaving' ? !next.unsure : next.at === 'idle' && 'intent' in previous && previous.at !== 'leaving';
  if (isOver) return new CancelledEvent();
  const failure = failureOf(next);
  return failure && failure !== failureOf(previous) ? new FailedEvent(failure.code) : null;
}

const expired: Failure = { code: 'setup_expired' };

function failureOf(state: SetupState): Failure | null {
  if (state.at === 'discarding') return failureOf(state.back);
  if (state.at === 'expired') return expired;
  if (state.at === 'unreachable' || state.at === 'stopped' || state.at === 'showing-codes') return state.failure;
  const entry = entryOf(state);
  return entry && failureOfEntry(entry);
}
