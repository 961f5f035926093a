import type {
  AuthenticatorName,
  Challenge,
  ChallengeAnswer,
  DeviceReference,
  Devices,
  NewBackupCodes,
  PendingReference,
  Proof,
  ProofAnswer,
  Setup,
  SetupConfirmation,
  SetupOptions,
  Status,
  Verified,
} from '../protocol/messages.js';

/**
 * A back end as the elements see it: one method per operation of the protocol. Any object with these methods works, such as
 * the HTTP client of this package, a GraphQL gateway or a fake. The elements leave out what needs an optional method that the
 * client does not have.
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
  /**
   * The changes that the section offers while 2FA is on. Without it: those that the client has the methods for, new backup codes
   * only when the status counts them. One more authenticator is offered only when the status lists them.
   */
  readonly changes?: readonly Change[];
  /**
   * `reauthenticate` checks nothing: it keeps the proof for the next change, which is refused if the proof is wrong. The step-up, which
   * makes no change, refuses such a client.
   */
  readonly proofWithChange?: boolean;
  status(signal?: AbortSignal): Promise<Status>;
  /** The signal is the only argument, unless an authenticator is added. Then the options come first: `{ mode: 'add' }`. */
  beginSetup(options?: SetupOptions | AbortSignal, signal?: AbortSignal): Promise<Setup>;
  confirmSetup(answer: SetupConfirmation, signal?: AbortSignal): Promise<Status>;
  /** Without it, nothing ends a pending set-up that a person leaves. */
  cancelSetup?(signal?: AbortSignal): Promise<void>;
  /** Without it, the challenge offers a code and a backup code at once. */
  readChallenge?(signal?: AbortSignal): Promise<Challenge>;
  answerChallenge(answer: ChallengeAnswer, signal?: AbortSignal): Promise<Verified>;
  /** A client that never rejects with `reauthentication_required` needs none. */
  reauthenticate?(answer: ProofAnswer, signal?: AbortSignal): Promise<Proof>;
  /** Without it, the section does not offer new backup codes. */
  beginBackupCodes?(signal?: AbortSignal): Promise<NewBackupCodes>;
  /**
   * The signal is the only argument when the set of codes has no id. Without this method, new backup codes are in use as soon as
   * `beginBackupCodes` returns them. The section then asks before it gets them.
   */
  keepBackupCodes?(pending?: PendingReference | AbortSignal, signal?: AbortSignal): Promise<Status>;
  /** Without it, nothing drops a pending set of backup codes that a person leaves. */
  dropBackupCodes?(signal?: AbortSignal): Promise<void>;
  /** Without it, the section does not offer to turn 2FA off. */
  disable?(signal?: AbortSignal): Promise<Status>;
  /** Without it, or where it rejects with `not_found`, the element of sessions and devices shows nothing. */
  devices?(signal?: AbortSignal): Promise<Devices>;
  /** Without it, the element signs no single session out and forgets no single device. */
  removeDevice?(device: DeviceReference, signal?: AbortSignal): Promise<Devices>;
  /** Without it, the element does not offer to sign out everywhere else. */
  removeOtherDevices?(signal?: AbortSignal): Promise<Devices>;
  /** Without it, the section does not offer to rename an authenticator. */
  nameAuthenticator?(authenticator: AuthenticatorReference & AuthenticatorName, signal?: AbortSignal): Promise<Status>;
  /** Without it, the section does not offer to remove one of several authenticators. */
  removeAuthenticator?(authenticator: AuthenticatorReference, signal?: AbortSignal): Promise<Status>;
}

/** The authenticator that an operation is about. */
export interface AuthenticatorReference {
  id: string;
}

/** New backup codes, another authenticator, one more authenticator, 2FA off. */
export type Change = 'renew' | 'replace' | 'add' | 'disable';

/** A client with every method, such as the HTTP client. */
export type CompleteClient = Required<Omit<TwoFactorClient, 'changes' | 'proofWithChange'>>;
