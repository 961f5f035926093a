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
 * What the elements ask of a back end: one method per operation of the protocol. Any object with these methods will do
 * (the HTTP client of this package, a GraphQL gateway, a fake).
 *
 * A promise resolves with the protocol's message, or rejects with an object that has a `code` of the protocol and, where
 * its table says so, `retryAfter`, `attemptsRemaining`, `methods` or `skewSeconds`. Any other rejection is shown as an
 * unreachable back end, and so is a message of a wrong shape. The signal aborts when nobody waits for the answer any more.
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
  /** `pending` is left out where the set came without an id: the signal is the only argument then. */
  keepBackupCodes(pending?: PendingReference | AbortSignal, signal?: AbortSignal): Promise<Status>;
  dropBackupCodes(signal?: AbortSignal): Promise<void>;
  disable(signal?: AbortSignal): Promise<Status>;
}
