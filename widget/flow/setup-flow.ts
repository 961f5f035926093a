import type { Failure } from '../client/client-error.js';
import type { ErrorDetails } from '../protocol/error-codes.js';
import type { Status, StatusOn } from '../protocol/messages.js';
import { emptyEntry, isEntryEvent, transitionEntry, type CodeEntry } from './code-entry.js';
import type { Flow } from './flow.js';
import { transitionProof, defaultMethods } from './proof.js';
import { requestOf } from './setup-requests.js';
import {
  enrolling,
  entryOf,
  idle,
  intended,
  showingCodes,
  type Enrolling,
  type Idle,
  type Intended,
  type Intent,
  type KeepingCodes,
  type Notice,
  type Proving,
  type Rereading,
  type SetupEvent,
  type SetupState,
  type ShowingCodes,
  type Starting,
} from './setup-state.js';

export {
  entryOf,
  type AuthenticatorIntent,
  type Enrolling,
  type Intent,
  type Notice,
  type Proving,
  type SetupEvent,
  type SetupState,
  type ShowingCodes,
  type StateWithoutDialog,
  type Subject,
} from './setup-state.js';

/**
 * The flow of the set-up section.
 *
 *     turn on         loading → idle → confirming → awaiting-page → starting → enrolling → idle
 *     replace         idle → awaiting-page → starting → enrolling → idle
 *     renew           idle → awaiting-page → starting → showing-codes → keeping-codes → idle
 *     renew at once   idle → confirming → awaiting-page → starting → showing-codes → rereading → idle
 *     turn off        idle → confirming → awaiting-page → starting → idle
 *     (starting → proving → starting, when the server asks for a recent proof)
 *
 *     state           event → next state
 *     loading         status-read → idle · failed → unreachable
 *     unreachable     proceed → loading, or rereading (a change was in doubt)
 *     signed-out      proceed → loading
 *     idle            open → confirming (enable, disable, renew-at-once) or awaiting-page (replace, renew)
 *     confirming      proceed → awaiting-page · leave → idle*
 *     awaiting-page   allowed → starting · refused → idle* · leave → idle* · failed → stopped · open (another change) → as in idle
 *     starting        setup-begun → enrolling · codes-begun → showing-codes · changed → idle
 *                     failed → proving, stopped or rereading · status-read (on already, or another account) → idle or signed-out
 *     stopped         proceed → awaiting-page · leave → idle*
 *     proving         proved → starting · leave → idle* · failed → proving or rereading
 *     enrolling       changed → idle · leave → leaving (codes saved) or discarding · failed → enrolling or rereading
 *     showing-codes   proceed → keeping-codes (codes saved) · leave → leaving (codes saved), rereading (saved and in use) or discarding
 *     keeping-codes   changed → idle · failed → showing-codes, expired or rereading
 *     discarding      stay → enrolling or showing-codes, as before · proceed → leaving, or rereading (codes in use)
 *     leaving         dropped, failed → idle, or rereading (the answer to the change was lost)
 *     expired         proceed → awaiting-page · leave → idle
 *     rereading       status-read → idle, expired, stopped (a refusal that the status does not explain) or signed-out
 *                     failed → unreachable
 *     every state     failed with not_signed_in → signed-out
 *     (idle*: rereading, when the request of the change has failed before)
 */
