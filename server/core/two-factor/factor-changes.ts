import { eventsOf, type Requester } from '../audit/events.js';
import type { SlowHash } from '../crypto/slow-hash.js';
import { TwoFactorError } from '../errors.js';
import type { NewBackupCodes, Setup, Status } from '../../../widget/protocol/messages.js';
import { afterUnblocking } from './attempt-policy.js';
import { createBackupCodes, idOfSet } from './backup-codes.js';
import { retryOnConflict, conflict } from './retry-on-conflict.js';
import { countFailure } from './count-failure.js';
import {
  codeInvalid,
  describeStatus,
  endOfRecovery,
  refuseWhileLocked,
  requireActive,
  requireEnrolling,
  requirePending,
  requireRecentProof,
  type SessionProof,
} from './rules.js';
import type { Sealing } from './sealing.js';
import type { SecondFactor, TwoFactorStore } from './store.js';
import { keyUri } from './key-uri.js';
import { generateSecret, matchStep, skewOf, type RandomSource, type Tolerance } from './totp.js';

/** A request about a set-up. */
export interface SetupRequester extends Requester {
  /** Set for somebody who is being enrolled at sign-in: when the sign-in expires. */
  enrolmentEndsAt?: Date;
}

/** A request that changes the factor, with the account's name in the authenticator app and the session's latest proof. */
export interface SessionRequester extends SetupRequester {
  accountName: string;
  proof: SessionProof | null;
}

/**
 * Set-up, new backup codes, disable. A pending value is stored beside the active factor until it is confirmed.
 *
 *     off ── beginSetup ─▶ off, set-up pending ── confirmSetup ─▶ on
 *     on ─── beginSetup ─▶ on, set-up pending ─── confirmSetup ─▶ on with the new factor and its codes
 *     on ─── beginBackupCodes ─▶ on, codes pending ── keepBackupCodes ─▶ on with the new codes
 *     … pending ── cancelSetup, dropBackupCodes, or ten minutes ─▶ as before
 *     on ─── disable ─▶ off, nothing pending
 *
 * Somebody who is being enrolled at sign-in begins, confirms and cancels a set-up while 2FA is off.
 */
export interface FactorChanges {
  beginSetup(requester: SessionRequester, now: Date): Promise<Setup>;
  /** @param id of the codes that the page has shown; without an id the latest ones are confirmed */
  confirmSetup(requester: SetupRequester, code: string, id: string | undefined, now: Date): Promise<Status>;
  cancelSetup(requester: SetupRequester, now: Date): Promise<void>;
  beginBackupCodes(requester: SessionRequester, now: Date): Promise<NewBackupCodes>;
  /** @param id of the codes that the page has shown; without an id the latest ones are confirmed */
  keepBackupCodes(requester: Requester, id: string | undefined, now: Date): Promise<Status>;
  dropBackupCodes(requester: Requester, now: Date): Promise<void>;
  /** @param isRequired whether the policy forbids it */
  disable(requester: SessionRequester, isRequired: boolean, now: Date): Promise<Status>;
}

const pendingMs = 10 * 60 * 1000;

export interface FactorChangesParts {
  store: TwoFactorStore;
  sealing: Sealing;
  /** The name in the authenticator app of this account. */
  issuerOf: (accountId: string) => Promise<string>;
  random: RandomSource;
  hash: SlowHash;
  tolerance: Tolerance;
}

