import { createHash, randomBytes } from 'node:crypto';
import { announceEvents } from './announce-events.js';
import { createAnnouncer } from '../audit/announcer.js';
import { eventsOf, type Requester, type AuditEvent } from '../audit/events.js';
import type { KeyRing } from '../crypto/key-ring.js';
import { TwoFactorError } from '../errors.js';
import { consoleLog, type Log } from '../log.js';
import type {
  Challenge,
  ChallengeAnswer,
  NewBackupCodes,
  ProofAnswer,
  Setup,
  Status,
} from '../../../widget/protocol/messages.js';
import { createAttempts, type Accepted } from './attempts.js';
import { checkedUse } from './checked-use.js';
import { toDate } from './check-input.js';
import { createFactorChanges, type SessionRequester } from './factor-changes.js';
import { describeStatus, proofEnds, requireRecentProof, secondFactorMethods, type SessionProof } from './rules.js';
import { refuseDamaged } from './refuse-damaged.js';
import { createSealing, UnreadableError } from './sealing.js';
import type { TwoFactorStore } from './store.js';
import { requireIssuer } from './key-uri.js';
import { usualTolerance, type RandomSource, type Tolerance } from './totp.js';

export interface TwoFactorOptions {
  store: TwoFactorStore;
  keys: KeyRing;
  /** The product's name in the authenticator app: no colon, no control characters. */
  issuer: string;
  /** Read once per operation. */
  clock?: () => Date;
  random?: RandomSource;
  /**
   * Steps before and after the current one whose codes are taken: 1 unless said otherwise, for phones whose clock is a little
   * off; 0 is the strict profile, in which a code lives 30 seconds (ASVS 5.0 6.5.5).
   */
  tolerance?: Tolerance;
  /** Where faults go; `console` unless said otherwise. */
  log?: Log;
  /**
   * Called with each audit entry once it is written, in order: for notices, counts, alarms. It must return at once; what it
   * throws is logged and changes nothing.
   */
  onEvent?: (event: AuditEvent) => void;
}

/** What the first factor left open. */
export interface DueChallenge extends Requester {
  expiresAt: Date;
}

/** A proof that was just given. */
export interface FreshProof extends SessionProof {
  validUntil: Date;
}

/**
 * The use cases of the contract, without HTTP and without sessions. Each throws `TwoFactorError` with a code of the
 * contract when it refuses; anything else it throws is a fault (storage, hash queue), and then nobody is let in.
 */
export interface TwoFactor {
  status(accountId: string): Promise<Status>;
  /** Whether this is the opaque `account` that the account's status carries, under any key of the ring. */
  isAccount(accountId: string, account: string): Promise<boolean>;
  /** What a host asks at sign-in: is a challenge due? */
  isEnabled(accountId: string): Promise<boolean>;

  /** An opaque hash that changes exactly when the factor changes; null while 2FA is off. */
  fingerprint(accountId: string): Promise<string | null>;
  /** For a host's own changes that deserve the same. @throws `reauthentication_required` */
  requireRecentProof(requester: SessionRequester): Promise<void>;

  /** @throws `reauthentication_required` */
  beginSetup(requester: SessionRequester): Promise<Setup>;
  /** @throws `setup_expired`, `code_invalid`, `clock_out_of_sync`, `too_many_attempts` */
  confirmSetup(requester: Requester, code: string, id?: string): Promise<Status>;
  cancelSetup(requester: Requester): Promise<void>;

  /** @throws `challenge_expired` when it is over or no second factor is due */
  readChallenge(due: DueChallenge): Promise<Challenge>;
  /** @throws `challenge_expired`, `code_invalid`, `authenticator_blocked`, `too_many_attempts` */
  answerChallenge(due: DueChallenge, answer: ChallengeAnswer): Promise<Accepted>;
  /**
   * @param checkPassword asked only while 2FA is off
   * @throws `reauthentication_required` for a method that would not do, `code_invalid`, `too_many_attempts`, …
   */
  prove(
    requester: Requester,
    answer: ProofAnswer,
    checkPassword: (password: string) => Promise<boolean>,
  ): Promise<FreshProof>;
  /** Counts a body that is no answer as an attempt. @throws always: `request_invalid` or `too_many_attempts` */
  refuseMalformed(requester: Requester): Promise<never>;

  /** @throws `not_enabled`, `reauthentication_required` */
  beginBackupCodes(requester: SessionRequester): Promise<NewBackupCodes>;
  /** @throws `setup_expired` */
  keepBackupCodes(requester: Requester, id?: string): Promise<Status>;
  dropBackupCodes(requester: Requester): Promise<void>;

  /** @throws `not_enabled`, `reauthentication_required` */
  disable(requester: SessionRequester): Promise<Status>;

  /** For a host that deletes an account: deletes all that is kept of it here, its audit trail included. */
  forget(accountId: string): Promise<void>;
}