export const setupFlow: Flow<SetupState, SetupEvent> = {
  initial: { at: 'loading' },

  transition(state, event) {
    if (event.type === 'failed' && event.failure.code === 'not_signed_in') {
      return { at: 'signed-out', failure: event.failure };
    }
    if (event.type === 'changed') {
      const { status, notice } = event;
      // An answer that contradicts the change counts as lost.
      return status.enabled === (notice === 'disabled')
        ? setupFlow.transition(state, { type: 'failed', failure: { code: 'unreachable' }, at: 0 })
        : { at: 'idle', status, notice };
    }

    switch (state.at) {
      case 'loading':
        if (event.type === 'status-read') return idle(event.status);
        return event.type === 'failed' ? { at: 'unreachable', failure: event.failure } : state;

      case 'unreachable':
      case 'signed-out':
        if (event.type !== 'proceed') return state;
        return ('undecided' in state && state.undecided) || { at: 'loading' };

      case 'idle':
        return event.type === 'open' ? open(state, event.intent) : state;

      case 'confirming':
      case 'stopped':
      case 'expired':
        if (event.type === 'proceed') return intended('awaiting-page', state);
        return event.type === 'leave' ? leaveChange(state) : state;

      case 'awaiting-page':
        if (event.type === 'allowed') return intended('starting', state);
        if (event.type === 'refused' || event.type === 'leave') return leaveChange(state);
        if (event.type === 'failed') return { ...intended('stopped', state), failure: event.failure };
        // A page that never answers keeps a person from no other change.
        return event.type === 'open' && event.intent !== state.intent ? open(state, event.intent) : state;

      case 'starting':
        if (event.type === 'setup-begun') return enrolling(state, event.setup);
        if (event.type === 'codes-begun') return showingCodes(state, event.codes);
        if (event.type === 'status-read') return reread(intended('rereading', state), event.status);
        return event.type === 'failed' ? failStart(state, event.failure) : state;

      case 'proving':
        return prove(state, event);

      case 'enrolling':
        return transitionEnrolling(state, event);

      case 'showing-codes':
        if (event.type === 'tick') return { ...state, saved: event.saved };
        if (event.type === 'proceed' && state.saved) return { ...state, at: 'keeping-codes' };
        return event.type === 'leave' ? leave(state) : state;

      case 'keeping-codes':
        return event.type === 'failed' ? failKeeping(state, event.failure) : state;

      case 'discarding':
        if (event.type === 'stay') return state.back;
        return event.type === 'proceed' ? drop(state.back) : state;

      case 'rereading':
        if (event.type === 'status-read') return reread(state, event.status);
        return event.type === 'failed' ? { at: 'unreachable', failure: event.failure, undecided: state } : state;

      case 'leaving':
        // A pending set that the server did not drop expires by itself.
        return event.type === 'dropped' || event.type === 'failed' ? leaveChange(state) : state;
    }
  },

  request: requestOf,

  deadline(state) {
    const entry = entryOf(state);
    return entry?.at === 'locked' ? entry.until : null;
  },
};

/** A dialog explains and confirms what cannot be taken back. Replace and renew go on at once. */
function open(state: Idle | Intended<'awaiting-page'>, intent: Intent): SetupState {
  if (state.status.enabled === (intent === 'enable')) return state;
  const goesOn = intent === 'replace' || intent === 'renew';
  return intended(goesOn ? 'awaiting-page' : 'confirming', { ...state, intent });
}

/** The first request of the others changes nothing: they are confirmed later. */
const atOnce: readonly Intent[] = ['disable', 'renew-at-once', 'rename', 'remove'];

function failStart(state: Starting, failure: Failure): SetupState {
  const { code } = failure;
  // A back end that checks the proof together with the change refuses a wrong proof here.
  const refused = code === 'code_invalid';
  if (refused || code === 'reauthentication_required') {
    const { methods: named } = failure as ErrorDetails;
    const methods = named?.length ? named : (state.methods ?? defaultMethods(state.status));
    // `enable` without the method `password`: another page has turned 2FA on. To go on would replace that authenticator.
    if (state.intent !== 'enable' || methods.includes('password')) {
      return { ...intended('proving', state), methods, entry: emptyEntry(methods[0]!, refused ? failure : null) };
    }
  } else if (code !== 'not_enabled') {
    return { ...intended('stopped', state), failure, ...(atOnce.includes(state.intent) && { unsure: true }) };
  }
  return { ...intended('rereading', state), failure };
}

function prove(state: Proving, event: SetupEvent): SetupState {
  if (state.entry.at === 'checking') {
    if (event.type === 'proved') return { ...intended('starting', state), methods: state.methods };
    if (event.type === 'failed' && event.failure.code === 'reauthentication_required') {
      return { ...intended('rereading', state), failure: event.failure };
    }
  } else if (event.type === 'leave') {
    return leaveChange(state);
  }
  return isEntryEvent(event) ? transitionProof(state, event) : state;
}

/** Nothing is pending. */
function leaveChange(state: Intended<string>): SetupState {
  return state.unsure ? intended('rereading', state) : idle(state.status);
}

