import { createHash, randomBytes } from 'node:crypto';
import { announceEvents } from './announce-events.js';
import { createAnnouncer } from '../audit/announcer.js';
import { detailed, eventsOf, type Requester, type AuditEvent } from '../audit/events.js';
import { createArgon2 } from '../crypto/argon2.js';
import type { KeyRing } from '../crypto/key-ring.js';
import type { SlowHash } from '../crypto/slow-hash.js';
import { hourMs } from '../durations.js';
import { TwoFactorError } from '../errors.js';
import { consoleLog, type Log } from '../log.js';
import { checkedPolicy, isInForce, toRequired, type Policy, type Requirement } from '../policy/requirement.js';
import type { Status } from '../../../widget/protocol/messages.js';
import { createAdminChanges } from './admin-changes.js';
import { requireFunction, requireOptions } from '../require-options.js';
import { createAttempts } from './attempts.js';
import { createAuthenticatorChanges } from './authenticator-changes.js';
import { readAuthenticators } from './authenticators.js';
import { checkArguments, toDate, toDetail, toProof } from './check-input.js';
import { createFactorChanges } from './factor-changes.js';
import { afterSuccess } from './attempt-policy.js';
import { conflict, retryOnConflict } from './retry-on-conflict.js';
import { createRecoveries, defaultDelayHours, requireDelay } from './recoveries.js';
import { createImport } from './import-factor.js';
import { ageOfProof, describeStatus, proofEnds, requireRecentProof, secondFactorMethods, toMaxAge } from './rules.js';
import { refuseDamaged } from './refuse-damaged.js';
import { createSealing, UnreadableError } from './sealing.js';
import type { TwoFactorStore } from './store.js';
import { requireIssuer } from './key-uri.js';
import { defaultTolerance, type RandomSource, type Tolerance } from './totp.js';
import type { TwoFactor } from './two-factor.js';

export interface TwoFactorOptions {
  store: TwoFactorStore;
  keys: KeyRing;
  /**
   * The product's name in the authenticator app: no colon, no control characters. A product of several tenants gives a function of the
   * account. A name that does not fit stops the set-up with an error that names this option.
   */
  issuer: string | ((accountId: string) => string | Promise<string>);
  /** The service reads it once per operation. */
  clock?: () => Date;
  random?: RandomSource;
  /**
   * Derives the 16 bytes that are stored of a backup code from a text and a salt, off the event loop. The default is Argon2id with
   * 19 MiB and two passes. Codes that were made with another hash no longer match.
   */
  hash?: SlowHash;
  /**
   * The drift window: how many steps before and after the current one are accepted. The default is 1, for phones whose clock is a
   * little wrong. 0 is the strict profile: a code lives 30 seconds (ASVS 5.0 6.5.5).
   */
  tolerance?: Tolerance;
  /** Whether 2FA is required of an account; the default is of none. `createEnrolmentPolicy` makes one with dates and days of grace. */
  policy?: Policy;
  /** After how many hours a recovery code works, 0 to 72; the default is 24. In the meantime its owner can stop it. */
  recoveryDelayHours?: number;
  /** The log for faults; the default is `console`. */
  log?: Log;
  /**
   * Called with each audit entry after it was written, in order: for notices, counts and alarms. It must return at once. If it
   * throws, the error is logged and nothing changes.
   */
  onEvent?: (event: AuditEvent) => void;
}

/**
 * Creates the use cases over a store and a key ring.
 *
 * @example
 * const store = await openStore('file:./data/harmony-2fa.sqlite');
 * const keys = parseKeyRing(process.env['HARMONY_2FA_KEYS'] ?? '');
 * const twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Example' });
 * if (await twoFactor.isEnabled(accountId)) startChallenge();
 *
 * @throws {TypeError} when the store or the keys are missing, the issuer does not fit a Key URI, the tolerance is neither 0 nor 1, or the
 *   delay of a recovery is not 0 to 72 hours
 */
