import type { Status } from '../protocol/messages.js';
import { idle, intended, type Rereading, type SetupState } from './setup-state.js';

/** The state after the status was read again: a lost answer, or another tab, may have made the change. */
export function reread(state: Rereading, status: Status): SetupState {
  const { status: before, intent, after, mayBeDone } = state;
  if (status.account !== before.account) return { at: 'signed-out', failure: { code: 'not_signed_in' } };
  if (after === 'start') return rereadAfterStart(state, status);
  if (intent === 'renew-at-once') return { at: 'idle', status, notice: 'renewed' };
  if (intent === 'add') {
    const isThere = mayBeDone !== false && idsOf(status).length > idsOf(before).length;
    return isThere ? { at: 'idle', status, notice: 'added' } : { ...intended('expired', state), status };
  }
  if (intent === 'enable' && status.enabled) {
    return mayBeDone === false
      ? { at: 'expired', status, intent: 'replace' }
      : { at: 'idle', status, notice: 'enabled' };
  }
  const replaced = status.enabled && before.enabled && status.enabledAt !== before.enabledAt;
  return replaced || (mayBeDone !== false && isAnother(before, status))
    ? { at: 'idle', status, notice: 'replaced' }
    : { at: 'expired', status, intent };
}

/** What a lost answer may have done, and what another tab has done. */
function rereadAfterStart({ intent, authenticator, notFound }: Rereading, status: Status): SetupState {
  if (intent === 'disable' && !status.enabled) return { at: 'idle', status, notice: 'disabled' };
  if (!status.enabled || authenticator === undefined) return idle(status);
  const isListed = status.authenticators?.some(({ id }) => id === authenticator.id);
  if (intent === 'remove' && !isListed) return { at: 'idle', status, notice: 'removed' };
  if (!notFound || !isListed) return idle(status);
  // The back end lists authenticators, and has no operation for them.
  const { authenticators: _unusable, ...usable } = status;
  return idle(usable);
}

/** Whether none of the authenticators of before is there. A back end may keep the date of a replaced one. */
function isAnother(before: Status, status: Status): boolean {
  const known = new Set(idsOf(before));
  const ids = idsOf(status);
  return known.size > 0 && ids.length > 0 && !ids.some((id) => known.has(id));
}

function idsOf(status: Status): string[] {
  return (status.enabled && status.authenticators?.map(({ id }) => id)) || [];
}
