import { eventsOf, type Asker } from '../audit/events.js';
import { TwoFactorError } from '../errors.js';
import type { NewBackupCodes, Setup, Status } from '../../../widget/protocol/messages.js';
import { afterUnblocking } from './attempt-policy.js';
import { createBackupCodes, idOfSet } from './backup-codes.js';
import { contend, lost } from './contend.js';
import { countFailure } from './count-failure.js';
import {
  codeInvalid,
  describeStatus,
  refuseWhileLocked,
  requireActive,
  requirePending,
  requireRecentProof,
  type SessionProof,
} from './rules.js';
import type { Sealing } from './sealing.js';
import type { TwoFactorStore } from './store.js';
import { keyUri } from './key-uri.js';
import { generateSecret, matchStep, skewOf, type RandomSource, type Tolerance } from './totp.js';

/** Who asks for a change: the account, its name in the authenticator app, and what its session proved. */
export interface Holder extends Asker {
  accountName: string;
  proof: SessionProof | null;
}

/** Set-up, new backup codes, disable. Pending things wait beside the active ones until they are confirmed. */
export interface Enrolment {
  beginSetup(holder: Holder, now: Date): Promise<Setup>;
  /** @param id of what was shown; without one the latest is meant */
  confirmSetup(asker: Asker, code: string, id: string | undefined, now: Date): Promise<Status>;
  cancelSetup(asker: Asker, now: Date): Promise<void>;
  beginBackupCodes(holder: Holder, now: Date): Promise<NewBackupCodes>;
  /** @param id of what was shown; without one the latest is meant */
  keepBackupCodes(asker: Asker, id: string | undefined, now: Date): Promise<Status>;
  dropBackupCodes(asker: Asker, now: Date): Promise<void>;
  disable(holder: Holder, now: Date): Promise<Status>;
}

const pendingMs = 10 * 60 * 1000;

export interface EnrolmentParts {
  store: TwoFactorStore;
  sealing: Sealing;
  issuer: string;
  random: RandomSource;
  tolerance: Tolerance;
}

export function createEnrolment({ store, sealing, issuer, random, tolerance }: EnrolmentParts): Enrolment {
  return {
    async beginSetup(holder, now) {
      const { accountId, accountName, proof } = holder;
      // Refused before ten hashes are run, and once more with the row that is written.
      requireRecentProof(await store.read(accountId), proof, now);
      const secret = generateSecret(random);
      const uri = keyUri({ issuer, account: accountName, secret });
      const { codes, packed } = await createBackupCodes(random, accountId);
      const setup = {
        sealedSecret: sealing.pending.sealSecret(accountId, secret),
        sealedBackupCodes: sealing.pending.sealBackupCodes(accountId, packed),
        expiresAt: now.getTime() + pendingMs,
      };
      await contend(store, accountId, async (factor) => {
        requireRecentProof(factor, proof, now);
        return (await store.stageSetup(factor, setup, eventsOf(holder, now, 'setup_begun'))) || lost;
      });
      return { keyUri: uri, ...shown(codes, packed, setup.expiresAt) };
    },

    confirmSetup: (asker, code, id, now) =>
      contend(store, asker.accountId, async (factor) => {
        refuseWhileLocked(factor.budget, now);
        const pending = requirePending(factor.pendingSetup, now);
        requireSame(asker.accountId, pending, id);
        const secret = sealing.pending.openSecret(asker.accountId, pending.sealedSecret);
        const step = matchStep({ secret, code, now, after: -1, tolerance });
        if (step === null) {
          const budget = await countFailure(store, factor, 'setup_failed', asker, now);
          if (budget === lost) return lost;
          const skewSeconds = skewOf({ secret, code, now });
          if (skewSeconds !== null) throw new TwoFactorError('clock_out_of_sync', { skewSeconds });
          throw codeInvalid(budget);
        }
        // A replaced authenticator does not make 2FA any younger.
        const enabledAt = factor.active?.enabledAt ?? now.getTime();
        const events = eventsOf(asker, now, factor.active === null ? 'enabled' : 'replaced');
        const active = {
          enabledAt,
          sealedSecret: sealing.sealSecret(asker.accountId, secret),
          lastStep: step,
          sealedBackupCodes: sealActive(asker.accountId, pending),
          spentBackupCodes: 0,
        };
        if (!(await store.activate(factor, active, afterUnblocking(factor.budget), events))) return lost;
        return describeStatus({ ...factor, active }, sealing);
      }),

    cancelSetup: (asker, now) =>
      contend(store, asker.accountId, async (factor) => {
        if (factor.pendingSetup === null) return;
        if (!(await store.dropSetup(factor, eventsOf(asker, now, 'setup_cancelled')))) return lost;
      }),

    async beginBackupCodes(holder, now) {
      const { accountId, proof } = holder;
      const factor = await store.read(accountId);
      requireActive(factor);
      requireRecentProof(factor, proof, now);
      const { codes, packed } = await createBackupCodes(random, accountId);
      const pending = {
        sealedBackupCodes: sealing.pending.sealBackupCodes(accountId, packed),
        expiresAt: now.getTime() + pendingMs,
      };
      await contend(store, accountId, async (current) => {
        requireActive(current);
        requireRecentProof(current, proof, now);
        return (await store.stageBackupCodes(current, pending, eventsOf(holder, now, 'backup_codes_begun'))) || lost;
      });
      return shown(codes, packed, pending.expiresAt);
    },

    keepBackupCodes: (asker, id, now) =>
      contend(store, asker.accountId, async (factor) => {
        const pending = requirePending(factor.pendingBackupCodes, now);
        requireSame(asker.accountId, pending, id);
        const active = requireActive(factor);
        const sealedBackupCodes = sealActive(asker.accountId, pending);
        if (!(await store.keepBackupCodes(factor, sealedBackupCodes, eventsOf(asker, now, 'backup_codes_renewed'))))
          return lost;
        return describeStatus({ ...factor, active: { ...active, sealedBackupCodes, spentBackupCodes: 0 } }, sealing);
      }),

    dropBackupCodes: (asker, now) =>
      contend(store, asker.accountId, async (factor) => {
        if (factor.pendingBackupCodes === null) return;
        if (!(await store.dropBackupCodes(factor, eventsOf(asker, now, 'backup_codes_dropped')))) return lost;
      }),

    disable: (holder, now) =>
      contend(store, holder.accountId, async (factor) => {
        requireActive(factor);
        requireRecentProof(factor, holder.proof, now);
        return (await store.disable(factor, eventsOf(holder, now, 'disabled')))
          ? describeStatus({ ...factor, active: null }, sealing)
          : lost;
      }),
  };

  /** The same codes, in the seal of what is active. */
  function sealActive(accountId: string, { sealedBackupCodes }: { sealedBackupCodes: string }): string {
    return sealing.sealBackupCodes(accountId, sealing.pending.openBackupCodes(accountId, sealedBackupCodes));
  }

  /** In another tab something else may have become pending: what a person has not seen is never confirmed. */
  function requireSame(accountId: string, { sealedBackupCodes }: { sealedBackupCodes: string }, id?: string): void {
    if (id === undefined || id === idOfSet(sealing.pending.openBackupCodes(accountId, sealedBackupCodes))) return;
    throw new TwoFactorError('setup_expired');
  }
}

/** What a person is shown of a set of codes, this once. */
function shown(backupCodes: string[], packed: Uint8Array, expiresAt: number): NewBackupCodes {
  return { backupCodes, expiresAt: new Date(expiresAt).toISOString(), id: idOfSet(packed) };
}
