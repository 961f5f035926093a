import type { ClientInfo, Requester } from '../audit/events.js';
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
import type { SessionRequester, SetupRequester } from './factor-changes.js';
import type { ImportedFactor, ImportOptions, ImportOutcome } from './import-factor.js';
import type { RecoveryCode, RunningRecovery } from './recoveries.js';
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
 * | – with a code              | 2FA on, no lock, no pause         | right: `spendStep`; wrong: `recordFailure`             |
 * | – … that meets a block     | the same                          | refused: `spendBlockedStep`; the third: `spendStep`    |
 * | – with a backup code       | 2FA on, no lock                   | first `recordFailure`, then if right `spendBackupCode` |
 * | – with the recovery code   | the same, and its delay is over   | first `recordFailure`, then if right `spendRecovery`   |
 * | – with a password          | `prove` only, 2FA off, no lock    | first `recordFailure`, then if right `resetFailures`   |
 * | `beginBackupCodes`         | 2FA on, a recent proof            | `stageBackupCodes`                                     |
 * | `keepBackupCodes`          | 2FA on, pending codes             | `keepBackupCodes`                                      |
 * | `dropBackupCodes`          |                                   | `dropBackupCodes`                                      |
 * | `nameAuthenticator`        | 2FA on                            | `keepAuthenticators`                                   |
 * | `removeAuthenticator`      | 2FA on, a recent proof, another   | `keepAuthenticators`                                   |
 * | `disable`                  | 2FA on, no policy, a recent proof | `disable`                                              |
 * | `import`                   | 2FA off                           | `stageSetup`, then `activate`                          |
 * | `firstFactorChanged`       | a recent proof                    | `resetFailures`                                        |
 * | `reset`, `unblock`         | an administrator                  | the same                                               |
 * | `beginRecovery`            | an administrator, 2FA on          | `stageRecovery`                                        |
 * | `announceRecovery`         | a recovery whose delay is over    | `announceRecovery`                                     |
 * | `stopRecovery`             | a token of the owner's mail       | `dropRecovery`                                         |
 * | `cancelRecovery`           | an administrator                  | `dropRecovery`                                         |
 *
 * A proof is recent for five minutes. While 2FA is on it has to be a second factor. An enrolment at sign-in has `enrolmentEndsAt` in
 * place of the proof, for the three use cases of a set-up.
 *
 * A refusal is a `TwoFactorError` with a code of the contract. Any other exception is a fault of the storage, the hash queue or the
 * host, after which the host must not sign anybody in.
 */
export interface TwoFactor {
  /** @param proof the session's latest proof. With a recent one the status has its age. */
  status(accountId: string, proof?: SessionProof | null): Promise<Status>;
  /** The opaque `account` of the account's status; null where the key ring gives none. */
  accountOf(accountId: string): Promise<string | null>;
  /** Whether this is the opaque `account` of the account's status, under any key of the ring. */
  isAccount(accountId: string, account: string): Promise<boolean>;
  /** Whether a challenge is due. */
  isEnabled(accountId: string): Promise<boolean>;
  /**
   * What a sign-in leads to once the first factor is right: `challenge` while 2FA is on, `enrolment` while it is off and the policy
   * requires it, else `full`. A host asks this at sign-in.
   */
  nextStage(accountId: string): Promise<'full' | 'challenge' | 'enrolment'>;
  /**
   * Whether 2FA is off although the policy requires it by now. A host asks this for each request with a full session, so that a session
   * from before the deadline cannot go on.
   */
  mustEnrol(accountId: string): Promise<boolean>;

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
   * A host calls this after the owner has changed the password and the other sessions have ended. It lifts the lock and resets the count
   * of failures in a row, as a right answer does. A block and the 30-day count stay. The failures came from people with the old password.
   * This needs a recent proof, so it gives an attacker no extra guesses.
   *
   * @throws `reauthentication_required`
   */
  firstFactorChanged(requester: Pick<SessionRequester, 'accountId' | 'proof'>): Promise<void>;

  /**
   * While 2FA is on it begins a replacement of all authenticators, or with `mode: 'add'` one more beside them.
   *
   * @throws `reauthentication_required`, `not_signed_in` for an enrolment that has ended; to add also `not_enabled`,
   *   `too_many_authenticators`
   */
  beginSetup(requester: SessionRequester, options?: SetupOptions): Promise<Setup>;
  /**
   * The status lists more than one authenticator only after one was added: a replacement leaves one.
   *
   * @param name of the new authenticator; without one it gets a number
   * @throws `setup_expired`, `code_invalid`, `clock_out_of_sync`, `too_many_attempts`, `too_many_authenticators`, `not_signed_in` as for
   *   `beginSetup`
   */
  confirmSetup(requester: SetupRequester, code: string, id?: string, name?: string): Promise<Status>;
  /** @throws `not_signed_in` as for `beginSetup` */
  cancelSetup(requester: SetupRequester): Promise<void>;

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
  /**
   * Its codes are refused from then on.
   *
   * @throws `not_enabled`, `reauthentication_required`, `not_found`; for the only one `required_by_policy` where 2FA is required, else
   *   `last_authenticator`
   */
  removeAuthenticator(requester: SessionRequester, id: string): Promise<Status>;

  /** @throws `not_enabled`, `required_by_policy`, `reauthentication_required` */
  disable(requester: SessionRequester): Promise<Status>;

  /**
   * Takes over an enrolled account of another system: its authenticator app goes on working. A live factor is never replaced, so an
   * import may run again. `readImportRow` reads the rows of other systems. Sign-ins from before it stay: end them with `endAll`.
   *
   * @throws {TypeError} for a secret, a date or a set of backup codes that cannot be one
   */
  import(requester: Requester, factor: ImportedFactor, options?: ImportOptions): Promise<ImportOutcome>;

  /**
   * An administrator turns 2FA off for a person without phone and backup codes. It also repairs a damaged row. End the account's
   * sign-ins first.
   *
   * @param detail for the audit trail; of `operator: reason` the mail to the owner has the reason
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

  /**
   * An administrator gives a locked-out owner a recovery code: it is taken where a backup code is taken, once, after the delay that
   * `recoveryDelayHours` sets, and for 72 hours from then on. The second factor stays on. The code is returned once and stored only as a
   * sealed hash. It replaces an earlier recovery of the account. `createNotifier({ recovery })` tells the owner when the delay begins and when it is over.
   *
   * @param detail operator and reason, for the audit trail
   * @returns null when 2FA is off
   */
  beginRecovery(requester: Requester, detail: string): Promise<RecoveryCode | null>;
  /** Records once that the delay of a recovery is over. `createNotifier` calls it. */
  announceRecovery(requester: Requester): Promise<void>;
  /** The account's recovery with a token that stops it, for the owner's mails alone; null when none is running. */
  runningRecovery(accountId: string): Promise<RunningRecovery | null>;
  /**
   * The owner stops a recovery, also without a session. A token that is wrong, or of a recovery that is over, does nothing. So a guessed
   * token does not reveal whether a recovery is running.
   */
  stopRecovery(token: string, client?: ClientInfo): Promise<void>;
  /**
   * An administrator stops a recovery.
   *
   * @param detail operator and reason, for the audit trail
   * @returns false when none is running
   */
  cancelRecovery(requester: Requester, detail: string): Promise<boolean>;

  /** Deletes the account's factor and its audit trail. A host calls it when it deletes an account. */
  forget(accountId: string): Promise<void>;
}
