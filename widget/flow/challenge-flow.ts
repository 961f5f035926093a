import type { Failure } from '../client/client-error.js';
import type { Challenge, ChallengeAnswer, Verified } from '../protocol/messages.js';
import { readChallenge, readVerified } from '../protocol/read-message.js';
import { answerOf, transitionEntry, type CodeEntry, type EntryEvent } from './code-entry.js';
import { enter } from './entering.js';
import type { Flow } from './flow.js';

export type ChallengeState =
  | { at: 'loading' }
  | { at: 'unreachable'; failure: Failure }
  | Answering
  | { at: 'verified'; verified: Verified }
  | { at: 'expired'; failure: Failure };

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

export const challengeFlow: Flow<ChallengeState, ChallengeEvent> = {
  initial: { at: 'loading' },

  transition(state, event) {
    switch (state.at) {
      case 'loading':
        if (event.type === 'challenge-read') return ask(event.challenge);
        return event.type === 'failed' ? end(event.failure) : state;

      case 'unreachable':
        return event.type === 'proceed' ? { at: 'loading' } : state;

      case 'answering':
        return answer(state, event);

      case 'verified':
      case 'expired':
        return state;
    }
  },

  request(state) {
    if (state.at === 'loading') {
      return async (client, signal) => ({
        type: 'challenge-read',
        challenge: readChallenge(await client.readChallenge(signal)),
      });
    }
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

function ask(challenge: Challenge): Answering {
  return { at: 'answering', challenge, entry: enter(challenge.methods.includes('totp') ? 'totp' : 'backup_code') };
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
  if (event.type === 'challenge-read' || event.type === 'verified' || event.type === 'proceed') return state;
  if (event.type === 'switch-method' && !(challenge.methods as string[]).includes(event.method)) return state;
  const next = transitionEntry(entry, event);
  return next === entry ? state : { ...state, entry: next };
}

function end(failure: Failure): ChallengeState {
  return isOver(failure) ? { at: 'expired', failure } : { at: 'unreachable', failure };
}

function isOver({ code }: Failure): boolean {
  return code === 'challenge_expired' || code === 'not_signed_in';
}
