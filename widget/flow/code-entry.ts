import type { Failure } from '../client/client-error.js';
import { plainBackupCode } from './backup-code-text.js';
import type { PendingReference, ProofAnswer, ProofMethod, SetupConfirmation } from '../protocol/messages.js';

/**
 * One field that takes a code, a backup code or a password: what the sign-in challenge, the recent proof and the set-up
 * have in common. A pure table; the flows embed it in their states.
 */
export type CodeEntry = Entering | Checking | Locked;

export interface Entering {
  at: 'entering';
  method: ProofMethod;
  text: string;
  /** All digits of a code are in. A backup code or a password says so by its text alone. */
  complete: boolean;
  failure: EntryFailure | null;
  /** The text that was last refused: never sent a second time by itself. */
  refused: string | null;
}

/** One request is under way; nothing can be typed or sent. */
export interface Checking {
  at: 'checking';
  method: ProofMethod;
  text: string;
}

/** The server takes no attempt before `until` (milliseconds, by `now` of `clock.ts`). */
export interface Locked {
  at: 'locked';
  method: ProofMethod;
  until: number;
  /** The whole wait in seconds, as it was announced. */
  wait: number;
}

/** `incomplete` never left the page. */
export type EntryFailure = Failure | { readonly code: 'incomplete' };

export type EntryEvent =
  | { type: 'edit'; text: string; complete?: boolean; submitWhenComplete?: boolean }
  | { type: 'submit' }
  | { type: 'switch-method'; method: ProofMethod }
  | { type: 'failed'; failure: Failure; at: number }
  | { type: 'wait-over' };

/** A wait for which the server named no length. */
const defaultWait = 60;

/** An untouched code entry. */
export function enter(method: ProofMethod, failure: EntryFailure | null = null): Entering {
  return { at: 'entering', method, text: '', complete: false, failure, refused: null };
}

export function transitionEntry(entry: CodeEntry, event: EntryEvent): CodeEntry {
  switch (entry.at) {
    case 'entering':
      return transitionEntering(entry, event);
    case 'checking':
      return event.type === 'failed' ? fail(entry, event.failure, event.at) : entry;
    case 'locked':
      if (event.type === 'wait-over') return enter(entry.method);
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
      return event.method === entry.method ? entry : enter(event.method);
    case 'failed':
    case 'wait-over':
      return entry;
  }
}

function check({ method, text }: Entering): Checking {
  return { at: 'checking', method, text };
}

function fail({ method, text }: Checking, failure: Failure, at: number): CodeEntry {
  if (failure.code === 'too_many_attempts') {
    const wait = failure.retryAfter || defaultWait;
    return { at: 'locked', method, until: at + wait * 1000, wait };
  }
  if (failure.code === 'authenticator_blocked') return enter('backup_code', failure);
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

/** The body of the request that a checking entry stands for. */
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

/** The same for the one door that takes nothing but a code: confirm set-up. */
export function confirmationOf({ text }: Checking, { id }: PendingReference): SetupConfirmation {
  return { code: text, ...(id !== undefined && { id }) };
}

const locked: Failure = { code: 'too_many_attempts' };

/** What the back end refused, as long as the entry shows it; the same object while it is the same refusal. */
export function failureOfEntry(entry: CodeEntry): Failure | null {
  if (entry.at === 'locked') return locked;
  if (entry.at === 'checking' || entry.failure?.code === 'incomplete') return null;
  return entry.failure;
}