export function createFactorChanges({
  store,
  sealing,
  issuerOf,
  random,
  hash,
  tolerance,
}: FactorChangesParts): FactorChanges {
  return {
    async beginSetup(requester, now) {
      const { accountId, accountName } = requester;
      // Check before the slow hashes of the codes, and again with the row that is written.
      requireMayBegin(await store.read(accountId), requester, now);
      const secret = generateSecret(random);
      const issuer = await issuerOf(accountId);
      const uri = keyUri({ issuer, account: accountName, secret });
      const { codes, packed } = await createBackupCodes({ hash, random, party: accountId });
      const setup = {
        sealedSecret: sealing.pending.sealSecret(accountId, secret),
        sealedBackupCodes: sealing.pending.sealBackupCodes(accountId, packed),
        expiresAt: now.getTime() + pendingMs,
      };
      await retryOnConflict(store, accountId, async (factor) => {
        requireMayBegin(factor, requester, now);
        return (await store.stageSetup(factor, setup, eventsOf(requester, now, 'setup_begun'))) || conflict;
      });
      return { keyUri: uri, ...toShown(codes, packed, setup.expiresAt) };
    },

    confirmSetup: (requester, code, id, now) =>
      retryOnConflict(store, requester.accountId, async (factor) => {
        requireMayGoOn(factor, requester, now);
        refuseWhileLocked(factor.budget, now);
        const pending = requirePending(factor.pendingSetup, now);
        requireSame(requester.accountId, pending, id);
        const secret = sealing.pending.openSecret(requester.accountId, pending.sealedSecret);
        const step = matchStep({ secret, code, now, after: -1, tolerance });
        if (step === null) {
          const budget = await countFailure(store, factor, 'setup_failed', requester, now);
          if (budget === conflict) return conflict;
          const skewSeconds = skewOf({ secret, code, now });
          if (skewSeconds !== null) throw new TwoFactorError('clock_out_of_sync', { skewSeconds });
          throw codeInvalid(budget);
        }
        // A replaced authenticator keeps the date on which 2FA was turned on.
        const enabledAt = factor.active?.enabledAt ?? now.getTime();
        const change = factor.active === null ? 'enabled' : 'replaced';
        const events = eventsOf(requester, now, change, ...endOfRecovery(factor, now));
        const active = {
          enabledAt,
          sealedSecret: sealing.sealSecret(requester.accountId, secret),
          lastStep: step,
          sealedBackupCodes: sealActive(requester.accountId, pending),
          spentBackupCodes: 0,
        };
        if (!(await store.activate(factor, active, afterUnblocking(factor.budget), events))) return conflict;
        return describeStatus({ ...factor, active }, sealing);
      }),

    cancelSetup: (requester, now) =>
      retryOnConflict(store, requester.accountId, async (factor) => {
        requireMayGoOn(factor, requester, now);
        if (factor.pendingSetup === null) return;
        if (!(await store.dropSetup(factor, eventsOf(requester, now, 'setup_cancelled')))) return conflict;
      }),

    async beginBackupCodes(requester, now) {
      const { accountId, proof } = requester;
      const factor = await store.read(accountId);
      requireActive(factor);
      requireRecentProof(factor, proof, now);
      const { codes, packed } = await createBackupCodes({ hash, random, party: accountId });
      const pending = {
        sealedBackupCodes: sealing.pending.sealBackupCodes(accountId, packed),
        expiresAt: now.getTime() + pendingMs,
      };
      await retryOnConflict(store, accountId, async (current) => {
        requireActive(current);
        requireRecentProof(current, proof, now);
        return (
          (await store.stageBackupCodes(current, pending, eventsOf(requester, now, 'backup_codes_begun'))) || conflict
        );
      });
      return toShown(codes, packed, pending.expiresAt);
    },

    keepBackupCodes: (requester, id, now) =>
      retryOnConflict(store, requester.accountId, async (factor) => {
        const pending = requirePending(factor.pendingBackupCodes, now);
        requireSame(requester.accountId, pending, id);
        const active = requireActive(factor);
        const sealedBackupCodes = sealActive(requester.accountId, pending);
        const events = eventsOf(requester, now, 'backup_codes_renewed', ...endOfRecovery(factor, now));
        if (!(await store.keepBackupCodes(factor, sealedBackupCodes, events))) return conflict;
        return describeStatus({ ...factor, active: { ...active, sealedBackupCodes, spentBackupCodes: 0 } }, sealing);
      }),

    dropBackupCodes: (requester, now) =>
      retryOnConflict(store, requester.accountId, async (factor) => {
        if (factor.pendingBackupCodes === null) return;
        if (!(await store.dropBackupCodes(factor, eventsOf(requester, now, 'backup_codes_dropped')))) return conflict;
      }),

    disable: (requester, isRequired, now) =>
      retryOnConflict(store, requester.accountId, async (factor) => {
        requireActive(factor);
        // Before the proof: a code would change nothing.
        if (isRequired) throw new TwoFactorError('required_by_policy');
        requireRecentProof(factor, requester.proof, now);
        const events = eventsOf(requester, now, 'disabled', ...endOfRecovery(factor, now));
        return (await store.disable(factor, events)) ? describeStatus({ ...factor, active: null }, sealing) : conflict;
      }),
  };

  /** Seals the pending codes again, for the purpose of active ones. */
  function sealActive(accountId: string, { sealedBackupCodes }: { sealedBackupCodes: string }): string {
    return sealing.sealBackupCodes(accountId, sealing.pending.openBackupCodes(accountId, sealedBackupCodes));
  }

  /** Another tab may have begun a newer set-up: a person never confirms codes that this page has not shown. */
  function requireSame(accountId: string, { sealedBackupCodes }: { sealedBackupCodes: string }, id?: string): void {
    if (id === undefined || id === idOfSet(sealing.pending.openBackupCodes(accountId, sealedBackupCodes))) return;
    throw new TwoFactorError('setup_expired');
  }
}

function requireMayBegin(factor: SecondFactor, requester: SessionRequester, now: Date): void {
  if (requester.enrolmentEndsAt === undefined) requireRecentProof(factor, requester.proof, now);
  else requireEnrolling(factor, requester.enrolmentEndsAt, now);
}

function requireMayGoOn(factor: SecondFactor, { enrolmentEndsAt }: SetupRequester, now: Date): void {
  if (enrolmentEndsAt !== undefined) requireEnrolling(factor, enrolmentEndsAt, now);
}

/** The codes as a person sees them, once. */
function toShown(backupCodes: string[], packed: Uint8Array, expiresAt: number): NewBackupCodes {
  return { backupCodes, expiresAt: new Date(expiresAt).toISOString(), id: idOfSet(packed) };
}
