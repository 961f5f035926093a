import type { Failure } from '../client/client-error.js';
import type { ErrorDetails } from '../protocol/error-codes.js';
import type { ProofMethod, Status } from '../protocol/messages.js';
import { readStatus } from '../protocol/read-message.js';
import { emptyEntry, isEntryEvent, type CodeEntry, type EntryEvent } from './code-entry.js';
import type { Flow, Request } from './flow.js';
import { requestProof, transitionProof, defaultMethods, type ProofEntry } from './proof.js';

/** What the page asks for. */
export interface Asked {
  /** A proof of fewer seconds ago is recent enough; 0 asks in any case. */
  maxAge: number;
  /** The methods that a refusal has named; empty without one. */
  methods: ProofMethod[];
}

export type StepUpState =
  | { at: 'closed'; outcome: 'none' | 'proved' | 'cancelled' }
  /** Keeps the failure of the previous attempt, which the dialog still shows. */
  | (Asked & { at: 'reading'; failure: Failure | null })
  | (Asked & { at: 'stopped'; failure: Failure })
  | (ProofEntry & { at: 'proving' })
  | { at: 'signed-out'; failure: Failure };

export type StepUpEvent =
  | EntryEvent
  | (Asked & { type: 'ask' })
  | { type: 'status-read'; status: Status }
  | { type: 'proved' }
  | { type: 'proceed' }
  | { type: 'leave' }
  /** No call waits for the proof any more. */
  | { type: 'abandon' };

const read: Request<StepUpEvent> = async (client, signal) => ({
  type: 'status-read',
  status: readStatus(await client.status(signal)),
});

/**
 * The flow of the step-up. `closed` tells how it ended.
 *
 *     closed → reading → proving → closed
 *     (reading → closed, when the proof of this session is recent enough)
 *
 *     state        event → next state
 *     closed       ask → reading
 *     reading      ask → reading (the stricter one counts) · status-read → closed (proved) or proving · failed → stopped
 *                  leave → closed (cancelled)
 *     stopped      ask → stopped (the stricter one counts) · proceed → reading · leave → closed (cancelled)
 *     proving      proved → closed (proved) · leave → closed (cancelled) · failed → proving, or reading (2FA was turned on or off)
 *     signed-out   leave → closed
 *     every state  failed with not_signed_in → signed-out · abandon → closed
 */
export const stepUpFlow: Flow<StepUpState, StepUpEvent> = {
  initial: { at: 'closed', outcome: 'none' },

  transition(state, event) {
    if (event.type === 'abandon') return state.at === 'closed' ? state : { at: 'closed', outcome: 'none' };
    if (event.type === 'failed' && event.failure.code === 'not_signed_in' && state.at !== 'closed') {
      return { at: 'signed-out', failure: event.failure };
    }
    switch (state.at) {
      case 'closed':
        return event.type === 'ask' ? reading(event) : state;

      case 'reading':
      case 'stopped':
        if (event.type === 'ask') return { ...state, ...stricter(state, event) };
        if (event.type === 'leave') return { at: 'closed', outcome: 'cancelled' };
        if (state.at === 'stopped') return event.type === 'proceed' ? reading(state) : state;
        if (event.type === 'status-read') return decide(state, event.status);
        return event.type === 'failed' ? { ...state, at: 'stopped', failure: event.failure } : state;

      case 'proving':
        return prove(state, event);

      case 'signed-out':
        return event.type === 'leave' ? { at: 'closed', outcome: 'none' } : state;
    }
  },

  request(state) {
    if (state.at === 'reading') return read;
    return state.at === 'proving' ? requestProof(state) : null;
  },

  deadline(state) {
    const entry = entryOfStepUp(state);
    return entry?.at === 'locked' ? entry.until : null;
  },
};

/** The entry that the state shows, if any. */
export function entryOfStepUp(state: StepUpState): CodeEntry | null {
  return 'entry' in state ? state.entry : null;
}

function reading({ maxAge, methods, failure = null }: Asked & { failure?: Failure | null }): StepUpState {
  return { at: 'reading', maxAge, methods, failure };
}

function stricter(one: Asked, other: Asked): Asked {
  return {
    maxAge: Math.min(one.maxAge, other.maxAge),
    methods: other.methods.length > 0 ? other.methods : one.methods,
  };
}

function decide({ maxAge, methods }: Asked, status: Status): StepUpState {
  if (status.proofAge !== undefined && status.proofAge < maxAge) return { at: 'closed', outcome: 'proved' };
  const byDefault = defaultMethods(status);
  // 2FA may have been turned on or off since the refusal.
  const named = byDefault.filter((method) => methods.includes(method));
  return proving(named.length > 0 ? named : byDefault);
}

function proving(methods: ProofMethod[]): StepUpState {
  return { at: 'proving', methods, entry: emptyEntry(methods[0]!) };
}

function prove(state: ProofEntry & { at: 'proving' }, event: StepUpEvent): StepUpState {
  if (state.entry.at === 'checking') {
    if (event.type === 'proved') return { at: 'closed', outcome: 'proved' };
    if (event.type === 'failed' && event.failure.code === 'reauthentication_required') {
      const { methods = [] } = event.failure as ErrorDetails;
      return methods.length > 0 ? proving(methods) : reading({ maxAge: 0, methods });
    }
  } else if (event.type === 'leave') return { at: 'closed', outcome: 'cancelled' };
  return isEntryEvent(event) ? transitionProof(state, event) : state;
}
