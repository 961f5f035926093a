import type { Failure } from '../client/client-error.js';
import type { Setup, Status } from '../protocol/messages.js';
import { readSetup, readStatus } from '../protocol/read-message.js';
import { confirmationOf, emptyEntry, transitionEntry, type CodeEntry, type EntryEvent } from './code-entry.js';
import type { Flow, Request } from './flow.js';

export type EnrolmentState =
  | { at: 'loading' }
  | { at: 'unreachable'; failure: Failure; undecided?: Rereading }
  | Enrolling
  | Rereading
  | { at: 'leaving'; answerLost: boolean }
  | { at: 'left' }
  | { at: 'enabled'; status: Status }
  | { at: 'expired'; failure: Failure };

/** The page shows the three steps. A wrong code changes only the entry. */
/** Only the status says what the server has. */
interface Rereading {
  at: 'rereading';
  /** The person wants to use a different account. */
  left?: true;
}

export interface Enrolling {
  at: 'enrolling';
  setup: Setup;
  saved: boolean;
  entry: CodeEntry;
  /** A confirmation got no answer. The server may have done it. */
  answerLost: boolean;
}

export type EnrolmentEvent =
  | EntryEvent
  | { type: 'setup-begun'; setup: Setup }
  | { type: 'tick'; saved: boolean }
  | { type: 'enabled'; status: Status }
  | { type: 'still-off' }
  | { type: 'already-on' }
  | { type: 'leave' }
  | { type: 'dropped' }
  | { type: 'proceed' };

/**
 * The flow of the enrolment at sign-in. The session of the back end allows the set-up of 2FA, and nothing else.
 *
 *     loading → enrolling → enabled
 *
 *     state         event → next state
 *     loading       setup-begun → enrolling · already-on → expired
 *                   failed → expired (the session or its proof is over) or unreachable
 *     unreachable   proceed → loading, or rereading (a confirmation was in doubt)
 *     enrolling     enabled → enabled · leave → leaving
 *                   failed → expired, rereading (setup_expired after a lost answer) or enrolling, with the failure in its entry
 *     rereading     enabled → enabled · still-off → expired · failed → expired or unreachable
 *                   still-off, failed → left (after leaving)
 *     leaving       dropped, failed → left, or rereading (the answer to a confirmation was lost)
 *     enabled, left, expired    the end
 *
 * In `enrolling` the events of `CodeEntry` change the entry. A code is sent once the backup codes are saved.
 */
export const enrolmentFlow: Flow<EnrolmentState, EnrolmentEvent> = {
  initial: { at: 'loading' },

  transition(state, event) {
    switch (state.at) {
      case 'loading':
        if (event.type === 'setup-begun') return enrolling(event.setup);
        // Turned on in another browser: only the second factor signs in now.
        if (event.type === 'already-on') return expired({ code: 'not_signed_in' });
        return event.type === 'failed' ? failLoading(event.failure) : state;

      case 'unreachable':
        return event.type === 'proceed' ? (state.undecided ?? { at: 'loading' }) : state;

      case 'enrolling':
        return state.entry.at === 'checking' ? confirm(state, event) : edit(state, event);

      case 'rereading':
        if (event.type === 'enabled') return { at: 'enabled', status: event.status };
        if (state.left) return event.type === 'still-off' || event.type === 'failed' ? { at: 'left' } : state;
        if (event.type === 'still-off') return expired({ code: 'setup_expired' });
        return event.type === 'failed' ? failLoading(event.failure, state) : state;

      case 'leaving':
        // A pending set-up that the server did not drop expires by itself.
        if (event.type !== 'dropped' && event.type !== 'failed') return state;
        return state.answerLost ? { at: 'rereading', left: true } : { at: 'left' };

      case 'left':
      case 'enabled':
      case 'expired':
        return state;
    }
  },

  request(state) {
    switch (state.at) {
      case 'loading':
        return begin;
      case 'enrolling':
        return confirmationRequest(state);
      case 'rereading':
        return reread;
      case 'leaving':
        return drop;
      case 'unreachable':
      case 'left':
      case 'enabled':
      case 'expired':
        return null;
    }
  },

  deadline: (state) => (state.at === 'enrolling' && state.entry.at === 'locked' ? state.entry.until : null),
};

