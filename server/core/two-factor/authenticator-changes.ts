import { detailed, eventsOf, type Requester } from '../audit/events.js';
import { TwoFactorError } from '../errors.js';
import type { Status } from '../../../widget/protocol/messages.js';
import { requireName } from './authenticator-name.js';
import { readAuthenticators, writeAuthenticators } from './authenticators.js';
import type { SessionRequester } from './factor-changes.js';
import { conflict, retryOnConflict } from './retry-on-conflict.js';
import { describeStatus, endOfRecovery, requireActive, requireRecentProof } from './rules.js';
import type { Sealing } from './sealing.js';
import type { Authenticator, Authenticators, SecondFactor, TwoFactorStore } from './store.js';

/**
 * Changes of one authenticator among several. `FactorChanges` adds them.
 *
 *     on with n ── nameAuthenticator ─▶ on with n
 *     on with n ── removeAuthenticator ─▶ on with n − 1, but never with none
 */
export interface AuthenticatorChanges {
  nameAuthenticator(requester: Requester, id: string, name: string, now: Date): Promise<Status>;
  /** @param isRequired whether the policy requires 2FA */
  removeAuthenticator(requester: SessionRequester, id: string, isRequired: boolean, now: Date): Promise<Status>;
}

export function createAuthenticatorChanges(store: TwoFactorStore, sealing: Sealing): AuthenticatorChanges {
  return {
    nameAuthenticator: (requester, id, given, now) =>
      retryOnConflict(store, requester.accountId, async (factor) => {
        const name = requireName(given, 'nameAuthenticator');
        const authenticators = readAuthenticators(requireActive(factor));
        const found = find(authenticators, id);
        if (found.name === name) return describeStatus(factor, sealing);
        const [first, ...others] = authenticators.map((one) => (one === found ? { ...one, name } : one));
        const events = detailed(eventsOf(requester, now, 'authenticator_named'), name);
        return keep(factor, [first!, ...others], events);
      }),

    removeAuthenticator: (requester, id, isRequired, now) =>
      retryOnConflict(store, requester.accountId, async (factor) => {
        const authenticators = readAuthenticators(requireActive(factor));
        requireRecentProof(factor, requester.proof, now);
        const removed = find(authenticators, id);
        const [first, ...others] = authenticators.filter((one) => one !== removed);
        if (first === undefined) throw new TwoFactorError(isRequired ? 'required_by_policy' : 'last_authenticator');
        // A recovery ends: an owner with a recent proof is not locked out.
        const events = [
          ...detailed(eventsOf(requester, now, 'authenticator_removed'), removed.name),
          ...eventsOf(requester, now, ...endOfRecovery(factor, now)),
        ];
        return keep(factor, [first, ...others], events);
      }),
  };

  async function keep(
    factor: SecondFactor,
    authenticators: Authenticators,
    events: Parameters<TwoFactorStore['keepAuthenticators']>[2],
  ): Promise<Status | typeof conflict> {
    if (!(await store.keepAuthenticators(factor, authenticators, events))) return conflict;
    const active = { ...requireActive(factor), ...writeAuthenticators(authenticators) };
    return describeStatus({ ...factor, active }, sealing);
  }
}

function find(authenticators: Authenticators, id: string): Authenticator {
  const found = authenticators.find((one) => one.id === id);
  if (found === undefined) throw new TwoFactorError('not_found');
  return found;
}
