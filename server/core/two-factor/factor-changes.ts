import { detailed, eventsOf, type Requester } from '../audit/events.js';
import type { SlowHash } from '../crypto/slow-hash.js';
import { TwoFactorError } from '../errors.js';
import type {
  NewBackupCodes,
  Setup,
  SetupConfirmation,
  SetupOptions,
  Status,
} from '../../../widget/protocol/messages.js';
import { afterSuccess, afterUnblocking } from './attempt-policy.js';
import { requireName } from './authenticator-name.js';
import { freeName, newAuthenticatorId, readAuthenticators, writeAuthenticators } from './authenticators.js';
import { createBackupCodes, idOfSet } from './backup-codes.js';
import { retryOnConflict, conflict } from './retry-on-conflict.js';
import { countFailure } from './count-attempt.js';
import {
  codeInvalid,
  describeStatus,
  endOfRecovery,
  pendingMs,
  refuseWhileLocked,
  requireActive,
  requireEnrolling,
  requirePending,
  requireRecentProof,
  type SessionProof,
} from './rules.js';
import { isAddition, newAddition } from './pending-addition.js';
import { maxAuthenticators } from '../../../widget/protocol/limits.js';
import type { Sealing } from './sealing.js';
import type { ActiveFactor, Authenticator, Authenticators, SecondFactor, TwoFactorStore } from './store.js';
import { keyUri } from './key-uri.js';
import { generateSecret, matchStep, skewOf, type RandomSource, type Tolerance } from './totp.js';
import { turnOf } from './turn-of.js';

/** A request about a set-up. */
export interface SetupRequester extends Requester {
  /** Set during an enrolment at sign-in: when the sign-in expires. */
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
 *     on ─── beginSetup ─▶ on, set-up pending ─── confirmSetup ─▶ on with the new factor and its codes alone
 *     on ─── beginSetup, add ─▶ on, set-up pending ─── confirmSetup ─▶ on with one more authenticator
 *     on ─── beginBackupCodes ─▶ on, codes pending ── keepBackupCodes ─▶ on with the new codes
 *     … pending ── cancelSetup, dropBackupCodes, or ten minutes ─▶ as before
 *     on ─── disable ─▶ off, nothing pending
 *
 * An enrolment at sign-in may begin, confirm and cancel a set-up while 2FA is off. It cannot add an authenticator.
 */
export interface FactorChanges {
  beginSetup(requester: SessionRequester, options: SetupOptions, now: Date): Promise<Setup>;
  /** Without the id of the set-up that the page has shown, it confirms the latest one. */
  confirmSetup(requester: SetupRequester, confirmation: SetupConfirmation, now: Date): Promise<Status>;
  cancelSetup(requester: SetupRequester, now: Date): Promise<void>;
  beginBackupCodes(requester: SessionRequester, now: Date): Promise<NewBackupCodes>;
  /** @param id of the codes that the page has shown; without an id it confirms the latest ones */
  keepBackupCodes(requester: Requester, id: string | undefined, now: Date): Promise<Status>;
  dropBackupCodes(requester: Requester, now: Date): Promise<void>;
  /** @param isRequired whether the policy forbids it */
  disable(requester: SessionRequester, isRequired: boolean, now: Date): Promise<Status>;
}

export interface FactorChangesParts {
  store: TwoFactorStore;
  sealing: Sealing;
  /** The product's name in the authenticator app of this account. */
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
    async beginSetup(requester, { mode }, now) {
      const { accountId, accountName } = requester;
      const adds = mode === 'add';
      const check = (factor: SecondFactor): void => {
        requireMayBegin(factor, requester, adds, now);
      };
      // Check before the slow hashes of the codes, and again with the row that is written.
      check(await store.read(accountId));
      const secret = generateSecret(random);
      const issuer = await issuerOf(accountId);
      const uri = keyUri({ issuer, account: accountName, secret });
      const { codes, packed } = adds
        ? { codes: [], packed: newAddition(random) }
        : await createBackupCodes({ hash, random, party: turnOf(requester) });
      const setup = {
        sealedSecret: sealing.pending.sealSecret(accountId, secret),
        sealedBackupCodes: sealing.pending.sealBackupCodes(accountId, packed),
        expiresAt: now.getTime() + pendingMs,
      };
      await retryOnConflict(store, accountId, async (factor) => {
        check(factor);
        return (await store.stageSetup(factor, setup, eventsOf(requester, now, 'setup_begun'))) || conflict;
      });
      return { keyUri: uri, ...toShown(codes, packed, setup.expiresAt) };
    },

