import type { Failure } from '../client/client-error.js';
import { maxAuthenticators } from '../protocol/limits.js';
import type { Authenticator, Status } from '../protocol/messages.js';
import type { readSetup, readStatus } from '../protocol/read-message.js';
import type { Flow, Request } from './flow.js';
import type {
  Enrolling,
  Intended,
  Intent,
  Rereading,
  SetupEvent,
  SetupState,
  Starting,
  Subject,
} from './setup-state.js';

type SetupFlow = Flow<SetupState, SetupEvent>;

/** The readers of the answers. */
export interface Readers {
  readStatus: typeof readStatus;
  readSetup: typeof readSetup;
}

/**
 * The flow of the section with several authenticators: the set-up flow, and three more changes. It passes every other event to the
 * set-up flow, and copies the `subject` of the change into the state that the set-up flow returns.
 *
 *     add       idle → awaiting-page → starting → enrolling → idle
 *     rename    idle → confirming → awaiting-page → starting → idle
 *     remove    idle → confirming → awaiting-page → starting → idle
 *     (starting → proving → starting, when the server asks for a recent proof)
 *
 *     state                  event → next state, where it is not that of the set-up flow
 *     idle, awaiting-page    open (another change) → awaiting-page (add) or confirming (rename, remove)
 *     confirming, stopped    name → confirming (rename) · proceed → the same (no name) or idle (the name of before, and no failure yet)
 *     starting               setup-begun with backup codes → stopped · failed with a stale list → rereading
 *     enrolling              name → enrolling · submit → the same (no name) · failed with a full list → rereading
 *     rereading              status-read → idle, with the list or without it, expired, or as in the set-up flow
 */
export function withAuthenticators(base: SetupFlow, readers: Readers): SetupFlow {
  return {
    ...base,
    transition(state, event) {
      const next = transitionOwn(state, event) ?? base.transition(state, event);
      if (next === state || !('intent' in next) || 'subject' in next) return next;
      // Not when a person has chosen another change meanwhile.
      return 'subject' in state && state.intent === next.intent ? { ...next, subject: state.subject } : next;
    },
    request: (state) => requestOf(state, readers) ?? base.request(state),
  };
}

/** The next state, where the set-up flow does not know it; null otherwise. */
function transitionOwn(state: SetupState, event: SetupEvent): SetupState | null {
  if (state.at === 'idle' || state.at === 'awaiting-page') {
    if (event.type !== 'open' || !event.subject || !state.status.enabled) return null;
    const { intent, subject } = event;
    if (state.at === 'awaiting-page' && state.intent === intent) return state;
    const at = intent === 'add' ? 'awaiting-page' : 'confirming';
    return { at, status: state.status, intent, ...('unsure' in state && { unsure: true as const }), subject };
  }
  if (state.at === 'rereading') return event.type === 'status-read' ? reread(state, event.status) : null;
  if (!('subject' in state)) return null;
  switch (state.at) {
    case 'confirming':
    case 'stopped':
      return state.intent === 'rename' ? rename(state, event) : null;
    case 'starting':
      return start(state, event);
    case 'enrolling':
      return enrol(state, event);
    case 'proving':
    case 'expired':
    case 'leaving':
      return null;
  }
}

function rename(state: Intended<'confirming' | 'stopped'>, event: SetupEvent): SetupState | null {
  const { status, intent, unsure } = state;
  const subject = state.subject!;
  if (event.type === 'name') {
    return { at: 'confirming', status, intent, ...(unsure && { unsure }), subject: { ...subject, name: event.text } };
  }
  if (event.type !== 'proceed') return null;
  if (!isNamed(subject)) return state as SetupState;
  // After a failure the server may have another name than the list.
  return subject.name === subject.authenticator?.name && !unsure ? { at: 'idle', status, notice: null } : null;
}

function start(state: Starting, event: SetupEvent): SetupState | null {
  const { status, intent } = state;
  // A back end that does not know the mode begins a replacement. To confirm it would put all other authenticators out of use.
  if (event.type === 'setup-begun' && event.setup.backupCodes.length > 0) {
    return { at: 'stopped', status, intent, failure: { code: 'request_invalid' } };
  }
  return event.type === 'failed' && isStale(event.failure, intent) ? again(state, event.failure) : null;
}

