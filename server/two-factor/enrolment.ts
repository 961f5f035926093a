import { TwoFactorError } from '../errors.js';
import type { NewBackupCodes, Setup, Status } from '../../widget/protocol/messages.js';
import { afterFailure, attemptsRemaining } from './attempt-policy.js';
import { createBackupCodes } from './backup-codes.js';
import { contend, lost } from './contend.js';
import {
  describeStatus,
  refuseWhileLocked,
  requireActive,
  requirePending,
  requireRecentProof,
  type SessionProof,
} from './rules.js';
import type { Sealing } from './sealing.js';
import type { TwoFactorStore } from './store.js';
import { generateSecret, keyUri, matchStep, skewOf, type RandomSource } from './totp.js';

/** Who asks for a change: the account, its name in the authenticator app, and what its session proved. */
export interface Holder {
  accountId: string;
  accountName: string;
  proof: SessionProof | null;
}

/** Set-up, new backup codes, disable. Pending things wait beside the active ones until they are confirmed. */
export interface Enrolment {
  beginSetup(holder: Holder, now: Date): Promise<Setup>;
  confirmSetup(accountId: string, code: string, now: Date): Promise<Status>;
  cancelSetup(accountId: string): Promise<void>;
  beginBackupCodes(holder: Holder, now: Date): Promise<NewBackupCodes>;
  keepBackupCodes(accountId: string, now: Date): Promise<Status>;
  dropBackupCodes(accountId: string): Promise<void>;
  disable(holder: Holder, now: Date): Promise<Status>;
}

const pendingMs = 10 * 60 * 1000;

export interface EnrolmentParts {
  store: TwoFactorStore;
  sealing: Sealing;
  issuer: string;
  random: RandomSource;
}

export function createEnrolment({ store, sealing, issuer, random }: EnrolmentParts): Enrolment {
  return {
    async beginSetup({ accountId, accountName, proof }, now) {
      // Refused before ten hashes are run, and once more with the row that is written.
      requireRecentProof(await store.read(accountId), proof, now);
      const secret = generateSecret(random);
      const uri = keyUri({ issuer, account: accountName, secret });
      const { codes, packed } = await createBackupCodes(random);
      const setup = {
        sealedSecret: sealing.sealSecret(accountId, secret),
        sealedBackupCodes: sealing.sealBackupCodes(accountId, packed),
        expiresAt: now.getTime() + pendingMs,
      };
      await contend(store, accountId, async (factor) => {
        requireRecentProof(factor, proof, now);
        return (await store.stageSetup(factor, setup)) || lost;
      });
      return { keyUri: uri, backupCodes: codes, expiresAt: new Date(setup.expiresAt).toISOString() };
    },

    confirmSetup: (accountId, code, now) =>
      contend(store, accountId, async (factor) => {
        refuseWhileLocked(factor.budget, now);
        const pending = requirePending(factor.pendingSetup, now);
        const secret = sealing.openSecret(accountId, pending.sealedSecret);
        const step = matchStep({ secret, code, now, after: -1 });
        if (step === null) {
          const budget = afterFailure(factor.budget, now);
          if (!(await store.recordFailure(factor, budget))) return lost;
          const skewSeconds = skewOf({ secret, code, now });
          if (skewSeconds !== null) throw new TwoFactorError('clock_out_of_sync', { skewSeconds });
          throw new TwoFactorError('code_invalid', { attemptsRemaining: attemptsRemaining(budget) });
        }
        // A replaced authenticator does not make 2FA any younger.
        const enabledAt = factor.active?.enabledAt ?? now.getTime();
        if (!(await store.activate(factor, { step, enabledAt }))) return lost;
        const { sealedSecret, sealedBackupCodes } = pending;
        return describeStatus({
          ...factor,
          active: { enabledAt, sealedSecret, lastStep: step, sealedBackupCodes, spentBackupCodes: 0 },
        });
      }),

    cancelSetup: (accountId) =>
      contend(store, accountId, async (factor) => {
        if (factor.pendingSetup !== null && !(await store.dropSetup(factor))) return lost;
      }),

    async beginBackupCodes({ accountId, proof }, now) {
      const factor = await store.read(accountId);
      requireActive(factor);
      requireRecentProof(factor, proof, now);
      const { codes, packed } = await createBackupCodes(random);
      const pending = {
        sealedBackupCodes: sealing.sealBackupCodes(accountId, packed),
        expiresAt: now.getTime() + pendingMs,
      };
      await contend(store, accountId, async (current) => {
        requireActive(current);
        requireRecentProof(current, proof, now);
        return (await store.stageBackupCodes(current, pending)) || lost;
      });
      return { backupCodes: codes, expiresAt: new Date(pending.expiresAt).toISOString() };
    },

    keepBackupCodes: (accountId, now) =>
      contend(store, accountId, async (factor) => {
        const { sealedBackupCodes } = requirePending(factor.pendingBackupCodes, now);
        const active = requireActive(factor);
        if (!(await store.keepBackupCodes(factor))) return lost;
        return describeStatus({ ...factor, active: { ...active, sealedBackupCodes, spentBackupCodes: 0 } });
      }),

    dropBackupCodes: (accountId) =>
      contend(store, accountId, async (factor) => {
        if (factor.pendingBackupCodes !== null && !(await store.dropBackupCodes(factor))) return lost;
      }),

    disable: ({ accountId, proof }, now) =>
      contend(store, accountId, async (factor) => {
        requireActive(factor);
        requireRecentProof(factor, proof, now);
        return (await store.disable(factor)) ? describeStatus({ ...factor, active: null }) : lost;
      }),
  };
}
