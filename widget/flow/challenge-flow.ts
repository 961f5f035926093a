import type { Failure } from '../client/client-error.js';
import type { Challenge, ChallengeAnswer, Verified } from '../protocol/messages.js';
import { readChallenge, readVerified } from '../protocol/read-message.js';
import { answerOf, emptyEntry, transitionEntry, type CodeEntry, type EntryEvent } from './code-entry.js';
import type { Flow, Request } from './flow.js';

export type ChallengeState =
  | Loading
  | { at: 'unreachable'; failure: Failure }
  | Answering
  | { at: 'verified'; verified: Verified }
  | { at: 'expired'; failure: Failure };

/** The challenge is not read yet. A person can type already; the flow sends the entry after the challenge is read. */
export interface Loading {
  at: 'loading';
  entry: CodeEntry;
}

export interface Answering {
  at: 'answering';
  challenge: ReadChallenge;
  entry: CodeEntry;
  /** The person wants to trust this device. */
  trustDevice?: boolean;
}

/** The part of the challenge that the page needs. */
export type ReadChallenge = Pick<Challenge, 'methods' | 'trustDays' | 'codesUnblock'>;

export type ChallengeEvent =
  | EntryEvent
  | { type: 'challenge-read'; challenge: ReadChallenge }
  /** The person ticks the box of trust, or clears it. */
  | { type: 'trust' }
  | { type: 'verified'; verified: Verified }
  | { type: 'proceed' };

/** The methods that the page offers before the challenge is read, and where it cannot be read. */
export const expectedMethods: Challenge['methods'] = ['totp', 'backup_code'];
const unread: ReadChallenge = { methods: expectedMethods };

const initial: Loading = { at: 'loading', entry: emptyEntry('totp') };

const read: Request<ChallengeEvent> = async (client, signal) => ({
  type: 'challenge-read',
  challenge: client.readChallenge ? readChallenge(await client.readChallenge(signal)) : unread,
});

/**
 * The flow of the sign-in challenge.
 *
 *     loading → answering → verified
 *
 *     state         event → next state
 *     loading       challenge-read, failed with not_found → answering, with what was typed
 *                   failed → expired (challenge_expired, not_signed_in) or unreachable
 *     unreachable   proceed → loading
 *     answering     verified → verified
 *                   failed → expired (challenge_expired, not_signed_in) or answering, with the failure in its entry
 *                   trust → answering, with the other choice
 *     verified      the end
 *     expired       the end
 *
 * In `loading` and `answering` the events of `CodeEntry` change the entry.
 */
export const challengeFlow: Flow<ChallengeState, ChallengeEvent> = {
  initial,

  transition(state, event) {
    switch (state.at) {
      case 'loading':
        if (event.type === 'challenge-read') return startAnswering(event.challenge, state.entry);
        if (event.type === 'failed' && event.failure.code === 'not_found') return startAnswering(unread, state.entry);
        return event.type === 'failed' ? failReading(event.failure) : changeEntry(state, expectedMethods, event);

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
      const { entry, trustDevice } = state;
      const sent = { ...answerOf(entry), ...(trustDevice && { trustDevice }) } as ChallengeAnswer;
      return async (client, signal) => ({
        type: 'verified',
        verified: readVerified(await client.answerChallenge(sent, signal)),
      });
    }
    return null;
  },

  deadline(state) {
    return state.at === 'answering' && state.entry.at === 'locked' ? state.entry.until : null;
  },
};

function startAnswering(challenge: ReadChallenge, entry: CodeEntry): Answering {
  const { methods } = challenge;
  const kept = (methods as string[]).includes(entry.method);
  return {
    at: 'answering',
    challenge,
    entry: kept ? entry : emptyEntry(methods.includes('totp') ? 'totp' : 'backup_code'),
  };
}

function answer(state: Answering, event: ChallengeEvent): ChallengeState {
  const { challenge, entry } = state;
  if (entry.at === 'checking') {
    if (event.type === 'verified') return { at: 'verified', verified: event.verified };
    if (event.type === 'failed' && isExpired(event.failure)) return { at: 'expired', failure: event.failure };
    if (event.type === 'failed' && event.failure.code === 'authenticator_blocked') {
      // The person goes on with the next code. The same one, which is spent, is not sent by itself again.
      if (challenge.codesUnblock && entry.method === 'totp') {
        return { ...state, entry: { ...emptyEntry('totp', event.failure), refused: entry.text } };
      }
      // Without backup codes there is nothing else to enter.
      if (!challenge.methods.includes('backup_code')) {
        return changeEntry(state, challenge.methods, { ...event, failure: { code: 'unavailable' } });
      }
      const methods: Challenge['methods'] = ['backup_code'];
      return { ...state, challenge: { ...challenge, methods }, entry: transitionEntry(entry, event) };
    }
  } else if (event.type === 'trust' && challenge.trustDays) {
    // Not while an answer is on its way, which keeps the choice that it was sent with.
    return { ...state, trustDevice: !state.trustDevice };
  }
  return changeEntry(state, challenge.methods, event);
}

function changeEntry<S extends Loading | Answering>(state: S, methods: Challenge['methods'], event: ChallengeEvent): S {
  if (event.type === 'challenge-read' || event.type === 'trust') return state;
  if (event.type === 'verified' || event.type === 'proceed') return state;
  if (event.type === 'switch-method' && !(methods as string[]).includes(event.method)) return state;
  const entry = transitionEntry(state.entry, event);
  return entry === state.entry ? state : { ...state, entry };
}

function failReading(failure: Failure): ChallengeState {
  return isExpired(failure) ? { at: 'expired', failure } : { at: 'unreachable', failure };
}

/** The entry that the state shows, if any. */
export function entryOfChallenge(state: ChallengeState): CodeEntry | null {
  return state.at === 'loading' || state.at === 'answering' ? state.entry : null;
}

function isExpired({ code }: Failure): boolean {
  return code === 'challenge_expired' || code === 'not_signed_in';
}
