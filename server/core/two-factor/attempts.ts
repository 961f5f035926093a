import { eventsOf, type Requester } from '../audit/events.js';
import type { SlowHash } from '../crypto/slow-hash.js';
import { TwoFactorError } from '../errors.js';
import type { BackupCodeCount, ChallengeAnswer, SecondFactorMethod } from '../../../widget/protocol/messages.js';
import {
  afterBlockedCode,
  afterBlockedFailure,
  afterFailure,
  afterReservedSuccess,
  afterSuccess,
  isPaused,
  type Reservation,
} from './attempt-policy.js';
import { hasSelectorOf, matchBackupCode, normalizeBackupCode, sizeOfSet } from './backup-codes.js';
import { readAuthenticators } from './authenticators.js';
import { matchCode } from './match-code.js';
import { retryOnConflict, conflict } from './retry-on-conflict.js';
import { Turnstile } from '../turns/turnstile.js';
import { checkOrRefund, countFailure, recordWrong, reserve } from './count-attempt.js';
import { isValid, openRecovery, type OpenedRecovery } from './recovery-code.js';
import {
  authenticatorBlocked,
  codeInvalid,
  countBackupCodes,
  endOfRecovery,
  hasRecovery,
  isSpent,
  proofMethods,
  refuseWhileLocked,
} from './rules.js';
import type { Sealing } from './sealing.js';
import type { ActiveFactor, SecondFactor, TwoFactorStore } from './store.js';
import type { Tolerance } from './totp.js';
import { turnOf } from './turn-of.js';

export interface Accepted {
  method: SecondFactorMethod;
  backupCodes: BackupCodeCount;
  /** Present after the recovery code of an administrator. It signs in once, so it must not trust a device. */
  isRecovery?: true;
}

/** The purpose of an answer. It decides which audit entries are written. */
export type Purpose = 'challenge' | 'proof';

/**
 * The checks that use an account's budget. Each throws the refusal, or returns after the right answer was written.
 *
 *     code         read ▶ compare ▶ spendStep, or recordFailure        one write
 *       … blocked  read ▶ compare ▶ spendBlockedStep, or recordFailure the same refusal, until the third of a series lifts the block
 *     backup code  reserve ▶ slow hash ▶ spendBackupCode, or record    the failure is counted first
 *     password     reserve ▶ slow hash ▶ resetFailures, or record      the failure is counted first
 *     other body   read ▶ recordFailure ▶ refuse                       a failure
 */
export interface Attempts {
  /** Checks a code or a backup code. */
  checkAnswer(requester: Requester, answer: ChallengeAnswer, now: Date, purpose: Purpose): Promise<Accepted>;
  /** Checks a password, the proof while 2FA is off. */
  checkPassword(requester: Requester, check: () => Promise<boolean>, now: Date): Promise<void>;
  /** Counts a malformed body as a failure; always throws. */
  refuseMalformed(requester: Requester, now: Date): Promise<never>;
}

export interface AttemptsParts {
  store: TwoFactorStore;
  sealing: Sealing;
  hash: SlowHash;
  tolerance: Tolerance;
}

/** Answers of one account that may wait: far more than people send. Further ones are refused without being counted. */
const maxWaiting = 400;

