import type { Failure } from '../client/client-error.js';
import type { NewBackupCodes, ProofMethod, Setup, Status } from '../protocol/messages.js';
import { readNewBackupCodes, readProof, readSetup, readStatus } from '../protocol/read-message.js';
import { answerOf, confirmationOf, enter, transitionEntry, type CodeEntry, type EntryEvent } from './code-entry.js';
import type { Flow, Request } from './flow.js';

/** What a person set out to change. */
export type Intent = 'enable' | 'replace' | 'renew' | 'disable';

/** A change that has just happened, told once. */
export type Notice = 'enabled' | 'replaced' | 'renewed' | 'disabled';

export type SetupState =
  | { at: 'loading' }
  | { at: 'unreachable'; failure: Failure }
  | { at: 'signed-out'; failure: Failure }
  | Idle
  | Intended<'confirming'>
  | Intended<'starting'>
  | (Intended<'stopped'> & { failure: Failure })
  | Proving
  | Linking
  | ShowingCodes
  | KeepingCodes
  | { at: 'discarding'; back: Linking | ShowingCodes }
  | Intended<'expired'>
  | (Intended<'rereading'> & { after: 'start' | 'confirm'; mayBeDone?: boolean })
  | { at: 'leaving'; status: Status; drop: 'setup' | 'backup-codes' };

export interface Idle {
  at: 'idle';
  status: Status;
  notice: Notice | null;
}

interface Intended<At extends string> {
  at: At;
  status: Status;
  intent: Intent;
}

/** The server wants a recent proof before it goes on. */
export interface Proving extends Intended<'proving'> {
  methods: ProofMethod[];
  entry: CodeEntry;
}

/** The modal with the QR code. A wrong code changes nothing but the entry. */
export interface Linking extends Intended<'linking'> {
  setup: Setup;
  saved: boolean;
  entry: CodeEntry;
  /** A confirmation had no answer: it may have happened. */
  answerLost?: boolean;
}

export interface ShowingCodes {
  at: 'showing-codes';
  status: Status;
  codes: NewBackupCodes;
  saved: boolean;
  failure: Failure | null;
}

interface KeepingCodes {
  at: 'keeping-codes';
  status: Status;
  codes: NewBackupCodes;
}

