import { TwoFactorError } from '../errors.js';
import type { BackupCodeCount, ChallengeAnswer, SecondFactorMethod } from '../../widget/protocol/messages.js';
import {
  afterFailure,
  afterReservedSuccess,
  afterSuccess,
  attemptsRemaining,
  reserveAttempt,
  type Reservation,
} from './attempt-policy.js';
import { matchBackupCode, normalizeBackupCode } from './backup-codes.js';
import { contend, lost } from './contend.js';
import { countBackupCodes, isSpent, proofMethods, refuseWhileLocked, secondFactorMethods } from './rules.js';
import type { Sealing } from './sealing.js';
import type { ActiveFactor, SecondFactor, TwoFactorStore } from './store.js';
import { matchStep } from './totp.js';

export interface Accepted {
  method: SecondFactorMethod;
  backupCodes: BackupCodeCount;
}

/** The checks that draw on an account's budget. Each throws the refusal or returns once its right answer is written. */
export interface Attempts {
  /** A code or a backup code. `whenOff` is thrown when the account has no second factor. */
  checkAnswer(accountId: string, answer: ChallengeAnswer, now: Date, whenOff: TwoFactorError): Promise<Accepted>;
  /** A password, the proof while 2FA is off. */
  checkPassword(accountId: string, check: () => Promise<boolean>, now: Date): Promise<void>;
  /** A body that is no answer at all; always throws. */
  refuseMalformed(accountId: string, now: Date): Promise<never>;
}

export function createAttempts(store: TwoFactorStore, sealing: Sealing): Attempts {
  return {
    checkAnswer: (accountId, answer, now, whenOff) =>
      'code' in answer
        ? checkCode(accountId, answer.code, now, whenOff)
        : checkBackupCode(accountId, answer.backupCode, now, whenOff),

    async checkPassword(accountId, check, now) {
      const reservation = await reserve(accountId, now, refuseWhenOn);
      if (!(await check())) throw codeInvalid(reservation);
      await contend(store, accountId, async (factor) => {
        refuseWhenOn(factor);
        return (await store.resetFailures(factor, afterReservedSuccess(factor.budget, reservation))) || lost;
      });
    },

    async refuseMalformed(accountId, now) {
      await reserve(accountId, now, () => undefined);
      throw new TwoFactorError('request_invalid');
    },
  };

  /** One read, one comparison, one conditional write: the step is spent or the failure counted before anybody knows. */
  function checkCode(accountId: string, code: string, now: Date, whenOff: TwoFactorError): Promise<Accepted> {
    return contend(store, accountId, async (factor) => {
      refuseWhileLocked(factor.budget, now);
      const active = activeOr(factor, whenOff);
      if (factor.budget.blockedAt !== null) {
        throw new TwoFactorError('authenticator_blocked', { methods: secondFactorMethods(factor) });
      }
      const secret = sealing.openSecret(accountId, active.sealedSecret);
      const step = matchStep({ secret, code, now, after: active.lastStep });
      if (step === null) {
        const budget = afterFailure(factor.budget, now);
        if (!(await store.recordFailure(factor, budget))) return lost;
        throw new TwoFactorError('code_invalid', { attemptsRemaining: attemptsRemaining(budget) });
      }
      if (!(await store.spendStep(factor, step, afterSuccess(factor.budget)))) return lost;
      return { method: 'totp', backupCodes: countBackupCodes(active) };
    });
  }

  /** The attempt is paid for before the slow hash runs, so that a burst buys no more runs than the budget has. */
  async function checkBackupCode(
    accountId: string,
    backupCode: string,
    now: Date,
    whenOff: TwoFactorError,
  ): Promise<Accepted> {
    let sealed = '';
    let packed: Uint8Array = new Uint8Array();
    const reservation = await reserve(accountId, now, (factor) => {
      sealed = activeOr(factor, whenOff).sealedBackupCodes;
      packed = sealing.openBackupCodes(accountId, sealed);
    });
    const index = normalizeBackupCode(backupCode) === null ? null : await matchBackupCode(packed, backupCode);
    if (index === null) throw codeInvalid(reservation);
    return contend(store, accountId, async (factor) => {
      const { active } = factor;
      // While the hash ran the code may have been spent, or the whole set replaced.
      if (active === null || active.sealedBackupCodes !== sealed || isSpent(active, index)) {
        throw codeInvalid(reservation);
      }
      const budget = afterReservedSuccess(factor.budget, reservation);
      if (!(await store.spendBackupCode(factor, index, budget))) return lost;
      const { remaining, total } = countBackupCodes(active);
      return { method: 'backup_code', backupCodes: { remaining: remaining - 1, total } };
    });
  }

  /** Counts the attempt as a failure before it is evaluated. `check` sees the same row and may refuse for free. */
  function reserve(accountId: string, now: Date, check: (factor: SecondFactor) => void): Promise<Reservation> {
    return contend(store, accountId, async (factor) => {
      refuseWhileLocked(factor.budget, now);
      check(factor);
      const reservation = reserveAttempt(factor.budget, now);
      return (await store.recordFailure(factor, reservation.after)) ? reservation : lost;
    });
  }
}

function activeOr(factor: SecondFactor, whenOff: TwoFactorError): ActiveFactor {
  if (factor.active === null) throw whenOff;
  return factor.active;
}

function refuseWhenOn(factor: SecondFactor): void {
  if (factor.active === null) return;
  throw new TwoFactorError('reauthentication_required', { methods: proofMethods(factor) });
}

function codeInvalid({ after }: Reservation): TwoFactorError {
  return new TwoFactorError('code_invalid', { attemptsRemaining: attemptsRemaining(after) });
}
