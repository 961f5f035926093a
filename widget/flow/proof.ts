import { readProof } from '../protocol/read-message.js';
import type { ProofMethod } from '../protocol/messages.js';
import { answerOf, transitionEntry, type CodeEntry, type EntryEvent } from './code-entry.js';
import type { Request } from './flow.js';

/** A person proves their identity. The flows that ask for a recent proof embed it in a state. */
export interface ProofEntry {
  methods: ProofMethod[];
  entry: CodeEntry;
}

/** The methods that prove an account whose back end does not name them. */
export function defaultMethods({ enabled }: { enabled: boolean }): ProofMethod[] {
  return enabled ? ['totp', 'backup_code'] : ['password'];
}

/** The next entry. What follows a right answer, and whether a person may leave, is for the flow to say. */
export function transitionProof<S extends ProofEntry>(state: S, event: EntryEvent): S {
  if (event.type === 'switch-method' && !state.methods.includes(event.method)) return state;
  const entry = transitionEntry(state.entry, event);
  if (entry === state.entry) return state;
  const blocked = event.type === 'failed' && event.failure.code === 'authenticator_blocked';
  return { ...state, entry, methods: blocked ? ['backup_code'] : state.methods };
}

/** The request that checks the entry, if it is due. */
export function requestProof({ entry }: ProofEntry): Request<{ type: 'proved' }> | null {
  if (entry.at !== 'checking') return null;
  return async (client, signal) => {
    readProof(await client.reauthenticate!(answerOf(entry), signal));
    return { type: 'proved' };
  };
}
