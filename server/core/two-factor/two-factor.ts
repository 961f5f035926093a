import type { Requester } from '../audit/events.js';
import type {
  Challenge,
  ChallengeAnswer,
  NewBackupCodes,
  ProofAnswer,
  Setup,
  SetupOptions,
  Status,
} from '../../../widget/protocol/messages.js';
import type { Accepted } from './attempts.js';
import type { SessionRequester } from './factor-changes.js';
import type { ImportedFactor, ImportOptions, ImportOutcome } from './import-factor.js';
import type { RecentProofOptions, SessionProof } from './rules.js';

/** A challenge that is due after the password. */
export interface DueChallenge extends Requester {
  expiresAt: Date;
}

/** A proof that was given just now. */
export interface FreshProof extends SessionProof {
  validUntil: Date;
}

/**
 * The use cases of the contract, without HTTP and without sessions.
 *
 * | use case                   | requires                          | intent of the store                                    |
 * | -------------------------- | --------------------------------- | ------------------------------------------------------ |
 * | `beginSetup`               | a recent proof                    | `stageSetup`                                           |
 * | – to add an authenticator  | also 2FA on, room for one more    | the same                                               |
 * | `confirmSetup`             | a pending set-up, no lock         | right: `activate`; wrong: `recordFailure`              |
 * | – of one that is added     | also room for one more            | right: `addAuthenticator`; wrong: `recordFailure`      |
 * | `cancelSetup`              |                                   | `dropSetup`                                            |
 * | `readChallenge`            | 2FA on, a live challenge          |                                                        |
 * | `answerChallenge`, `prove` |                                   |                                                        |
 * | – with a code              | 2FA on, no lock, no block         | right: `spendStep`; wrong: `recordFailure`             |
 * | – with a backup code       | 2FA on, no lock                   | first `recordFailure`, then if right `spendBackupCode` |
 * | – with a password          | `prove` only, 2FA off, no lock    | first `recordFailure`, then if right `resetFailures`   |
 * | `beginBackupCodes`         | 2FA on, a recent proof            | `stageBackupCodes`                                     |
 * | `keepBackupCodes`          | 2FA on, pending codes             | `keepBackupCodes`                                      |
 * | `dropBackupCodes`          |                                   | `dropBackupCodes`                                      |
 * | `nameAuthenticator`        | 2FA on                            | `keepAuthenticators`                                   |
 * | `removeAuthenticator`      | 2FA on, a recent proof, another   | `keepAuthenticators`                                   |
 * | `disable`                  | 2FA on, a recent proof            | `disable`                                              |
 * | `import`                   | 2FA off                           | `stageSetup`, then `activate`                          |
 * | `reset`, `unblock`         | an administrator                  | the same                                               |
 *
 * A proof is recent for five minutes. While 2FA is on it has to be a second factor.
 *
 * A refusal is a `TwoFactorError` with a code of the contract. Anything else that is thrown is a fault of the storage, the hash
 * queue or the host; the host must not sign anybody in then.
 */
export interface TwoFactor {
  /** @param proof the session's latest proof. With a recent one the status has its age. */
  status(accountId: string, proof?: SessionProof | null): Promise<Status>;
  /** Whether this is the opaque `account` of the account's status, under any key of the ring. */
  isAccount(accountId: string, account: string): Promise<boolean>;
  /** Whether a challenge is due. A host asks this at sign-in. */
  isEnabled(accountId: string): Promise<boolean>;

  /** An opaque hash that changes exactly when the factor changes, also by one authenticator; null while 2FA is off. */
  fingerprint(accountId: string): Promise<string | null>;
  /**
   * Protects a host's own sensitive changes in the same way.
   *
   * @param options a shorter time than the five minutes of a proof
   * @throws `reauthentication_required`
   * @throws {TypeError} for a `maxAge` that is not 30 to 300 seconds
   */
  requireRecentProof(
    requester: Pick<SessionRequester, 'accountId' | 'proof'>,
    options?: RecentProofOptions,
  ): Promise<void>;

  /**
   * While 2FA is on it begins a replacement of all authenticators, or with `mode: 'add'` one more beside them.
   *
   * @throws `reauthentication_required`; to add also `not_enabled`, `too_many_authenticators`
   */
  beginSetup(requester: SessionRequester, options?: SetupOptions): Promise<Setup>;
  /**
   * The status lists more than one authenticator only after one was added: a replacement leaves one.
   *
   * @param name of the new authenticator; without one it gets a number
   * @throws `setup_expired`, `code_invalid`, `clock_out_of_sync`, `too_many_attempts`, `too_many_authenticators`
   */
  confirmSetup(requester: Requester, code: string, id?: string, name?: string): Promise<Status>;
  cancelSetup(requester: Requester): Promise<void>;

  /** @throws `challenge_expired` when the challenge has expired or 2FA is off */
  readChallenge(due: DueChallenge): Promise<Challenge>;
  /** @throws `challenge_expired`, `code_invalid`, `authenticator_blocked`, `too_many_attempts` */
  answerChallenge(due: DueChallenge, answer: ChallengeAnswer): Promise<Accepted>;
  /**
   * @param checkPassword called only while 2FA is off
   * @throws `reauthentication_required` for a method that is not accepted now, `code_invalid`, `too_many_attempts`, …
   */
  prove(
    requester: Requester,
    answer: ProofAnswer,
    checkPassword: (password: string) => Promise<boolean>,
  ): Promise<FreshProof>;
  /** Counts a malformed body as a failed attempt. @throws always: `request_invalid` or `too_many_attempts` */
  refuseMalformed(requester: Requester): Promise<never>;

  /** @throws `not_enabled`, `reauthentication_required` */
  beginBackupCodes(requester: SessionRequester): Promise<NewBackupCodes>;
  /** @throws `setup_expired` */
  keepBackupCodes(requester: Requester, id?: string): Promise<Status>;
  dropBackupCodes(requester: Requester): Promise<void>;

  /** @throws `not_enabled`, `not_found` */
  nameAuthenticator(requester: Requester, id: string, name: string): Promise<Status>;
  /** Its codes are refused from then on. @throws `not_enabled`, `reauthentication_required`, `not_found`, `last_authenticator` */
  removeAuthenticator(requester: SessionRequester, id: string): Promise<Status>;

  /** @throws `not_enabled`, `reauthentication_required` */
  disable(requester: SessionRequester): Promise<Status>;

  /**
   * Takes over an enrolled account of another system: its authenticator app goes on working. A live factor is never replaced, so an
   * import may run again. `readImportRow` reads the rows of other systems. Sign-ins from before it stay: end them with `endAll`.
   *
   * @throws {TypeError} for a secret, a date or a set of backup codes that cannot be one
   */
  import(requester: Requester, factor: ImportedFactor, options?: ImportOptions): Promise<ImportOutcome>;

  /**
   * An administrator turns 2FA off for a person without phone and backup codes. It repairs a damaged row, too. End the account's
   * sign-ins first.
   *
   * @param detail operator and reason, for the audit trail
   * @returns false when 2FA is off already
   */
  reset(requester: Requester, detail: string): Promise<boolean>;
  /**
   * An administrator lifts the lock and the block; the 30-day count stays.
   *
   * @param detail operator and reason, for the audit trail
   * @returns false when nothing is locked or blocked
   */
  unblock(requester: Requester, detail: string): Promise<boolean>;

  /** Deletes the account's factor and its audit trail. A host calls it when it deletes an account. */
  forget(accountId: string): Promise<void>;
}
