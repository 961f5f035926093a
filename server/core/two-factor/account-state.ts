import { createHash } from 'node:crypto';
import type { KeyRing } from '../crypto/key-ring.js';
import { isInForce, toRequired, type Requirement } from '../policy/requirement.js';
import type { Status } from '../../../widget/protocol/messages.js';
import { readAuthenticators } from './authenticators.js';
import { toProof } from './check-input.js';
import { ageOfProof, describeStatus } from './rules.js';
import type { Sealing } from './sealing.js';
import type { TwoFactorStore } from './store.js';
import type { TwoFactor } from './two-factor.js';

/** The use cases that read an account's state, and the status after a change. */
export interface AccountState extends Pick<
  TwoFactor,
  'status' | 'accountOf' | 'isAccount' | 'isEnabled' | 'nextStage' | 'mustEnrol' | 'fingerprint'
> {
  /**
   * Adds the opaque account and the requirement to the status that `run` returns. Asks the policy before `run` changes something: a
   * policy that fails afterwards would make the change look as if it had not happened.
   */
  withRequirement(accountId: string, run: (requirement: Requirement | null) => Promise<Status>): Promise<Status>;
}

export interface AccountStateParts {
  store: TwoFactorStore;
  sealing: Sealing;
  keys: KeyRing;
  policy: (accountId: string) => Promise<Requirement | null>;
  clock: () => Date;
}

export function createAccountState({ store, sealing, keys, policy, clock }: AccountStateParts): AccountState {
  return {
    status: (accountId, proof = null) =>
      withRequirement(accountId, async () => {
        const factor = await store.read(accountId);
        const status = describeStatus(factor, sealing);
        const age = ageOfProof(factor, toProof(proof, 'twoFactor.status'), clock());
        // Rounded up: a page that takes it for recent enough must not be refused a moment later.
        return age === null ? status : { ...status, proofAge: Math.ceil(age) };
      }),
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
      // Hash the plaintext: the ciphertext changes on key rotation.
      const [first, ...others] = readAuthenticators(active);
      hash.update(sealing.openSecret(accountId, first.sealedSecret));
      hash.update(sealing.openBackupCodes(accountId, active.sealedBackupCodes));
      for (const { sealedSecret } of others) hash.update(sealing.openSecret(accountId, sealedSecret));
      return hash.digest('base64url');
    },

    withRequirement,
  };

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

  /** Keyed digests, which do not reveal the account's id. After a rotation the values of older keys are still accepted. */
  function accountsOf(accountId: string): readonly string[] {
    return keys.digests(accountId, 'account');
  }

  async function isEnabled(accountId: string): Promise<boolean> {
    return (await store.read(accountId)).active !== null;
  }
}
