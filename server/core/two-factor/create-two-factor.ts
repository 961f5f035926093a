import { createAnnouncer } from '../audit/announcer.js';
import { detailed, eventsOf, type Requester } from '../audit/events.js';
import { TwoFactorError } from '../errors.js';
import { createAccountState } from './account-state.js';
import { createAdminChanges } from './admin-changes.js';
import { announceEvents } from './announce-events.js';
import { afterSuccess } from './attempt-policy.js';
import { createAttempts } from './attempts.js';
import { createAuthenticatorChanges } from './authenticator-changes.js';
import { checkArguments, toDetail } from './check-input.js';
import { createFactorChanges } from './factor-changes.js';
import { createImport } from './import-factor.js';
import { readOptions, type TwoFactorOptions } from './read-options.js';
import { createRecoveries } from './recoveries.js';
import { refuseDamaged } from './refuse-damaged.js';
import { ReportedFaults } from './reported-faults.js';
import { conflict, retryOnConflict } from './retry-on-conflict.js';
import { proofEnds, requireRecentProof, secondFactorMethods, toMaxAge } from './rules.js';
import { createSealing, UnreadableError } from './sealing.js';
import type { TwoFactor } from './two-factor.js';

/**
 * Creates the use cases over a store and a key ring.
 *
 * @example
 * const store = await openStore('file:./data/harmony-2fa.sqlite');
 * const keys = parseKeyRing(process.env['HARMONY_2FA_KEYS']);
 * const twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Example' });
 * if (await twoFactor.isEnabled(accountId)) startChallenge();
 *
 * @throws {TypeError} when the store or the keys are missing, the issuer does not fit a Key URI, the tolerance is neither 0 nor 1, or the
 *   delay of a recovery is not 0 to 72 hours
 */
export function createTwoFactor(options: TwoFactorOptions): TwoFactor {
  const { keys, issuerOf, clock, random, hash, tolerance, policy, recoveryDelayMs, log, onEvent, ...given } =
    readOptions(options);
  const announced = onEvent ? announceEvents(given.store, createAnnouncer([onEvent], log)) : given.store;
  const reported = new ReportedFaults(clock);
  const store = refuseDamaged(announced, log, reported);
  const sealing = createSealing(keys, log, reported);
  const attempts = createAttempts({ store, sealing, hash, tolerance });
  const adminChanges = createAdminChanges(announced);
  const importFactor = createImport({ store, sealing, random });
  const factorChanges = createFactorChanges({ store, sealing, issuerOf, random, hash, tolerance });
  const authenticatorChanges = createAuthenticatorChanges(store, sealing);
  const recoveries = createRecoveries({ store, sealing, keys, hash, random, delayMs: recoveryDelayMs });
  const accountState = createAccountState({ store, sealing, keys, policy, clock });

  return checkArguments({
    status: (accountId, proof) => reportUnreadable({ accountId }, () => accountState.status(accountId, proof)),
    accountOf: (accountId) => accountState.accountOf(accountId),
    isAccount: (accountId, account) => accountState.isAccount(accountId, account),
    isEnabled: (accountId) => accountState.isEnabled(accountId),
    nextStage: (accountId) => accountState.nextStage(accountId),
    mustEnrol: (accountId) => accountState.mustEnrol(accountId),
    fingerprint: (accountId) => reportUnreadable({ accountId }, () => accountState.fingerprint(accountId)),
    async requireRecentProof({ accountId, proof }, options) {
      const maxAge = options && toMaxAge(options, 'twoFactor.requireRecentProof');
      requireRecentProof(await store.read(accountId), proof, clock(), maxAge);
    },

    firstFactorChanged: ({ accountId, proof }) =>
      retryOnConflict(store, accountId, async (factor) => {
        requireRecentProof(factor, proof, clock());
        const { failures, lockedUntil } = factor.budget;
        if (failures === 0 && lockedUntil === null) return;
        // No entry: the change of the first factor is the host's to record, and a right answer lifts a lock without an entry, too.
        if (!(await store.resetFailures(factor, afterSuccess(factor.budget), []))) return conflict;
      }),

    beginSetup: (requester, options = {}) => factorChanges.beginSetup(requester, options, clock()),
    confirmSetup: (requester, code, id, name) =>
      reportUnreadable(requester, () =>
        accountState.withRequirement(requester.accountId, () => {
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
        accountState.withRequirement(requester.accountId, () => factorChanges.keepBackupCodes(requester, id, clock())),
      ),
    dropBackupCodes: (requester) => factorChanges.dropBackupCodes(requester, clock()),

    nameAuthenticator: (requester, id, name) =>
      reportUnreadable(requester, () =>
        accountState.withRequirement(requester.accountId, () =>
          authenticatorChanges.nameAuthenticator(requester, id, name, clock()),
        ),
      ),
    removeAuthenticator: (requester, id) =>
      reportUnreadable(requester, () =>
        accountState.withRequirement(requester.accountId, (requirement) =>
          authenticatorChanges.removeAuthenticator(requester, id, requirement !== null, clock()),
        ),
      ),

    disable: (requester) =>
      accountState.withRequirement(requester.accountId, (requirement) =>
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

  /** Records tampering in the audit trail before refusing, once an hour. */
  async function reportUnreadable<T>(requester: Requester, run: () => T | Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof UnreadableError) {
        const detail = `${error.purpose}: ${error.reason}`;
        await reported.once([requester.accountId, detail], () =>
          store.record(detailed(eventsOf(requester, clock(), 'integrity_failed'), detail)),
        );
      }
      throw error;
    }
  }
}