    confirmSetup: (requester, { code, id, name }, now) =>
      retryOnConflict(store, requester.accountId, async (factor) => {
        const { accountId } = requester;
        requireMayGoOn(factor, requester, now);
        refuseWhileLocked(factor.budget, now);
        const pending = requirePending(factor.pendingSetup, now);
        requireSame(accountId, pending, id);
        const adds = isAddition(sealing.pending.openBackupCodes(accountId, pending.sealedBackupCodes));
        if (adds) requireRoom(factor);
        const secret = sealing.pending.openSecret(accountId, pending.sealedSecret);
        const step = matchStep({ secret, code, now, after: -1, tolerance });
        if (step === null) {
          const budget = await countFailure(store, factor, ['setup_failed', 'totp'], requester, now);
          if (budget === conflict) return conflict;
          const skewSeconds = skewOf({ secret, code, now });
          if (skewSeconds !== null) throw new TwoFactorError('clock_out_of_sync', { skewSeconds });
          throw codeInvalid(budget);
        }
        const others = adds && factor.active !== null ? readAuthenticators(factor.active) : [];
        const confirmed: Authenticator = {
          id: newAuthenticatorId(random),
          name: name === undefined ? freeName(others) : requireName(name, 'confirmSetup'),
          addedAt: now.getTime(),
          usedAt: null,
          sealedSecret: sealing.sealSecret(accountId, secret),
          lastStep: step,
        };
        const active = adds
          ? await add(requester, factor, confirmed, now)
          : await replace(requester, factor, confirmed, sealActive(accountId, pending), now);
        return active === conflict ? conflict : describeStatus({ ...factor, active }, sealing);
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
      const { codes, packed } = await createBackupCodes({ hash, random, party: turnOf(requester) });
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

  /** Turns 2FA on, or replaces all authenticators by the new one. */
  async function replace(
    requester: Requester,
    factor: SecondFactor,
    confirmed: Authenticator,
    sealedBackupCodes: string,
    now: Date,
  ): Promise<ActiveFactor | typeof conflict> {
    const active = {
      // A replaced authenticator keeps the date on which 2FA was turned on.
      enabledAt: factor.active?.enabledAt ?? now.getTime(),
      ...writeAuthenticators([confirmed]),
      sealedBackupCodes,
      spentBackupCodes: 0,
    };
    const change = factor.active === null ? 'enabled' : 'replaced';
    const events = eventsOf(requester, now, change, ...endOfRecovery(factor, now));
    return (await store.activate(factor, active, afterUnblocking(factor.budget), events)) ? active : conflict;
  }

  /**
   * Adds the new authenticator to the others. A block stays, since the new authenticator's codes would get around it. A recovery ends,
   * since an owner with a recent proof and a right code is not locked out.
   */
  async function add(
    requester: Requester,
    factor: SecondFactor,
    confirmed: Authenticator,
    now: Date,
  ): Promise<ActiveFactor | typeof conflict> {
    const active = requireActive(factor);
    const [first, ...others] = readAuthenticators(active);
    const added = detailed(eventsOf(requester, now, 'authenticator_added'), confirmed.name);
    const events = [...added, ...eventsOf(requester, now, ...endOfRecovery(factor, now))];
    const next: Authenticators = [first, ...others, confirmed];
    if (!(await store.addAuthenticator(factor, next, afterSuccess(factor.budget), events))) return conflict;
    await requireKept(requester.accountId);
    return { ...active, ...writeAuthenticators(next) };
  }

  /** An adopter's `SecondFactorRows` of an earlier version may drop the column. Then the owner must not rely on the new phone. */
  async function requireKept(accountId: string): Promise<void> {
    const { active } = await store.read(accountId);
    if (active === null || typeof active.authenticators === 'string') return;
    throw new Error('the rows of this database do not keep `authenticators`: see SecondFactorRows');
  }

  /** Seals the pending codes again, for the purpose of active ones. */
  function sealActive(accountId: string, { sealedBackupCodes }: { sealedBackupCodes: string }): string {
    return sealing.sealBackupCodes(accountId, sealing.pending.openBackupCodes(accountId, sealedBackupCodes));
  }

  /** Another tab may have begun a newer set-up. A page must only confirm what it has shown. */
  function requireSame(accountId: string, { sealedBackupCodes }: { sealedBackupCodes: string }, id?: string): void {
    if (id === undefined || id === idOfSet(sealing.pending.openBackupCodes(accountId, sealedBackupCodes))) return;
    throw new TwoFactorError('setup_expired');
  }
}

/** An account in enrolment has no authenticator, so it cannot add another. */
function requireMayBegin(factor: SecondFactor, requester: SessionRequester, adds: boolean, now: Date): void {
  const { enrolmentEndsAt, proof } = requester;
  if (enrolmentEndsAt !== undefined) requireEnrolling(factor, enrolmentEndsAt, now);
  if (adds) requireActive(factor);
  if (enrolmentEndsAt === undefined) requireRecentProof(factor, proof, now);
  if (adds) requireRoom(factor);
}

function requireMayGoOn(factor: SecondFactor, { enrolmentEndsAt }: SetupRequester, now: Date): void {
  if (enrolmentEndsAt !== undefined) requireEnrolling(factor, enrolmentEndsAt, now);
}

/** @throws `setup_expired` when 2FA was turned off meanwhile, `too_many_authenticators` */
function requireRoom({ active }: SecondFactor): void {
  if (active === null) throw new TwoFactorError('setup_expired');
  if (readAuthenticators(active).length >= maxAuthenticators) throw new TwoFactorError('too_many_authenticators');
}

/** The answer that shows the codes, the only one that ever does. */
function toShown(backupCodes: string[], packed: Uint8Array, expiresAt: number): NewBackupCodes {
  return { backupCodes, expiresAt: new Date(expiresAt).toISOString(), id: idOfSet(packed) };
}
