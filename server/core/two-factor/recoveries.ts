import { detailed, eventsOf, type AuditEvent, type Requester } from '../audit/events.js';
import { KeyRingError, type KeyRing } from '../crypto/key-ring.js';
import type { SlowHash } from '../crypto/slow-hash.js';
import { hourMs } from '../durations.js';
import { TwoFactorError } from '../errors.js';
import { createRecoveryCode, openRecovery, type OpenedRecovery } from './recovery-code.js';
import { conflict, retryOnConflict } from './retry-on-conflict.js';
import { hasRecovery } from './rules.js';
import type { Sealing } from './sealing.js';
import type { SecondFactor, TwoFactorStore } from './store.js';
import type { RandomSource } from './totp.js';
import { turnOf } from './turn-of.js';

/** How long the owner can stop a recovery before its code works. */
export const defaultDelayHours = 24;
const maxDelayHours = 72;
/** How long a recovery code works after the delay. */
const recoveryLivesMs = 72 * hourMs;

/** @throws {TypeError} for a delay that an operator cannot mean */
export function requireDelay(hours: unknown): number {
  if (typeof hours === 'number' && hours >= 0 && hours <= maxDelayHours) return hours;
  throw new TypeError(`the delay of a recovery has to be 0 to ${maxDelayHours} hours`);
}

/** For a person without phone and backup codes. It is shown once and stored only as a sealed hash. */
export interface RecoveryCode {
  /** In the form of a backup code. */
  code: string;
  validFrom: Date;
  expiresAt: Date;
}

/** For the owner's mails alone. */
export interface RunningRecovery {
  validFrom: Date;
  expiresAt: Date;
  /** Stops the recovery. */
  stopToken: string;
}

/**
 * An administrator gives a locked-out owner a code that works once, after a delay. The second factor stays on throughout. The owner gets
 * a notice when the delay begins and when it is over, each with a way to stop the recovery.
 *
 *     none ─── begin ──▶ waiting ── the delay ──▶ valid ── the right code, once ─▶ none
 *     waiting, valid ── stop (the owner), cancel (an administrator) ─▶ none
 *     waiting, valid ── a right code or backup code, a change of the factor, new backup codes ─▶ none: the owner is not locked out
 *     valid ── 72 hours ─▶ none
 *     waiting, valid ── begin ─▶ waiting, with another code
 */
export interface Recoveries {
  /** @returns null when 2FA is off */
  begin(requester: Requester, detail: string, now: Date): Promise<RecoveryCode | null>;
  /** Records once that the delay is over, for the audit trail and the notice. */
  announce(requester: Requester, now: Date): Promise<void>;
  /** Does not reveal whether a recovery was running. */
  stop(token: string, client: Requester['client'], now: Date): Promise<void>;
  /** @returns false when no recovery is running */
  cancel(requester: Requester, detail: string, now: Date): Promise<boolean>;
  /** Null when no recovery is running. */
  running(accountId: string, now: Date): Promise<RunningRecovery | null>;
}

export interface RecoveriesParts {
  store: TwoFactorStore;
  sealing: Sealing;
  keys: KeyRing;
  hash: SlowHash;
  random: RandomSource;
  delayMs: number;
}

/** A token is sealed and not stored, so a reader of the database or of the audit trail cannot make one. */
const tokenContext = { accountId: '', purpose: 'stop-recovery' };

export function createRecoveries({ store, sealing, keys, hash, random, delayMs }: RecoveriesParts): Recoveries {
  return {
    async begin(requester, detail, now) {
      const { accountId } = requester;
      const { active } = await store.read(accountId);
      if (active === null) return null;
      const backupCodes = sealing.openBackupCodes(accountId, active.sealedBackupCodes);
      const { code, plain } = await createRecoveryCode({ backupCodes, hash, random, party: turnOf(requester) });
      const validFrom = now.getTime() + delayMs;
      const recovery = {
        sealedCode: sealing.sealRecovery(accountId, plain),
        validFrom,
        expiresAt: validFrom + recoveryLivesMs,
        announcedAt: delayMs === 0 ? now.getTime() : null,
      };
      const events = beginning(requester, detail, now, recovery);
      return retryOnConflict<RecoveryCode | null>(store, accountId, async (factor) => {
        if (factor.active === null) return null;
        // The owner has renewed the backup codes while the hash ran, and so is not locked out.
        if (openRecovery({ ...factor, recovery }, sealing) === null) {
          throw new TwoFactorError('unavailable', { retryAfter: 1 });
        }
        if (!(await store.stageRecovery(factor, recovery, events))) return conflict;
        return { code, validFrom: new Date(validFrom), expiresAt: new Date(recovery.expiresAt) };
      });
    },

    announce: (requester, now) =>
      retryOnConflict(store, requester.accountId, async (factor) => {
        const running = runningIn(factor, now);
        if (running === null || running.announcedAt !== null || running.validFrom > now.getTime()) return;
        const events = eventsOf(requester, now, 'recovery_ready');
        if (!(await store.announceRecovery(factor, now.getTime(), events))) return conflict;
      }),

    async stop(token, client, now) {
      const named = readToken(token);
      if (named === null) return;
      const requester = { accountId: named.accountId, ...(client && { client }) };
      await retryOnConflict<void>(store, named.accountId, async (factor) => {
        if (runningIn(factor, now)?.id !== named.id) return;
        if (!(await store.dropRecovery(factor, eventsOf(requester, now, 'recovery_stopped')))) return conflict;
      });
    },

    cancel: (requester, detail, now) =>
      retryOnConflict(store, requester.accountId, async (factor) => {
        // Also one that cannot be opened: an administrator has to be able to end it.
        if (!hasRecovery(factor, now)) return false;
        const events = detailed(eventsOf(requester, now, 'recovery_stopped'), detail);
        return (await store.dropRecovery(factor, events)) || conflict;
      }),

    async running(accountId, now) {
      const running = runningIn(await store.read(accountId), now);
      if (running === null) return null;
      const stopToken = keys.seal(Buffer.from(JSON.stringify([accountId, running.id])), tokenContext);
      return { validFrom: new Date(running.validFrom), expiresAt: new Date(running.expiresAt), stopToken };
    },
  };

  function runningIn(factor: SecondFactor, now: Date): OpenedRecovery | null {
    return hasRecovery(factor, now) ? openRecovery(factor, sealing) : null;
  }

  function readToken(token: string): { accountId: string; id: string } | null {
    try {
      const [accountId, id] = JSON.parse(Buffer.from(keys.open(token, tokenContext)).toString('utf8')) as string[];
      return { accountId: accountId!, id: id! };
    } catch (error) {
      if (error instanceof KeyRingError) return null;
      throw error;
    }
  }
}

/** The second entry waits in the queue of notices until the delay is over: `recovery_ready` follows it. */
function beginning(
  requester: Requester,
  detail: string,
  now: Date,
  { validFrom, expiresAt }: { validFrom: number; expiresAt: number },
): AuditEvent[] {
  const begun = detailed(eventsOf(requester, now, 'recovery_begun'), detail);
  if (validFrom === now.getTime()) return [...begun, ...eventsOf(requester, now, 'recovery_ready')];
  const times = [validFrom, expiresAt].map((time) => new Date(time).toISOString());
  return [...begun, ...detailed(eventsOf(requester, now, 'recovery_waiting'), times.join(' to '))];
}