export type SetupEvent =
  | EntryEvent
  | { type: 'status-read'; status: Status }
  | { type: 'open'; intent: Intent }
  | { type: 'proceed' }
  | { type: 'leave' }
  | { type: 'stay' }
  | { type: 'tick'; saved: boolean }
  | { type: 'proved' }
  | { type: 'setup-begun'; setup: Setup }
  | { type: 'codes-begun'; codes: NewBackupCodes }
  | { type: 'changed'; status: Status; notice: Notice }
  | { type: 'dropped' };

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
        return event.type === 'open' ? open(state, event.intent) : state;

      case 'confirming':
      case 'stopped':
        if (event.type === 'proceed') return intended('starting', state);
        return event.type === 'leave' ? idle(state.status) : state;

      case 'starting':
        if (event.type === 'setup-begun') return link(state, event.setup);
        if (event.type === 'codes-begun') return showCodes(state.status, event.codes);
        return event.type === 'failed' ? failStart(state, event.failure) : state;

      case 'proving':
        return prove(state, event);

      case 'linking':
        return transitionLinking(state, event);

      case 'showing-codes':
        if (event.type === 'tick') return { ...state, saved: event.saved };
        if (event.type === 'proceed' && state.saved)
          return { at: 'keeping-codes', status: state.status, codes: state.codes };
        return event.type === 'leave' ? leave(state) : state;

      case 'keeping-codes':
        if (event.type !== 'failed') return state;
        return event.failure.code === 'setup_expired'
          ? { at: 'expired', status: state.status, intent: 'renew' }
          : { ...showCodes(state.status, state.codes), saved: true, failure: event.failure };

      case 'discarding':
        if (event.type === 'stay') return state.back;
        return event.type === 'proceed' ? drop(state.back) : state;

      case 'expired':
        if (event.type === 'proceed') return intended('starting', state);
        return event.type === 'leave' ? idle(state.status) : state;

      case 'rereading':
        if (event.type === 'status-read') return reread(state, event.status);
        return event.type === 'failed' ? { at: 'unreachable', failure: event.failure } : state;

      case 'leaving':
        // A pending set that could not be dropped expires by itself: nothing to tell anybody.
        return event.type === 'dropped' || event.type === 'failed' ? idle(state.status) : state;
    }
  },

  request(state): Request<SetupEvent> | null {
    switch (state.at) {
      case 'loading':
      case 'rereading':
        return async (client, signal) => ({ type: 'status-read', status: readStatus(await client.status(signal)) });
      case 'starting':
        return start[state.intent];
      case 'proving': {
        const { entry } = state;
        if (entry.at !== 'checking') return null;
        return async (client, signal) => {
          readProof(await client.reauthenticate(answerOf(entry), signal));
          return { type: 'proved' };
        };
      }
      case 'linking': {
        const { entry, intent, setup } = state;
        if (entry.at !== 'checking') return null;
        return async (client, signal) => ({
          type: 'changed',
          status: readStatus(await client.confirmSetup(confirmationOf(entry, setup), signal)),
          notice: intent === 'replace' ? 'replaced' : 'enabled',
        });
      }
      case 'keeping-codes': {
        const { id } = state.codes;
        // A client for a back end without ids takes the signal alone.
        const parts = (signal: AbortSignal) => (id === undefined ? ([signal] as const) : ([{ id }, signal] as const));
        return async (client, signal) => ({
          type: 'changed',
          status: readStatus(await client.keepBackupCodes(...parts(signal))),
          notice: 'renewed',
        });
      }
      case 'leaving':
        return async (client, signal) => {
          await (state.drop === 'setup' ? client.cancelSetup(signal) : client.dropBackupCodes(signal));
          return { type: 'dropped' };
        };
      case 'unreachable':
      case 'signed-out':
      case 'idle':
      case 'confirming':
      case 'stopped':
      case 'showing-codes':
      case 'discarding':
      case 'expired':
        return null;
    }
  },

  deadline(state) {
    const entry = entryOf(state);
    return entry?.at === 'locked' ? entry.until : null;
  },
};

const beginSetup: Request<SetupEvent> = async (client, signal) => ({
  type: 'setup-begun',
  setup: readSetup(await client.beginSetup(signal)),
});

const start: Record<Intent, Request<SetupEvent>> = {
  enable: beginSetup,
  replace: beginSetup,
  renew: async (client, signal) => ({
    type: 'codes-begun',
    codes: readNewBackupCodes(await client.beginBackupCodes(signal)),
  }),
  disable: async (client, signal) => ({
    type: 'changed',
    status: readStatus(await client.disable(signal)),
    notice: 'disabled',
  }),
};

export function entryOf(state: SetupState): CodeEntry | null {
  return state.at === 'proving' || state.at === 'linking' ? state.entry : null;
}

function idle(status: Status): Idle {
  return { at: 'idle', status, notice: null };
}

function intended<At extends string>(at: At, { status, intent }: { status: Status; intent: Intent }): Intended<At> {
  return { at, status, intent };
}

/** Turning 2FA on or off is explained and confirmed first; the other two go straight on. */
function open(state: Idle, intent: Intent): SetupState {
  if (state.status.enabled === (intent === 'enable')) return state;
  const asks = intent === 'enable' || intent === 'disable';
  return { at: asks ? 'confirming' : 'starting', status: state.status, intent };
}

