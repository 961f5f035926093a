import type {
  Challenge,
  ChallengeAnswer,
  NewBackupCodes,
  PendingReference,
  Proof,
  ProofAnswer,
  Setup,
  SetupConfirmation,
  Status,
  Verified,
} from '../protocol/messages.js';

/**
 * A back end as the elements see it: one method per operation of the protocol. Any object with these methods works, such as
 * the HTTP client of this package, a GraphQL gateway or a fake.
 *
 * A promise resolves with the protocol's message. It rejects with an object that has a `code` of the protocol and the
 * details of that code: `retryAfter`, `attemptsRemaining`, `methods` or `skewSeconds`. The elements show any other
 * rejection, and a message of a wrong shape, as an unreachable back end. The signal aborts when the element no longer needs
 * the answer.
 *
 * @example
 * document.querySelector('harmony-2fa-setup').client = {
 *   ...createHttpClient('/api/2fa'),
 *   status: (signal) => gateway.query('twoFactorStatus', { signal }),
 * };
 */
export interface TwoFactorClient {
  status(signal?: AbortSignal): Promise<Status>;
  beginSetup(signal?: AbortSignal): Promise<Setup>;
  confirmSetup(answer: SetupConfirmation, signal?: AbortSignal): Promise<Status>;
  cancelSetup(signal?: AbortSignal): Promise<void>;
  readChallenge(signal?: AbortSignal): Promise<Challenge>;
  answerChallenge(answer: ChallengeAnswer, signal?: AbortSignal): Promise<Verified>;
  reauthenticate(answer: ProofAnswer, signal?: AbortSignal): Promise<Proof>;
  beginBackupCodes(signal?: AbortSignal): Promise<NewBackupCodes>;
  /** The signal is the only argument when the set of codes has no id. */
  keepBackupCodes(pending?: PendingReference | AbortSignal, signal?: AbortSignal): Promise<Status>;
  dropBackupCodes(signal?: AbortSignal): Promise<void>;
  disable(signal?: AbortSignal): Promise<Status>;
}