/** The status comes first: it tells the client the account, which each change repeats. */
const begin: Request<EnrolmentEvent> = async (client, signal) => {
  const { enabled } = readStatus(await client.status(signal));
  // A client of the page may ignore the signal. Then nothing takes this answer, and no set-up begins.
  return enabled || signal.aborted
    ? { type: 'already-on' }
    : { type: 'setup-begun', setup: readSetup(await client.beginSetup(signal)) };
};

const reread: Request<EnrolmentEvent> = async (client, signal) => {
  const status = readStatus(await client.status(signal));
  return status.enabled ? { type: 'enabled', status } : { type: 'still-off' };
};

const drop: Request<EnrolmentEvent> = async (client, signal) => {
  await client.cancelSetup?.(signal);
  return { type: 'dropped' };
};

function confirmationRequest({ entry, setup }: Enrolling): Request<EnrolmentEvent> | null {
  if (entry.at !== 'checking') return null;
  return async (client, signal) => ({
    type: 'enabled',
    status: readStatus(await client.confirmSetup(confirmationOf(entry, setup), signal)),
  });
}

function enrolling(setup: Setup): Enrolling {
  // Without backup codes there is nothing to save.
  return {
    at: 'enrolling',
    setup,
    saved: setup.backupCodes.length === 0,
    entry: emptyEntry('totp'),
    answerLost: false,
  };
}

function expired(failure: Failure): EnrolmentState {
  return { at: 'expired', failure };
}

function failLoading(failure: Failure, undecided?: Rereading): EnrolmentState {
  return isOver(failure) ? expired(failure) : { at: 'unreachable', failure, ...(undecided && { undecided }) };
}

function confirm(state: Enrolling, event: EnrolmentEvent): EnrolmentState {
  if (event.type === 'enabled') {
    // An answer that contradicts the change counts as lost.
    return event.status.enabled
      ? { at: 'enabled', status: event.status }
      : confirm(state, { type: 'failed', failure: { code: 'unreachable' }, at: 0 });
  }
  if (event.type !== 'failed') return state;
  const { failure } = event;
  if (failure.code === 'setup_expired') {
    // The answer of an earlier confirmation may be lost: then only the status says whether 2FA is on.
    const mayBeDone = state.setup.id === undefined || state.answerLost;
    return mayBeDone ? { at: 'rereading' } : expired(failure);
  }
  if (isOver(failure)) return expired(failure);
  const isLost = failure.code === 'unreachable' || failure.code === 'unavailable';
  // The protocol has no such answer to a confirmation, and a set-up takes no backup code.
  const shown: Failure = failure.code === 'authenticator_blocked' ? { code: 'unreachable' } : failure;
  const entry = transitionEntry(state.entry, { ...event, failure: shown });
  return { ...state, entry, answerLost: state.answerLost || isLost };
}

function edit(state: Enrolling, event: EnrolmentEvent): EnrolmentState {
  switch (event.type) {
    case 'leave':
      return { at: 'leaving', answerLost: state.answerLost };
    case 'tick':
      return { ...state, saved: event.saved };
    case 'submit':
      return state.saved ? withEntry(state, event) : state;
    case 'edit':
    case 'wait-over':
      return withEntry(state, event);
    case 'switch-method':
    case 'failed':
    case 'setup-begun':
    case 'enabled':
    case 'still-off':
    case 'already-on':
    case 'dropped':
    case 'proceed':
      return state;
  }
}

function withEntry(state: Enrolling, event: EntryEvent): EnrolmentState {
  const entry = transitionEntry(state.entry, event);
  return entry === state.entry ? state : { ...state, entry };
}

/** The session is over, or its sign-in counts as a proof no more: the person signs in again. */
function isOver({ code }: Failure): boolean {
  return ['not_signed_in', 'challenge_expired', 'reauthentication_required', 'setup_expired'].includes(code);
}

/** The entry that the state shows, if any. */
export function entryOfEnrolment(state: EnrolmentState): CodeEntry | null {
  return 'entry' in state ? state.entry : null;
}