export function createAttempts({ store, sealing, hash, tolerance }: AttemptsParts): Attempts {
  // An account that many networks attack must not fill the event loop.
  const turnstile = new Turnstile(maxWaiting);

  return {
    async checkAnswer(requester, answer, now, purpose) {
      await turnstile.pass(requester.accountId);
      return 'code' in answer
        ? checkCode(requester, answer.code, now, purpose)
        : checkBackupCode(requester, answer.backupCode, now, purpose);
    },

    async checkPassword(requester, check, now) {
      await turnstile.pass(requester.accountId);
      const reservation = await reserve(store, requester, now, ['password_tried', 'password'], (factor) =>
        refuseWhenOn(factor, now),
      );
      const right = await checkOrRefund(store, requester, reservation, async () => toBoolean(await check()));
      if (!right) {
        await recordWrong(store, requester, reservation, now, ['password_failed', 'password']);
        throw codeInvalid(reservation.after);
      }
      await retryOnConflict(store, requester.accountId, async (factor) => {
        refuseWhenOn(factor, now);
        const events = eventsOf(requester, now, ['proof_ok', 'password']);
        return (
          (await store.resetFailures(factor, afterReservedSuccess(factor.budget, reservation), events)) || conflict
        );
      });
    },

    async refuseMalformed(requester, now) {
      await turnstile.pass(requester.accountId);
      await retryOnConflict(store, requester.accountId, (factor) => {
        refuseWhileLocked(factor.budget, now);
        return countFailure(store, factor, 'second_factor_failed', requester, now);
      });
      throw new TwoFactorError('request_invalid');
    },
  };

  /** One read, one comparison, one conditional write: the step is spent or the failure is counted before the answer leaves. */
  function checkCode(requester: Requester, code: string, now: Date, purpose: Purpose): Promise<Accepted> {
    const { accountId } = requester;
    return retryOnConflict(store, accountId, async (factor) => {
      refuseWhileLocked(factor.budget, now);
      const active = activeAt(purpose, factor);
      const isBlocked = factor.budget.blockedAt !== null;
      const authenticators = readAuthenticators(active);
      if (isPaused(factor.budget, authenticators.length, now)) throw authenticatorBlocked();
      const backupCodes = countBackupCodes(active, sealing.openBackupCodes(accountId, active.sealedBackupCodes));
      const openSecret = (sealed: string) => sealing.openSecret(accountId, sealed);
      const { spent, isReplayed } = matchCode(authenticators, { code, now, tolerance, isBlocked, openSecret });
      if (spent.length === 0) {
        const failure = isReplayed ? 'replay_refused' : failed[purpose];
        const count = isBlocked ? afterBlockedFailure : afterFailure;
        const budget = await countFailure(store, factor, [failure, 'totp'], requester, now, count);
        if (budget === conflict) return conflict;
        throw isBlocked ? authenticatorBlocked() : codeInvalid(budget);
      }
      const at = now.getTime();
      const steps = spent.map(({ step }) => step);
      const budget = isBlocked ? afterBlockedCode(factor.budget, ...steps) : afterSuccess(factor.budget);
      if (budget.blockedAt !== null) {
        const events = eventsOf(requester, now, ['blocked_code_ok', 'totp']);
        if (!(await store.spendBlockedStep(factor, spent, at, budget, events))) return conflict;
        throw authenticatorBlocked();
      }
      const others = [...(isBlocked ? (['unblocked'] as const) : []), ...endOfRecovery(factor, now)];
      const events = eventsOf(requester, now, [passed[purpose], 'totp'], ...others);
      if (!(await store.spendStep(factor, spent, at, budget, events))) return conflict;
      return { method: 'totp', backupCodes };
    });
  }

  /** Counts the attempt before the slow hash runs, so that a burst of requests gets no more hashes than the budget allows. */
  async function checkBackupCode(
    requester: Requester,
    backupCode: string,
    now: Date,
    purpose: Purpose,
  ): Promise<Accepted> {
    const { accountId } = requester;
    const opened: { packed: Uint8Array; recovery: OpenedRecovery | null } = {
      packed: new Uint8Array(),
      recovery: null,
    };
    const reservation = await reserve(store, requester, now, ['backup_code_tried', 'backup_code'], (factor) => {
      opened.packed = sealing.openBackupCodes(accountId, activeAt(purpose, factor).sealedBackupCodes);
      // Throws for a set of an unknown format: that is a fault of the server, so no failure is counted.
      sizeOfSet(opened.packed);
      // One that is over no longer counts, and its key may have been removed.
      opened.recovery = hasRecovery(factor, now) ? openRecovery(factor, sealing) : null;
    });
    const { packed, recovery } = opened;
    // A recovery code has a selector of its own, so every attempt runs one hash: the duration does not reveal a recovery.
    const isRecovery = recovery !== null && hasSelectorOf(recovery.packed, backupCode);
    const set = isRecovery ? recovery.packed : packed;
    const refuse = async (): Promise<never> => {
      await recordWrong(store, requester, reservation, now, [failed[purpose], 'backup_code']);
      throw codeInvalid(reservation.after);
    };
    const index =
      normalizeBackupCode(backupCode) === null
        ? null
        : await checkOrRefund(store, requester, reservation, () =>
            matchBackupCode(hash, set, backupCode, turnOf(requester)),
          );
    if (index === null) return refuse();
    if (isRecovery) return acceptRecovery(recovery, { requester, reservation, now, purpose, refuse });
    return retryOnConflict(store, accountId, async (factor) => {
      const { active } = factor;
      // While the hash ran, the code may have been spent or the set replaced. A set that was only resealed is still the same.
      if (active === null || isSpent(active, index)) return refuse();
      if (Buffer.compare(sealing.openBackupCodes(accountId, active.sealedBackupCodes), packed) !== 0) return refuse();
      const budget = afterReservedSuccess(factor.budget, reservation);
      const others = ['backup_code_used', ...endOfRecovery(factor, now)] as const;
      const events = eventsOf(requester, now, [passed[purpose], 'backup_code'], ...others);
      if (!(await store.spendBackupCode(factor, index, budget, events))) return conflict;
      const { remaining, total } = countBackupCodes(active, packed);
      return { method: 'backup_code', backupCodes: { remaining: remaining - 1, total } };
    });
  }

  /** Accepts a right recovery code. Refuses it like a wrong code before its time, or when it was spent or stopped while the hash ran. */
  function acceptRecovery(
    { packed }: OpenedRecovery,
    { requester, reservation, now, purpose, refuse }: RecoveryAttempt,
  ): Promise<Accepted> {
    return retryOnConflict(store, requester.accountId, async (factor) => {
      const current = hasRecovery(factor, now) ? openRecovery(factor, sealing) : null;
      if (factor.active === null || current === null || !isValid(current, now)) return refuse();
      if (Buffer.compare(current.packed, packed) !== 0) return refuse();
      const budget = afterReservedSuccess(factor.budget, reservation);
      const events = eventsOf(requester, now, [passed[purpose], 'backup_code'], 'recovery_code_used');
      if (!(await store.spendRecovery(factor, budget, events))) return conflict;
      const backupCodes = sealing.openBackupCodes(requester.accountId, factor.active.sealedBackupCodes);
      return { method: 'backup_code', backupCodes: countBackupCodes(factor.active, backupCodes), isRecovery: true };
    });
  }
}

interface RecoveryAttempt {
  requester: Requester;
  reservation: Reservation;
  now: Date;
  purpose: Purpose;
  /** Records the failure that is counted already. */
  refuse: () => Promise<never>;
}

function toBoolean(right: unknown): boolean {
  if (typeof right === 'boolean') return right;
  throw new TypeError(`checkPassword returned a value of type ${typeof right}, not true or false`);
}

const passed = { challenge: 'second_factor_ok', proof: 'proof_ok' } as const;
const failed = { challenge: 'second_factor_failed', proof: 'proof_failed' } as const;

function activeAt(purpose: Purpose, { active }: SecondFactor): ActiveFactor {
  if (active !== null) return active;
  throw purpose === 'challenge'
    ? new TwoFactorError('challenge_expired')
    : new TwoFactorError('reauthentication_required', { methods: ['password'] });
}

function refuseWhenOn(factor: SecondFactor, now: Date): void {
  if (factor.active === null) return;
  throw new TwoFactorError('reauthentication_required', { methods: proofMethods(factor, now) });
}
