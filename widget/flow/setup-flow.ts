import type { Failure } from '../client/client-error.js';
import type { ErrorDetails } from '../protocol/error-codes.js';
import type { Setup } from '../protocol/messages.js';
import { emptyEntry, isEntryEvent, transitionEntry, type CodeEntry } from './code-entry.js';
import type { Flow } from './flow.js';
import { transitionProof, usualMethods } from './proof.js';
import { requestOf } from './setup-requests.js';
import { reread } from './setup-reread.js';
import {
  entryOf,
  idle,
  intended,
  isNamed,
  linking,
  showingCodes,
  type Idle,
  type Intent,
  type KeepingCodes,
  type Linking,
  type Naming,
  type Proving,
  type SavingName,
  type SetupEvent,
  type SetupState,
  type ShowingCodes,
  type Starting,
} from './setup-state.js';

export {
  entryOf,
  isNamed,
  type Intent,
  type Linking,
  type Naming,
  type Notice,
  type Proving,
  type SetupEvent,
  type SetupState,
  type ShowingCodes,
  type StateWithoutDialog,
} from './setup-state.js';

/**
 * The flow of the set-up section.
 *
 *     turn on         loading → idle → confirming → starting → linking → idle
 *     replace         idle → starting → linking → idle
 *     renew           idle → starting → showing-codes → keeping-codes → idle
 *     renew at once   idle → confirming → starting → showing-codes → rereading → idle
 *     turn off        idle → confirming → starting → idle
 *     add             idle → starting → linking → idle
 *     rename          idle → naming → saving-name → idle
 *     remove          idle → confirming → starting → idle
 *     (starting → proving → starting, when the server asks for a recent proof)
 *
 *     state           event → next state
 *     loading         status-read → idle · failed → unreachable
 *     unreachable     proceed → loading
 *     signed-out      proceed → loading
 *     idle            open → confirming (enable, disable, renew-at-once, remove), starting (replace, renew, add) or naming (rename)
 *     confirming      proceed → starting · leave → idle
 *     starting        setup-begun → linking · codes-begun → showing-codes · changed → idle
 *                     failed → proving, stopped or rereading
 *     stopped         proceed → starting · leave → idle
 *     proving         proved → starting · leave → idle · failed → proving or rereading
 *     linking         changed → idle · leave → leaving (codes saved) or discarding · failed → linking or rereading
 *     showing-codes   proceed → keeping-codes (codes saved) · leave → leaving (codes saved), rereading (saved and in use) or discarding
 *     keeping-codes   changed → idle · failed → showing-codes, expired or rereading
 *     naming          submit → saving-name, naming (with the failure “incomplete”) or idle (the same name) · leave → idle
 *     saving-name     changed → idle · failed → naming or rereading
 *     discarding      stay → linking or showing-codes, as before · proceed → leaving, or rereading (codes in use)
 *     leaving         dropped → idle · failed → idle
 *     expired         proceed → starting · leave → idle
 *     rereading       status-read → idle, expired or signed-out · failed → unreachable
 *     every state     failed with not_signed_in → signed-out
 */
export const setupFlow: Flow<SetupState, SetupEvent> = {
  initial: { at: 'loading' },

  transition(state, event) {
    if (event.type === 'failed' && event.failure.code === 'not_signed_in') {
      return { at: 'signed-out', failure: event.failure };
    }
    if (event.type === 'changed') return { at: 'idle', status: event.status, notice: event.notice };

    switch (state.at) {
      case 'loading':
        if (event.type === 'status-read') return idle(event.status);
        return event.type === 'failed' ? { at: 'unreachable', failure: event.failure } : state;

      case 'unreachable':
      case 'signed-out':
        return event.type === 'proceed' ? { at: 'loading' } : state;

      case 'idle':
        return event.type === 'open' ? open(state, event) : state;

      case 'confirming':
      case 'stopped':
      case 'expired':
        if (event.type === 'proceed') return intended('starting', state);
        return event.type === 'leave' ? idle(state.status) : state;

      case 'starting':
        if (event.type === 'setup-begun') return begun(state, event.setup);
        if (event.type === 'codes-begun') return showingCodes(state, event.codes);
        return event.type === 'failed' ? failStart(state, event.failure) : state;

      case 'proving':
        return prove(state, event);

      case 'linking':
        return transitionLinking(state, event);

      case 'showing-codes':
        if (event.type === 'tick') return { ...state, saved: event.saved };
        if (event.type === 'proceed' && state.saved) return { ...state, at: 'keeping-codes' };
        return event.type === 'leave' ? leave(state) : state;

      case 'keeping-codes':
        return event.type === 'failed' ? failKeeping(state, event.failure) : state;

      case 'naming':
        return name(state, event);

      case 'saving-name':
        return event.type === 'failed' ? failName(state, event.failure) : state;

      case 'discarding':
        if (event.type === 'stay') return state.back;
        return event.type === 'proceed' ? drop(state.back) : state;

      case 'rereading':
        if (event.type === 'status-read') return reread(state, event.status);
        return event.type === 'failed' ? { at: 'unreachable', failure: event.failure } : state;

      case 'leaving':
        // A pending set that the server did not drop expires by itself.
        return event.type === 'dropped' || event.type === 'failed' ? idle(state.status) : state;
    }
  },

  request: requestOf,

  deadline(state) {
    const entry = entryOf(state);
    return entry?.at === 'locked' ? entry.until : null;
  },
};

/** A dialog explains and confirms what cannot be taken back. Replace, renew and add start at once. */
function open(state: Idle, chosen: Extract<SetupEvent, { type: 'open' }>): SetupState {
  const { status } = state;
  const { intent } = chosen;
  if (status.enabled === (intent === 'enable')) return state;
  if (intent === 'rename') return { ...intended('naming', { status, ...chosen }), failure: null };
  const starts = intent === 'replace' || intent === 'renew' || intent === 'add';
  return intended(starts ? 'starting' : 'confirming', { status, ...chosen });
}

