import type { Failure } from '../client/client-error.js';
import type { Challenge, ChallengeAnswer, Verified } from '../protocol/messages.js';
import { readChallenge, readVerified } from '../protocol/read-message.js';
import { answerOf, enter, transitionEntry, type CodeEntry, type EntryEvent } from './code-entry.js';
import type { Flow, Request } from './flow.js';

export type ChallengeState =
  | Loading
  | { at: 'unreachable'; failure: Failure }
  | Answering
  | { at: 'verified'; verified: Verified }
  | { at: 'expired'; failure: Failure };

/** The challenge is not known yet. A person can answer already: the entry is sent once the challenge has been read. */
export interface Loading {
  at: 'loading';
  entry: CodeEntry;
}

export interface Answering {
  at: 'answering';
  challenge: Challenge;
  entry: CodeEntry;
}

export type ChallengeEvent =
  | EntryEvent
  | { type: 'challenge-read'; challenge: Challenge }
  | { type: 'verified'; verified: Verified }
  | { type: 'proceed' };

/** What a person can choose from before the challenge has been read. */
export const expectedMethods: Challenge['methods'] = ['totp', 'backup_code'];

const initial: Loading = { at: 'loading', entry: enter('totp') };

const read: Request<ChallengeEvent> = async (client, signal) => ({
  type: 'challenge-read',
  challenge: readChallenge(await client.readChallenge(signal)),
});

export const challengeFlow: Flow<ChallengeState, ChallengeEvent> = {
  initial,

  transition(state, event) {
    switch (state.at) {
      case 'loading':
        if (event.type === 'challenge-read') return ask(event.challenge, state.entry);
        return event.type === 'failed' ? end(event.failure) : edit(state, expectedMethods, event);

      case 'unreachable':
        return event.type === 'proceed' ? initial : state;

      case 'answering':
        return answer(state, event);

      case 'verified':
      case 'expired':
        return state;
    }
  },

  request(state) {
    if (state.at === 'loading') return read;
    if (state.at === 'answering' && state.entry.at === 'checking') {
      const { entry } = state;
      return async (client, signal) => ({
        type: 'verified',
        verified: readVerified(await client.answerChallenge(answerOf(entry) as ChallengeAnswer, signal)),
      });
    }
    return null;
  },

  deadline(state) {
    return state.at === 'answering' && state.entry.at === 'locked' ? state.entry.until : null;
  },
};

function ask(challenge: Challenge, entry: CodeEntry): Answering {
  const { methods } = challenge;
  const kept = (methods as string[]).includes(entry.method);
  return { at: 'answering', challenge, entry: kept ? entry : enter(methods.includes('totp') ? 'totp' : 'backup_code') };
}

function answer(state: Answering, event: ChallengeEvent): ChallengeState {
  const { challenge, entry } = state;
  if (entry.at === 'checking') {
    if (event.type === 'verified') return { at: 'verified', verified: event.verified };
    if (event.type === 'failed' && isOver(event.failure)) return { at: 'expired', failure: event.failure };
    if (event.type === 'failed' && event.failure.code === 'authenticator_blocked') {
      const methods: Challenge['methods'] = ['backup_code'];
      return { ...state, challenge: { ...challenge, methods }, entry: transitionEntry(entry, event) };
    }
  }
  return edit(state, challenge.methods, event);
}

function edit<S extends Loading | Answering>(state: S, methods: Challenge['methods'], event: ChallengeEvent): S {
  if (event.type === 'challenge-read' || event.type === 'verified' || event.type === 'proceed') return state;
  if (event.type === 'switch-method' && !(methods as string[]).includes(event.method)) return state;
  const entry = transitionEntry(state.entry, event);
  return entry === state.entry ? state : { ...state, entry };
}

function end(failure: Failure): ChallengeState {
  return isOver(failure) ? { at: 'expired', failure } : { at: 'unreachable', failure };
}

/** The entry that a person sees, if any. */
export function entryOfChallenge(state: ChallengeState): CodeEntry | null {
  return state.at === 'loading' || state.at === 'answering' ? state.entry : null;
}

function isOver({ code }: Failure): boolean {
  return code === 'challenge_expired' || code === 'not_signed_in';
}
