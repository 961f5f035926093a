import type { Failure } from '../client/client-error.js';
import type { Authenticator, NewBackupCodes, ProofMethod, Setup, Status } from '../protocol/messages.js';
import { emptyEntry, type CodeEntry, type EntryEvent } from './code-entry.js';
import type { ProofEntry } from './proof.js';

/** The change that a person has chosen. `renew-at-once`: the back end puts new backup codes in use as soon as it shows them. */
export type Intent = 'enable' | 'replace' | 'renew' | 'renew-at-once' | 'disable' | AuthenticatorIntent;

/** A change of one of several authenticators. The flow of `authenticators-flow.ts` makes it. */
export type AuthenticatorIntent = 'add' | 'rename' | 'remove';

/** A change that has just happened. The section shows it once. */
export type Notice = 'enabled' | 'replaced' | 'renewed' | 'disabled' | AuthenticatorNotice;

/** `full`: another tab has added the last one that there can be. */
export type AuthenticatorNotice = 'added' | 'renamed' | 'removed' | 'full';

export type SetupState =
  | { at: 'loading' }
  | Unreachable
  | { at: 'signed-out'; failure: Failure }
  | Idle
  | Intended<'confirming'>
  | Intended<'awaiting-page'>
  | Starting
  | (Intended<'stopped'> & { failure: Failure })
  | Proving
  | Enrolling
  | ShowingCodes
  | KeepingCodes
  | { at: 'discarding'; back: Enrolling | ShowingCodes }
  | Intended<'expired'>
  | Rereading
  | Leaving;

/** The states of the section alone. Every other state shows a dialog, and the compiler wants its content. */
export type StateWithoutDialog = 'loading' | 'unreachable' | 'signed-out' | 'idle' | 'rereading' | 'leaving';

export interface Idle {
  at: 'idle';
  status: Status;
  notice: Notice | null;
}

export interface Intended<At extends string> {
  at: At;
  status: Status;
  intent: Intent;
  subject?: Subject;
  /** The request of the change has failed once: the server may have made the change, or the status is outdated. */
  unsure?: true;
}

/** The status cannot be read. */
export interface Unreachable {
  at: 'unreachable';
  failure: Failure;
  /** What the next status decides. */
  undecided?: Rereading;
}

/** Which of several authenticators a change is about. */
export interface Subject {
  /** Absent where one is added. */
  authenticator?: Authenticator;
  /** Its name, as a person types it. */
  name: string;
}

/** The request that begins the change. */
export interface Starting extends Intended<'starting'> {
  /** The methods of the proof that a person has just given, if any. */
  methods?: ProofMethod[];
}

/** The server asks for a recent proof before it makes the change. */
export interface Proving extends Intended<'proving'>, ProofEntry {}

/** The dialog with the QR code. A wrong code changes only the entry. */
export interface Enrolling extends Intended<'enrolling'> {
  setup: Setup;
  saved: boolean;
  entry: CodeEntry;
}

/** Only the status says what the server has. Without a field of its own: a person has left the change. */
export interface Rereading extends Intended<'rereading'> {
  /** The confirmation was refused; whether the answer to an earlier one may be lost. */
  mayBeDone?: boolean;
  /** The refusal of a change that another tab may have made impossible. */
  failure?: Failure;
}

/** What is pending is dropped first, so that a status that is read then stays true. */
export interface Leaving extends Intended<'leaving'> {
  drop: 'setup' | 'backup-codes';
}

export interface ShowingCodes {
  at: 'showing-codes';
  status: Status;
  codes: NewBackupCodes;
  saved: boolean;
  failure: Failure | null;
  /** As in `Intended`. */
  unsure?: true;
  /** The old codes are void already. */
  inUse?: true;
}

/** Keeps the failure of the previous attempt. */
export type KeepingCodes = Omit<ShowingCodes, 'at'> & { at: 'keeping-codes' };

export type SetupEvent =
  | EntryEvent
  | { type: 'status-read'; status: Status }
  | { type: 'open'; intent: Intent; subject?: Subject }
  | { type: 'name'; text: string }
  | { type: 'proceed' }
  | { type: 'leave' }
  | { type: 'allowed' }
  | { type: 'refused' }
  | { type: 'stay' }
  | { type: 'tick'; saved: boolean }
  | { type: 'proved' }
  | { type: 'setup-begun'; setup: Setup }
  | { type: 'codes-begun'; codes: NewBackupCodes }
  | { type: 'changed'; status: Status; notice: Notice }
  | { type: 'dropped' };

/** The entry that the state shows, if any. */
export function entryOf(state: SetupState): CodeEntry | null {
  return 'entry' in state ? state.entry : null;
}

export function idle(status: Status): Idle {
  return { at: 'idle', status, notice: null };
}

export function intended<At extends string>(
  at: At,
  { status, intent, unsure }: Pick<Intended<string>, 'status' | 'intent' | 'unsure'>,
): Intended<At> {
  return { at, status, intent, ...(unsure && { unsure }) };
}

export function enrolling({ status, intent }: Starting, setup: Setup): Enrolling {
  // Without backup codes there is nothing to save. What has begun is a new change: no answer to its confirmation was lost.
  const saved = setup.backupCodes.length === 0;
  return { at: 'enrolling', status, intent, setup, saved, entry: emptyEntry('totp') };
}

export function showingCodes({ status, intent }: Starting, codes: NewBackupCodes): ShowingCodes {
  const inUse = intent === 'renew-at-once' && ({ inUse: true } as const);
  return { at: 'showing-codes', status, codes, saved: false, failure: null, ...inUse };
}