/** A back end that does not know the mode begins a replacement. To confirm it would put all other authenticators out of use. */
function begun(state: Starting, setup: Setup): SetupState {
  const isReplacement = state.intent === 'add' && setup.backupCodes.length > 0;
  return isReplacement
    ? { ...intended('stopped', state), failure: { code: 'request_invalid' } }
    : linking(state, setup);
}

function failStart(state: Starting, failure: Failure): SetupState {
  const { code } = failure;
  // A back end that checks the proof together with the change refuses a wrong proof here.
  const refused = code === 'code_invalid';
  if (refused || code === 'reauthentication_required') {
    const { methods: named } = failure as ErrorDetails;
    const methods = named?.length ? named : (state.methods ?? usualMethods(state.status));
    // `enable` without the method `password`: another page has turned 2FA on. To go on would replace that authenticator.
    if (state.intent !== 'enable' || methods.includes('password')) {
      return { ...intended('proving', state), methods, entry: emptyEntry(methods[0]!, refused ? failure : null) };
    }
  } else if (!isStale(code, state.intent)) return { ...intended('stopped', state), failure };
  return { ...intended('rereading', state), after: 'start', ...(code === 'not_found' && { notFound: true }) };
}

/** The page shows what is no longer so: another tab has made a change. */
function isStale(code: Failure['code'], intent: Intent): boolean {
  if (code === 'not_found') return intent === 'remove' || intent === 'rename';
  return code === 'not_enabled' || code === 'last_authenticator' || code === 'too_many_authenticators';
}

function prove(state: Proving, event: SetupEvent): SetupState {
  if (state.entry.at === 'checking') {
    if (event.type === 'proved') return { ...intended('starting', state), methods: state.methods };
    if (event.type === 'failed' && event.failure.code === 'reauthentication_required') {
      return { ...intended('rereading', state), after: 'start' };
    }
  } else if (event.type === 'leave') {
    return idle(state.status);
  }
  return isEntryEvent(event) ? transitionProof(state, event) : state;
}

function transitionLinking(state: Linking, event: SetupEvent): SetupState {
  if (state.entry.at === 'checking') {
    // The answer of an earlier confirmation may be lost, so that only the status says whether 2FA is on. Without a lost answer,
    // another tab has begun or enabled another set-up, and this one is void.
    if (event.type === 'failed' && event.failure.code === 'setup_expired') {
      const mayBeDone = state.setup.id === undefined || state.answerLost === true;
      return { ...intended('rereading', state), after: 'confirm', mayBeDone };
    }
    if (event.type === 'failed' && isLost(event.failure)) {
      return withEntry({ ...state, answerLost: true }, transitionEntry(state.entry, event));
    }
    if (event.type === 'failed' && event.failure.code === 'too_many_authenticators') {
      return { ...intended('rereading', state), after: 'start' };
    }
    // The protocol has no such answer to a confirmation, and a set-up takes no backup code.
    if (event.type === 'failed' && event.failure.code === 'authenticator_blocked') {
      return withEntry(state, transitionEntry(state.entry, { ...event, failure: { code: 'unreachable' } }));
    }
  } else {
    if (event.type === 'leave') return leave(state);
    if (event.type === 'tick') return { ...state, saved: event.saved };
    if (event.type === 'name') return state.intent === 'add' ? { ...state, name: event.text } : state;
    if (event.type === 'submit' && !(state.saved && isNamed(state))) return state;
    if (event.type === 'switch-method') return state;
  }
  return isEntryEvent(event) ? withEntry(state, transitionEntry(state.entry, event)) : state;
}

function name(state: Naming, event: SetupEvent): SetupState {
  if (event.type === 'name') return { ...state, name: event.text, failure: null };
  if (event.type === 'leave') return idle(state.status);
  if (event.type !== 'submit') return state;
  if (!isNamed(state)) return { ...state, failure: { code: 'incomplete' } };
  return state.name === state.authenticator?.name ? idle(state.status) : { ...state, at: 'saving-name', failure: null };
}

function failName(state: SavingName, failure: Failure): SetupState {
  if (!isStale(failure.code, 'rename')) return { ...state, at: 'naming', failure };
  const notFound = failure.code === 'not_found';
  return { ...intended('rereading', state), after: 'start', ...(notFound && { notFound }) };
}

function failKeeping(state: KeepingCodes, failure: Failure): SetupState {
  if (failure.code !== 'setup_expired') return { ...state, at: 'showing-codes', failure };
  const { status } = state;
  // The lost answer may have been a success: then the shown codes are not void. Only the status says what the server has.
  if (state.failure && isLost(state.failure)) return { at: 'rereading', status, intent: 'renew', after: 'start' };
  return { at: 'expired', status, intent: 'renew' };
}

/** Whether the server may have made the change. */
function isLost({ code }: Failure): boolean {
  return code === 'unreachable' || code === 'unavailable';
}

function leave(state: Linking | ShowingCodes): SetupState {
  return state.saved ? drop(state) : { at: 'discarding', back: state };
}

function drop(state: Linking | ShowingCodes): SetupState {
  const { at, status } = state;
  if (at === 'linking') return { at: 'leaving', status, drop: 'setup' };
  // Codes that are in use already cannot be dropped. The status has their count.
  return state.inUse
    ? { at: 'rereading', status, intent: 'renew-at-once', after: 'confirm' }
    : { at: 'leaving', status, drop: 'backup-codes' };
}

function withEntry(state: Linking, entry: CodeEntry): Linking {
  return entry === state.entry ? state : { ...state, entry };
}