function enrol(state: Enrolling, event: SetupEvent): SetupState | null {
  if (state.entry.at === 'checking') {
    return event.type === 'failed' && event.failure.code === 'too_many_authenticators'
      ? again(state, event.failure)
      : null;
  }
  if (event.type === 'name') return { ...state, subject: { name: event.text } };
  return event.type === 'submit' && !isNamed(state.subject!) ? state : null;
}

/** The page shows an outdated list: another tab has changed it. */
function isStale({ code }: Failure, intent: Intent): boolean {
  if (code === 'not_found') return intent !== 'add';
  return code === 'last_authenticator' || code === 'too_many_authenticators';
}

function again({ status, intent }: Intended<string>, failure: Failure): Rereading {
  return { at: 'rereading', status, intent, failure };
}

/** Decides by the new status whether the request without an answer, or another tab, has made the change. */
function reread(state: Rereading, status: Status): SetupState | null {
  const { status: before, intent, mayBeDone, subject, failure } = state;
  if (status.account !== before.account || !status.enabled) return null;
  const known = listOf(before);
  const listed = listOf(status);
  if (intent === 'add' && !failure) {
    if (mayBeDone !== false && listed.length > known.length) return { at: 'idle', status, notice: 'added' };
    return mayBeDone === undefined ? null : { at: 'expired', status, intent };
  }
  if (failure?.code === 'too_many_authenticators' && listed.length >= maxAuthenticators) {
    return { at: 'idle', status, notice: 'full' };
  }
  // A back end may keep the date of a replaced one.
  const isAnother = known.length > 0 && listed.length > 0 && !listed.some(({ id }) => find(known, id));
  if (intent === 'replace' && mayBeDone !== false && isAnother) return { at: 'idle', status, notice: 'replaced' };
  if (!subject?.authenticator) return null;
  const { id } = subject.authenticator;
  const found = find(listed, id);
  if (!found) return { at: 'idle', status, notice: 'removed' };
  if (intent === 'rename' && found.name !== find(known, id)?.name) {
    return { at: 'idle', status, notice: 'renamed' };
  }
  if (failure?.code !== 'not_found') return null;
  // The back end lists authenticators, and has no operation for them.
  const { authenticators: _unusable, ...usable } = status;
  return { at: 'idle', status: usable, notice: null };
}

function listOf(status: Status): readonly Authenticator[] {
  return (status.enabled && status.authenticators) || [];
}

function find(list: readonly Authenticator[], wanted: string): Authenticator | undefined {
  return list.find(({ id }) => id === wanted);
}

/** A name needs something to see; the server refuses the others. */
export function isNamed({ name }: Subject): boolean {
  return name.trim() !== '';
}

function requestOf(state: SetupState, { readStatus, readSetup }: Readers): Request<SetupEvent> | null {
  if (!('subject' in state)) return null;
  const { authenticator, name } = state.subject;
  const id = authenticator?.id ?? '';
  if (state.at === 'enrolling') {
    const { entry, setup } = state;
    if (entry.at !== 'checking') return null;
    const confirmation = { code: entry.text, name, ...(setup.id !== undefined && { id: setup.id }) };
    return async (client, signal) => ({
      type: 'changed',
      status: readStatus(await client.confirmSetup(confirmation, signal)),
      notice: 'added',
    });
  }
  if (state.at !== 'starting') return null;
  if (state.intent === 'add') {
    return async (client, signal) => ({
      type: 'setup-begun',
      setup: readSetup(await client.beginSetup({ mode: 'add' }, signal)),
    });
  }
  return state.intent === 'rename'
    ? async (client, signal) => ({
        type: 'changed',
        status: readStatus(await client.nameAuthenticator!({ id, name }, signal)),
        notice: 'renamed',
      })
    : async (client, signal) => ({
        type: 'changed',
        status: readStatus(await client.removeAuthenticator!({ id }, signal)),
        notice: 'removed',
      });
}
