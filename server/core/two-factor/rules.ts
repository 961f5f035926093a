import { TwoFactorError } from '../errors.js';
import type { BackupCodeCount, ProofMethod, SecondFactorMethod, Status } from '../../../widget/protocol/messages.js';
import { attemptsRemaining, isPaused, secondsLocked, type Budget } from './attempt-policy.js';
import { readAuthenticators } from './authenticators.js';
import { instanceClockToleranceMs, wrongClockMs } from './instance-clocks.js';
import { sizeOfSet } from './backup-codes.js';
import type { Sealing } from './sealing.js';
import type { ActiveFactor, SecondFactor } from './store.js';

/** How and when the owner last proved their identity in a session. */
export interface SessionProof {
  /** `password` is any first factor, also at sign-in; `second_factor` is a code or a backup code. */
  method: 'password' | 'second_factor';
  at: Date;
}

/** For how many seconds a proof allows changes (ASVS 5.0 7.5.1). */
export const proofSeconds = 5 * 60;

export function proofEnds(provedAt: Date): Date {
  return new Date(provedAt.getTime() + proofSeconds * 1000);
}

/** How recent a proof has to be for a change of the app's own. */
export interface RecentProofOptions {
  /** How many seconds ago the proof may have been given: 30 to 300. A proof of this package lasts 300. */
  maxAge: number;
}

/**
 * The clocks of two instances may differ by the tolerance. With a limit near it, a proof that one instance records could already be too
 * old for another, so that the person would have to prove again and again. Twice the tolerance leaves time to repeat the call.
 */
const minMaxAge = (2 * instanceClockToleranceMs) / 1000;

/** @throws {TypeError} for a limit that no proof can meet, or that is longer than a proof lasts */
export function toMaxAge({ maxAge }: { maxAge?: unknown }, source: string): number {
  if (Number.isInteger(maxAge) && (maxAge as number) >= minMaxAge && (maxAge as number) <= proofSeconds) {
    return maxAge as number;
  }
  throw new TypeError(
    `${source}: maxAge has to be a whole number of seconds from ${minMaxAge} to ${proofSeconds}: a proof lasts ${proofSeconds} seconds, and the clocks of two instances may differ`,
  );
}

export function refuseWhileLocked(budget: Budget, now: Date): void {
  const retryAfter = secondsLocked(budget, now);
  if (retryAfter > 0) throw new TwoFactorError('too_many_attempts', { retryAfter });
}

/**
 * The clock of another instance may be ahead by up to the tolerance of the clock watch, so a proof from that near future counts.
 * A proof lives longer by at most this tolerance.
 */
function isPast(at: Date, now: Date): boolean {
  return at.getTime() <= now.getTime() + instanceClockToleranceMs;
}

/**
 * How many seconds ago the session's proof was given; null when it is no proof now. While 2FA is on only a second factor is a
 * proof: a stolen password must not be enough to turn 2FA off.
 */
export function ageOfProof(factor: SecondFactor, proof: SessionProof | null, now: Date): number | null {
  if (proof === null || !isPast(proof.at, now)) return null;
  if (factor.active !== null && proof.method !== 'second_factor') return null;
  const age = Math.max(0, (now.getTime() - proof.at.getTime()) / 1000);
  return age < proofSeconds ? age : null;
}

/** @throws `reauthentication_required` */
export function requireRecentProof(
  factor: SecondFactor,
  proof: SessionProof | null,
  now: Date,
  maxAge = proofSeconds,
): void {
  const age = ageOfProof(factor, proof, now);
  if (age !== null && age < maxAge) return;
  throw new TwoFactorError('reauthentication_required', { methods: proofMethods(factor, now) }, maxAge);
}

/**
 * For an enrolment at sign-in. The sign-in counts as the proof until it expires or 2FA is on: from then on only the second factor
 * signs in.
 */
export function requireEnrolling({ active }: SecondFactor, endsAt: Date, now: Date): void {
  if (active === null && now < endsAt) return;
  throw new TwoFactorError('not_signed_in');
}

export function requireActive(factor: SecondFactor): ActiveFactor {
  if (factor.active === null) throw new TwoFactorError('not_enabled');
  return factor.active;
}

export function codeInvalid(budget: Budget): TwoFactorError {
  return new TwoFactorError('code_invalid', { attemptsRemaining: attemptsRemaining(budget) });
}

/** For how long a set-up or new backup codes wait for their confirmation. */
export const pendingMs = 10 * 60 * 1000;

/** @throws `setup_expired` when nothing is pending, it has expired, or a clock that was ahead has made it live too long */
export function requirePending<T extends { expiresAt: number }>(pending: T | null, now: Date): T {
  const left = pending === null ? 0 : pending.expiresAt - now.getTime();
  if (pending === null || left <= 0 || left > pendingMs + wrongClockMs) throw new TwoFactorError('setup_expired');
  return pending;
}

export function countAuthenticators({ active }: SecondFactor): number {
  return active === null ? 0 : readAuthenticators(active).length;
}

/**
 * A block does not change the list: only the answer to a code reveals it. While codes are paused, only backup codes are offered.
 */
export function secondFactorMethods(factor: SecondFactor, now: Date): SecondFactorMethod[] {
  return isPaused(factor.budget, countAuthenticators(factor), now) ? ['backup_code'] : ['totp', 'backup_code'];
}

export function proofMethods(factor: SecondFactor, now: Date): ProofMethod[] {
  return factor.active === null ? ['password'] : secondFactorMethods(factor, now);
}

/** The same answer to a right and to a wrong code. */
export function authenticatorBlocked(): TwoFactorError {
  return new TwoFactorError('authenticator_blocked', { methods: ['backup_code'] });
}

export function isSpent(active: ActiveFactor, index: number): boolean {
  return (active.spentBackupCodes & (1 << index)) !== 0;
}

/** @param packed the opened set of the active factor; each set has its own size */
export function countBackupCodes(active: ActiveFactor, packed: Uint8Array): BackupCodeCount {
  const total = sizeOfSet(packed);
  const indexes = Array.from({ length: total }, (_, index) => index);
  return { remaining: indexes.filter((index) => !isSpent(active, index)).length, total };
}

/** Whether a recovery code works now or will after its delay. */
export function hasRecovery({ active, recovery }: SecondFactor, now: Date): boolean {
  return active !== null && recovery !== null && recovery.expiresAt > now.getTime();
}

/** The audit entry for a change that ends a running recovery; none when no recovery is running. */
export function endOfRecovery(factor: SecondFactor, now: Date): 'recovery_ended'[] {
  return hasRecovery(factor, now) ? ['recovery_ended'] : [];
}

export function describeStatus({ accountId, active }: SecondFactor, sealing: Sealing): Status {
  if (active === null) return { enabled: false };
  return {
    enabled: true,
    enabledAt: new Date(active.enabledAt).toISOString(),
    backupCodes: countBackupCodes(active, sealing.openBackupCodes(accountId, active.sealedBackupCodes)),
    authenticators: readAuthenticators(active).map(({ id, name, addedAt, usedAt }) => ({
      id,
      name,
      addedAt: new Date(addedAt).toISOString(),
      lastUsedAt: usedAt === null ? null : new Date(usedAt).toISOString(),
    })),
  };
}