function failStart(state: Intended<'starting'>, failure: Failure): SetupState {
  const { code } = failure;
  if (code === 'reauthentication_required') {
    const methods = failure.methods?.length ? failure.methods : defaultMethods(state.status);
    // When another page has turned 2FA on meanwhile, going on would replace what it set up.
    if (state.intent !== 'enable' || methods.includes('password')) {
      return { ...intended('proving', state), methods, entry: enter(methods[0]!) };
    }
  } else if (code !== 'not_enabled') return { ...intended('stopped', state), failure };
  return { ...intended('rereading', state), after: 'start' };
}

function defaultMethods(status: Status): ProofMethod[] {
  return status.enabled ? ['totp', 'backup_code'] : ['password'];
}

function prove(state: Proving, event: SetupEvent): SetupState {
  if (state.entry.at === 'checking') {
    if (event.type === 'proved') return intended('starting', state);
    if (event.type === 'failed' && event.failure.code === 'reauthentication_required') {
      return { ...intended('rereading', state), after: 'start' };
    }
    if (event.type === 'failed' && event.failure.code === 'authenticator_blocked') {
      return { ...state, methods: ['backup_code'], entry: transitionEntry(state.entry, event) };
    }
  } else if (event.type === 'leave') {
    return idle(state.status);
  }
  if (event.type === 'switch-method' && !state.methods.includes(event.method)) return state;
  return isEntryEvent(event) ? withEntry(state, transitionEntry(state.entry, event)) : state;
}

function link(state: Intended<'starting'>, setup: Setup): Linking {
  return { ...intended('linking', state), setup, saved: false, entry: enter('totp') };
}

function transitionLinking(state: Linking, event: SetupEvent): SetupState {
  if (state.entry.at === 'checking') {
    // The server may have activated a set-up whose answer got lost: only it can say. Without a lost answer another tab has begun
    // or enabled something else, and what this one has shown is void.
    if (event.type === 'failed' && event.failure.code === 'setup_expired') {
      const mayBeDone = state.setup.id === undefined || state.answerLost === true;
      return { ...intended('rereading', state), after: 'confirm', mayBeDone };
    }
    if (event.type === 'failed' && (event.failure.code === 'unreachable' || event.failure.code === 'unavailable')) {
      return withEntry({ ...state, answerLost: true }, transitionEntry(state.entry, event));
    }
    // No answer of the protocol to this door, and a backup code would not do here.
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

function showCodes(status: Status, codes: NewBackupCodes): ShowingCodes {
  return { at: 'showing-codes', status, codes, saved: false, failure: null };
}

function leave(state: Linking | ShowingCodes): SetupState {
  return state.saved ? drop(state) : { at: 'discarding', back: state };
}

function drop({ at, status }: Linking | ShowingCodes): SetupState {
  return { at: 'leaving', status, drop: at === 'linking' ? 'setup' : 'backup-codes' };
}

function reread(
  { status: before, intent, after, mayBeDone }: Extract<SetupState, { at: 'rereading' }>,
  status: Status,
): SetupState {
  if (status.account !== before.account) return { at: 'signed-out', failure: { code: 'not_signed_in' } };
  if (after === 'start') {
    const done = intent === 'disable' && !status.enabled;
    return { at: 'idle', status, notice: done ? 'disabled' : null };
  }
  if (intent === 'enable' && status.enabled) {
    return mayBeDone === false
      ? { at: 'expired', status, intent: 'replace' }
      : { at: 'idle', status, notice: 'enabled' };
  }
  const replaced = status.enabled && before.enabled && status.enabledAt !== before.enabledAt;
  return replaced ? { at: 'idle', status, notice: 'replaced' } : { at: 'expired', status, intent };
}

function withEntry<S extends Proving | Linking>(state: S, entry: CodeEntry): S {
  return entry === state.entry ? state : { ...state, entry };
}

const entryEvents: ReadonlySet<string> = new Set(['edit', 'submit', 'switch-method', 'failed', 'wait-over']);

function isEntryEvent(event: SetupEvent): event is EntryEvent {
  return entryEvents.has(event.type);
}