export function createTwoFactor(options: TwoFactorOptions): TwoFactor {
  requireOptions(options, 'createTwoFactor');
  const { keys, issuer, log = consoleLog, onEvent } = options;
  const { tolerance = defaultTolerance, hash = createArgon2().derive } = options;
  const { clock: givenClock = () => new Date(), random: givenRandom = randomBytes } = options;
  requireMethods('store', options.store, ['read', 'spendStep', 'recordFailure', 'forget']);
  requireMethods('keys', keys, ['seal', 'open', 'digests']);
  for (const [option, value] of Object.entries({
    clock: givenClock,
    random: givenRandom,
    hash,
    policy: options.policy,
    onEvent,
  })) {
    requireFunction(value, `createTwoFactor: ${option}`);
  }
  // At each call: after an invalid time nothing would be expired.
  const clock = (): Date => toDate(givenClock(), 'createTwoFactor: the value that clock returns');
  clock();
  const random: RandomSource = (size) => toBytes(givenRandom(size), size);
  requireMethods('log', log, ['warn', 'error']);
  if (tolerance !== 0 && tolerance !== 1) throw new TypeError('the tolerance has to be 0 or 1');
  const announced = onEvent ? announceEvents(options.store, createAnnouncer([onEvent], log)) : options.store;
  const store = refuseDamaged(announced, clock, log);
  // Fail at the start and not at the first set-up.
  if (typeof issuer !== 'function') requireIssuer(issuer);
  const policy = checkedPolicy(options.policy);
  // Whole milliseconds: 0.03 hours are 107,999.99999999999, and a row with such a number counts as damaged.
  const delayMs = Math.round(requireDelay(options.recoveryDelayHours ?? defaultDelayHours) * hourMs);
  const sealing = createSealing(keys, log);
  const attempts = createAttempts({ store, sealing, hash, tolerance });
  const adminChanges = createAdminChanges(announced);
  const importFactor = createImport({ store, sealing, random });
  const factorChanges = createFactorChanges({ store, sealing, issuerOf, random, hash, tolerance });
  const authenticatorChanges = createAuthenticatorChanges(store, sealing);
  const recoveries = createRecoveries({ store, sealing, keys, hash, random, delayMs });

  return checkArguments({
    status: (accountId, proof = null) =>
      reportUnreadable({ accountId }, () =>
        withRequirement(accountId, async () => {
          const factor = await store.read(accountId);
          const status = describeStatus(factor, sealing);
          const age = ageOfProof(factor, toProof(proof, 'twoFactor.status'), clock());
          // Rounded up: a page that takes it for recent enough must not be refused a moment later.
          return age === null ? status : { ...status, proofAge: Math.ceil(age) };
        }),
      ),
    accountOf: (accountId) => Promise.resolve(accountsOf(accountId)[0] ?? null),
    isAccount: (accountId, account) => Promise.resolve(accountsOf(accountId).includes(account)),
    isEnabled,
    async nextStage(accountId) {
      if (await isEnabled(accountId)) return 'challenge';
      const requirement = await policy(accountId);
      return requirement !== null && isInForce(requirement, clock()) ? 'enrolment' : 'full';
    },
    async mustEnrol(accountId) {
      const requirement = await policy(accountId);
      return requirement !== null && isInForce(requirement, clock()) && !(await isEnabled(accountId));
    },

    async fingerprint(accountId) {
      const { active } = await store.read(accountId);
      if (active === null) return null;
      const hash = createHash('sha256').update('harmony-2fa fingerprint');
      return reportUnreadable({ accountId }, () => {
        // Hash the plaintext: the ciphertext changes on key rotation.
        const [first, ...others] = readAuthenticators(active);
        hash.update(sealing.openSecret(accountId, first.sealedSecret));
        hash.update(sealing.openBackupCodes(accountId, active.sealedBackupCodes));
        for (const { sealedSecret } of others) hash.update(sealing.openSecret(accountId, sealedSecret));
        return hash.digest('base64url');
      });
    },
    async requireRecentProof({ accountId, proof }, options) {
      const maxAge = options && toMaxAge(options, 'twoFactor.requireRecentProof');
      requireRecentProof(await store.read(accountId), proof, clock(), maxAge);
    },

    firstFactorChanged: ({ accountId, proof }) =>
      retryOnConflict(store, accountId, async (factor) => {
        requireRecentProof(factor, proof, clock());
        const { failures, lockedUntil } = factor.budget;
        if (failures === 0 && lockedUntil === null) return;
        if (!(await store.resetFailures(factor, afterSuccess(factor.budget), []))) return conflict;
      }),

    beginSetup: (requester, options = {}) => factorChanges.beginSetup(requester, options, clock()),
    confirmSetup: (requester, code, id, name) =>
      reportUnreadable(requester, () =>
        withRequirement(requester.accountId, () => {
          const confirmation = { code, ...(id !== undefined && { id }), ...(name !== undefined && { name }) };
          return factorChanges.confirmSetup(requester, confirmation, clock());
        }),
      ),
    cancelSetup: (requester) => factorChanges.cancelSetup(requester, clock()),

    async readChallenge({ accountId, expiresAt }) {
      const now = clock();
      const factor = await store.read(accountId);
      if (factor.active === null || expiresAt <= now) throw new TwoFactorError('challenge_expired');
      const methods = secondFactorMethods(factor, now);
      // While codes are paused, right codes open nothing.
      const codesUnblock = methods.includes('totp');
      return { methods, ...(codesUnblock && { codesUnblock }), expiresAt: expiresAt.toISOString() };
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
      reportUnreadable(requester, () =>
        withRequirement(requester.accountId, () => factorChanges.keepBackupCodes(requester, id, clock())),
      ),
    dropBackupCodes: (requester) => factorChanges.dropBackupCodes(requester, clock()),

    nameAuthenticator: (requester, id, name) =>
      reportUnreadable(requester, () =>
        withRequirement(requester.accountId, () =>
          authenticatorChanges.nameAuthenticator(requester, id, name, clock()),
        ),
      ),
    removeAuthenticator: (requester, id) =>
      reportUnreadable(requester, () =>
        withRequirement(requester.accountId, () => authenticatorChanges.removeAuthenticator(requester, id, clock())),
      ),

    disable: (requester) =>
      withRequirement(requester.accountId, (requirement) =>
        factorChanges.disable(requester, requirement !== null, clock()),
      ),

    import: (requester, factor, options = {}) =>
      reportUnreadable(requester, () => importFactor(requester, factor, clock(), options)),

    // Over the store that does not refuse a damaged row: a reset repairs it.
    reset: async (requester, detail) => adminChanges.reset(requester, toDetail(detail, 'reset'), clock()),
    unblock: async (requester, detail) => adminChanges.unblock(requester, toDetail(detail, 'unblock'), clock()),

    beginRecovery: (requester, detail) =>
      reportUnreadable(requester, () => recoveries.begin(requester, toDetail(detail, 'beginRecovery'), clock())),
    announceRecovery: (requester) => reportUnreadable(requester, () => recoveries.announce(requester, clock())),
    runningRecovery: (accountId) => reportUnreadable({ accountId }, () => recoveries.running(accountId, clock())),
    stopRecovery: (token, client) => recoveries.stop(token, client, clock()),
    cancelRecovery: async (requester, detail) =>
      recoveries.cancel(requester, toDetail(detail, 'cancelRecovery'), clock()),

    forget: (accountId) => store.forget(accountId, clock()),
  });

  /** @throws {TypeError} for a name that no Key URI can hold, which names the option */
  async function issuerOf(accountId: string): Promise<string> {
    if (typeof issuer === 'string') return issuer;
    const given: unknown = await issuer(accountId);
    try {
      requireIssuer(given as string);
    } catch (error) {
      throw new TypeError(`createTwoFactor: the value that issuer returns: ${(error as Error).message}`);
    }
    return given as string;
  }

  /** Keyed digests, which do not reveal the account's id. After a rotation the values of older keys are still accepted. */
  function accountsOf(accountId: string): readonly string[] {
    return keys.digests(accountId, 'account');
  }

  async function isEnabled(accountId: string): Promise<boolean> {
    return (await store.read(accountId)).active !== null;
  }

  /** Asks the policy before a change: after the change its fault would look as if nothing had been changed. */
  async function withRequirement(
    accountId: string,
    run: (requirement: Requirement | null) => Promise<Status>,
  ): Promise<Status> {
    const requirement = await policy(accountId);
    const status = await run(requirement);
    const [account] = accountsOf(accountId);
    return {
      ...status,
      ...(account !== undefined && { account }),
      ...(requirement !== null && { required: toRequired(requirement) }),
    };
  }

  /** Records tampering in the audit trail before refusing. */
  async function reportUnreadable<T>(requester: Requester, run: () => T | Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof UnreadableError) {
        const detail = `${error.purpose}: ${error.reason}`;
        await store.record(detailed(eventsOf(requester, clock(), 'integrity_failed'), detail));
      }
      throw error;
    }
  }
}

function toBytes(value: unknown, size: number): Uint8Array {
  if (value instanceof Uint8Array && value.length === size) return value;
  throw new TypeError(`createTwoFactor: random has to return ${size} bytes when it is asked for them`);
}

function requireMethods(option: string, value: unknown, methods: readonly string[]): void {
  const missing = methods.find(
    (method) => typeof (value as Record<string, unknown> | undefined)?.[method] !== 'function',
  );
  if (missing !== undefined) throw new TypeError(`createTwoFactor: ${option} is missing, or has no method ${missing}`);
}
