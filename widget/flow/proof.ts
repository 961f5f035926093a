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
  let { methods } = state;
  if (event.type === 'failed' && event.failure.code === 'authenticator_blocked') {
    // Without backup codes there is nothing else to enter.
    if (!methods.includes('backup_code')) return transitionProof(state, { ...event, failure: { code: 'unavailable' } });
    methods = ['backup_code'];
  }
  const entry = transitionEntry(state.entry, event);
  return entry === state.entry ? state : { ...state, entry, methods };
}

/** The request that checks the entry, if it is due. */
export function requestProof({ entry }: ProofEntry): Request<{ type: 'proved' }> | null {
  if (entry.at !== 'checking') return null;
  return async (client, signal) => {
    readProof(await client.reauthenticate!(answerOf(entry), signal));
    return { type: 'proved' };
  };
}