/** @throws {TypeError} when the store or the keys are missing, the issuer does not fit a Key URI, or the tolerance is neither 0 nor 1 */
export function createTwoFactor(options: TwoFactorOptions): TwoFactor {
  const { keys, issuer, clock = () => new Date(), random = randomBytes, log = consoleLog, onEvent } = options;
  const { tolerance = usualTolerance } = options;
  requireMethods('store', options.store, ['read', 'spendStep', 'recordFailure', 'forget']);
  requireMethods('keys', keys, ['seal', 'open', 'digests']);
  if (typeof clock !== 'function') throw new TypeError('createTwoFactor: clock has to be a function');
  toDate(clock(), 'createTwoFactor: what clock returns');
  for (const [option, value] of Object.entries({ random, onEvent })) {
    if (value !== undefined && typeof value !== 'function') {
      throw new TypeError(`createTwoFactor: ${option} has to be a function`);
    }
  }
  requireMethods('log', log, ['warn', 'error']);
  if (tolerance !== 0 && tolerance !== 1) throw new TypeError('the tolerance has to be 0 or 1');
  const announced = onEvent ? announceEvents(options.store, createAnnouncer([onEvent], log)) : options.store;
  const store = refuseDamaged(announced, clock, log);
  // Said at the start rather than at somebody's first set-up.
  requireIssuer(issuer);
  const sealing = createSealing(keys, log);
  const attempts = createAttempts(store, sealing, tolerance);
  const factorChanges = createFactorChanges({ store, sealing, issuer, random, tolerance });

  return checkedUse({
    status: (accountId) =>
      reportUnreadable({ accountId }, async () =>
        withAccount(accountId, describeStatus(await store.read(accountId), sealing)),
      ),
    isAccount: (accountId, account) => Promise.resolve(accountsOf(accountId).includes(account)),
    isEnabled: async (accountId) => (await store.read(accountId)).active !== null,

    async fingerprint(accountId) {
      const { active } = await store.read(accountId);
      if (active === null) return null;
      const hash = createHash('sha256').update('harmony-2fa fingerprint');
      return reportUnreadable({ accountId }, () => {
        // Hash the plaintext: the ciphertext changes on key rotation.
        hash.update(sealing.openSecret(accountId, active.sealedSecret));
        hash.update(sealing.openBackupCodes(accountId, active.sealedBackupCodes));
        return hash.digest('base64url');
      });
    },
    async requireRecentProof({ accountId, proof }) {
      requireRecentProof(await store.read(accountId), proof, clock());
    },

    beginSetup: (requester) => factorChanges.beginSetup(requester, clock()),
    confirmSetup: (requester, code, id) =>
      reportUnreadable(requester, async () =>
        withAccount(requester.accountId, await factorChanges.confirmSetup(requester, code, id, clock())),
      ),
    cancelSetup: (requester) => factorChanges.cancelSetup(requester, clock()),

    async readChallenge({ accountId, expiresAt }) {
      const factor = await store.read(accountId);
      if (factor.active === null || expiresAt <= clock()) throw new TwoFactorError('challenge_expired');
      return { methods: secondFactorMethods(factor), expiresAt: expiresAt.toISOString() };
    },
    async answerChallenge(due, answer) {
      const now = clock();
      if (due.expiresAt <= now) throw new TwoFactorError('challenge_expired');
      return reportUnreadable(due, () => attempts.checkAnswer(due, answer, now, 'challenge'));
    },

    async prove(requester, answer, checkPassword) {
      const at = clock();
      if ('password' in answer) {
        await attempts.checkPassword(requester, () => checkPassword(answer.password), at);
        return { method: 'password', at, validUntil: proofEnds(at) };
      }
      await reportUnreadable(requester, () => attempts.checkAnswer(requester, answer, at, 'proof'));
      return { method: 'second_factor', at, validUntil: proofEnds(at) };
    },
    refuseMalformed: (requester) => attempts.refuseMalformed(requester, clock()),

    beginBackupCodes: (requester) => factorChanges.beginBackupCodes(requester, clock()),
    keepBackupCodes: (requester, id) =>
      reportUnreadable(requester, async () =>
        withAccount(requester.accountId, await factorChanges.keepBackupCodes(requester, id, clock())),
      ),
    dropBackupCodes: (requester) => factorChanges.dropBackupCodes(requester, clock()),

    disable: async (requester) => withAccount(requester.accountId, await factorChanges.disable(requester, clock())),

    forget: (accountId) => store.forget(accountId, clock()),
  });

  /** Keyed, so that it tells nothing of the account's id. After a rotation the older keys' values go on being known. */
  function accountsOf(accountId: string): readonly string[] {
    return keys.digests(accountId, 'account');
  }

  function withAccount(accountId: string, status: Status): Status {
    const [account] = accountsOf(accountId);
    return account === undefined ? status : { ...status, account };
  }

  /** Records tampering in the audit trail before refusing. */
  async function reportUnreadable<T>(requester: Requester, run: () => T | Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof UnreadableError) {
        const detail = `${error.purpose}: ${error.reason}`;
        await store.record(eventsOf(requester, clock(), 'integrity_failed').map((event) => ({ ...event, detail })));
      }
      throw error;
    }
  }
}

function requireMethods(option: string, value: unknown, methods: readonly string[]): void {
  const missing = methods.find(
    (method) => typeof (value as Record<string, unknown> | undefined)?.[method] !== 'function',
  );
  if (missing !== undefined) throw new TypeError(`createTwoFactor: ${option} is missing, or has no method ${missing}`);
}