function transitionEnrolling(state: Enrolling, event: SetupEvent): SetupState {
  if (state.entry.at === 'checking') {
    // The answer of an earlier confirmation may be lost, so that only the status says whether 2FA is on. Without a lost answer,
    // another tab has begun or enabled another set-up, and this one is void.
    if (event.type === 'failed' && event.failure.code === 'setup_expired') {
      const mayBeDone = state.setup.id === undefined || state.unsure === true;
      return { ...intended('rereading', state), mayBeDone };
    }
    if (event.type === 'failed' && isLost(event.failure)) {
      return withEntry({ ...state, unsure: true }, transitionEntry(state.entry, event));
    }
    // The protocol has no such answer to a confirmation, and a set-up takes no backup code.
    if (event.type === 'failed' && event.failure.code === 'authenticator_blocked') {
      return withEntry(state, transitionEntry(state.entry, { ...event, failure: { code: 'unreachable' } }));
    }
  } else {
    if (event.type === 'leave') return leave(state);
    if (event.type === 'tick') return { ...state, saved: event.saved };
    if (event.type === 'submit' && !state.saved) return state;
    if (event.type === 'switch-method') return state;
  }
  return isEntryEvent(event) ? withEntry(state, transitionEntry(state.entry, event)) : state;
}

function failKeeping(state: KeepingCodes, failure: Failure): SetupState {
  if (failure.code !== 'setup_expired') return { ...state, at: 'showing-codes', failure, unsure: true };
  const { status } = state;
  // The lost answer may have been a success: then the shown codes are not void. Only the status says what the server has.
  if (state.unsure) return { at: 'rereading', status, intent: 'renew', failure };
  return { at: 'expired', status, intent: 'renew' };
}

/** Whether the server may have made the change. */
function isLost({ code }: Failure): boolean {
  return code === 'unreachable' || code === 'unavailable';
}

function leave(state: Enrolling | ShowingCodes): SetupState {
  return state.saved ? drop(state) : { at: 'discarding', back: state };
}

function drop(state: Enrolling | ShowingCodes): SetupState {
  if (state.at === 'enrolling') return { ...intended('leaving', state), drop: 'setup' };
  const { status, inUse } = state;
  // Codes that are in use already cannot be dropped. The status has their count.
  return inUse
    ? { at: 'rereading', status, intent: 'renew-at-once', mayBeDone: true }
    : { ...intended('leaving', { ...state, intent: 'renew' }), drop: 'backup-codes' };
}

function reread({ status: before, intent, mayBeDone, failure, unsure }: Rereading, status: Status): SetupState {
  if (status.account !== before.account) return { at: 'signed-out', failure: { code: 'not_signed_in' } };
  let notice = changeBetween(before, status) ?? (mayBeDone && intent === 'renew-at-once' ? 'renewed' : null);
  // A back end may keep the date of a replaced authenticator.
  if (notice === 'renewed' && intent === 'replace') notice = 'replaced';
  // Not `mayBeDone`: another tab has made the change, and the set-up of this one is void.
  if (mayBeDone === false ? notice !== 'disabled' : mayBeDone && !notice) {
    return { at: 'expired', status, intent: intent === 'enable' && status.enabled ? 'replace' : intent };
  }
  // A full set of codes looks the same after its renewal, and a person who throws the new ones away may have none.
  const isUnclear = unsure && intent.startsWith('renew') && before.enabled && isFull(before);
  const reason: Failure | undefined = isUnclear ? { code: 'unreachable' } : failure;
  // The status does not explain the refusal.
  return reason && !notice ? { at: 'stopped', status, intent, failure: reason } : { at: 'idle', status, notice };
}

/** Also where the back end does not count. */
function isFull({ backupCodes }: StatusOn): boolean {
  return backupCodes?.remaining === backupCodes?.total;
}

/** The change that has happened between two statuses. */
function changeBetween(before: Status, after: Status): Notice | null {
  if (!after.enabled) return before.enabled ? 'disabled' : null;
  if (!before.enabled) return 'enabled';
  if (after.enabledAt !== before.enabledAt) return 'replaced';
  // Without a count this compares with NaN, which is never greater.
  return Number(after.backupCodes?.remaining) > Number(before.backupCodes?.remaining) ? 'renewed' : null;
}

function withEntry(state: Enrolling, entry: CodeEntry): Enrolling {
  return entry === state.entry ? state : { ...state, entry };
}
