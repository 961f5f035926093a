import type { Failure } from '../client/client-error.js';
import type { PendingReference, ProofAnswer, ProofMethod, SetupConfirmation } from '../protocol/messages.js';
import { plainBackupCode } from './backup-code-text.js';

/**
 * One attempt after the other at one field, which takes a code, a backup code or a password. The challenge, the recent
 * proof and the set-up embed this table in their states.
 *
 *     entering → checking → (the flow goes on)
 *        ↑          │ failed
 *        ├──────────┤
 *        └─ locked ─┘ failed with too_many_attempts
 *
 *     state      event → next state
 *     entering   edit → entering, or checking (a complete text that is sent by itself)
 *                submit → checking (complete) or entering (with the failure “incomplete”)
 *                switch-method → entering, empty
 *     checking   failed → locked (too_many_attempts) or entering (with the failure)
 *     locked     wait-over → entering, empty · switch-method → locked
 */
export type CodeEntry = Entering | Checking | Locked;

export interface Entering {
  at: 'entering';
  method: ProofMethod;
  text: string;
  /** All digits of a code are in. `isComplete` reads the text of a backup code or a password instead. */
  complete: boolean;
  failure: EntryFailure | null;
  /** The text that the server refused last. It is not sent by itself again. */
  refused: string | null;
}

/** A request is under way. The field is read-only. */
export interface Checking {
  at: 'checking';
  method: ProofMethod;
  text: string;
}

/** The server refuses every attempt before `until` (milliseconds, by `now` of `clock.ts`). */
export interface Locked {
  at: 'locked';
  method: ProofMethod;
  until: number;
  /** The whole wait in seconds, as the server named it. */
  wait: number;
}

/** `incomplete`: the page sent nothing. */
export type EntryFailure = Failure | { readonly code: 'incomplete' };

export type EntryEvent =
  | { type: 'edit'; text: string; complete?: boolean; submitWhenComplete?: boolean }
  | { type: 'submit' }
  | { type: 'switch-method'; method: ProofMethod }
  | { type: 'failed'; failure: Failure; at: number }
  | { type: 'wait-over' };

/** Whether a flow's event changes its entry. */
export function isEntryEvent(event: { type: string }): event is EntryEvent {
  return ['edit', 'submit', 'switch-method', 'failed', 'wait-over'].includes(event.type);
}

/** The seconds of a wait for which the server named no length. */
const defaultWait = 60;

export function emptyEntry(method: ProofMethod, failure: EntryFailure | null = null): Entering {
  return { at: 'entering', method, text: '', complete: false, failure, refused: null };
}

export function transitionEntry(entry: CodeEntry, event: EntryEvent): CodeEntry {
  switch (entry.at) {
    case 'entering':
      return transitionEntering(entry, event);
    case 'checking':
      return event.type === 'failed' ? takeFailure(entry, event.failure, event.at) : entry;
    case 'locked':
      if (event.type === 'wait-over') return emptyEntry(entry.method);
      return event.type === 'switch-method' && event.method !== entry.method
        ? { ...entry, method: event.method }
        : entry;
  }
}

function transitionEntering(entry: Entering, event: EntryEvent): CodeEntry {
  switch (event.type) {
    case 'edit': {
      const edited: Entering = { ...entry, text: event.text, complete: event.complete ?? false, failure: null };
      const fresh = isComplete(edited) && edited.text !== edited.refused;
      return event.submitWhenComplete && fresh ? check(edited) : edited;
    }
    case 'submit':
      return isComplete(entry) ? check(entry) : { ...entry, failure: { code: 'incomplete' } };
    case 'switch-method':
      return event.method === entry.method ? entry : emptyEntry(event.method);
    case 'failed':
    case 'wait-over':
      return entry;
  }
}

function check({ method, text }: Entering): Checking {
  return { at: 'checking', method, text };
}

function takeFailure({ method, text }: Checking, failure: Failure, at: number): CodeEntry {
  if (failure.code === 'too_many_attempts') {
    const wait = failure.retryAfter || defaultWait;
    return { at: 'locked', method, until: at + wait * 1000, wait };
  }
  if (failure.code === 'authenticator_blocked') return emptyEntry('backup_code', failure);
  return { at: 'entering', method, text, complete: true, failure, refused: text };
}

export function isComplete({ method, text, complete }: Pick<Entering, 'method' | 'text' | 'complete'>): boolean {
  switch (method) {
    case 'totp':
      return complete;
    case 'backup_code':
      return plainBackupCode(text) !== '';
    case 'password':
      return text.trim() !== '';
  }
}

/** The body of the request that checks the entry. */
export function answerOf({ method, text }: Checking): ProofAnswer {
  switch (method) {
    case 'totp':
      return { code: text };
    case 'backup_code':
      return { backupCode: plainBackupCode(text) };
    case 'password':
      return { password: text };
  }
}

/** The body of the request that confirms a set-up, which takes a code only. */
export function confirmationOf({ text }: Checking, { id }: PendingReference): SetupConfirmation {
  return { code: text, ...(id !== undefined && { id }) };
}

const locked: Failure = { code: 'too_many_attempts' };

/** The refusal that the entry shows, if any. The same refusal is the same object, so that a report is made once. */
export function failureOfEntry(entry: CodeEntry): Failure | null {
  if (entry.at === 'locked') return locked;
  if (entry.at === 'checking' || entry.failure?.code === 'incomplete') return null;
  return entry.failure;
}
