import type { AccountStore, Account } from '../account/account-store.js';
import type { DeviceLine, DeviceStore } from '../account/device-store.js';
import type { SessionStore } from '../account/session-store.js';
import type { AuditLog } from '../../core/audit/audit-log.js';
import { eventsOf, type AuditEvent, type AuditEventName } from '../../core/audit/events.js';
import { KeyRingError, type KeyRing } from '../../core/crypto/key-ring.js';
import { afterUnblocking, secondsLocked, untouchedBudget } from '../../core/two-factor/attempt-policy.js';
import type { Log } from '../../core/log.js';
import { retryOnConflict, conflict } from '../../core/two-factor/retry-on-conflict.js';
import { countBackupCodes } from '../../core/two-factor/rules.js';
import { purposes } from '../../core/two-factor/sealing.js';
import {
  DamagedRowError,
  type ActiveFactor,
  type SecondFactor,
  type TwoFactorStore,
} from '../../core/two-factor/store.js';
import { Refusal } from './program.js';

export interface AdministrationParts {
  secondFactors: TwoFactorStore;
  audit: AuditLog;
  accounts: Pick<AccountStore, 'find' | 'delete'>;
  sessions: Pick<SessionStore, 'endAll'>;
  devices: Pick<DeviceStore, 'listAll' | 'revokeAll'>;
  keys: KeyRing;
  clock: () => Date;
  /** Where each change is written down as well; whatever else is silent, this may not be. */
  log: Pick<Log, 'info'>;
}

/** The operator and the reason: both stand in the audit trail. */
export interface Mandate {
  operator: string;
  reason: string;
}

/** What an administrator may do for somebody. There is no way from here to a secret, a code or a session. */
export interface Administration {
  /** @throws {Refusal} when there is no such account */
  find(idOrAddress: string): Promise<Account>;
  /** The state in lines for a person. */
  describe(account: Account): Promise<string[]>;
  /** Turns 2FA off for somebody who has lost everything, and ends all sessions. */
  reset(account: Account, mandate: Mandate): Promise<string>;
  /** Lifts the lock and the block; the 30-day count stays. */
  unblock(account: Account, mandate: Mandate): Promise<string>;
  /** Ends all sessions and forgets all trusted devices. */
  endSessions(account: Account, mandate: Mandate): Promise<string>;
  /** Each device needs a code again; sessions go on. */
  forgetDevices(account: Account, mandate: Mandate): Promise<string>;
  /** Deletes the account and everything that is kept of it, its audit trail included; so this stands in the log alone. */
  delete(account: Account, mandate: Mandate): Promise<string>;
}

export function createAdministration(parts: AdministrationParts): Administration {
  const { secondFactors: store, audit, accounts, sessions, devices, keys, clock, log } = parts;

  /** A damaged row reads as one that holds nothing: that is what a reset makes of it. */
  const repairable: TwoFactorStore = {
    ...store,
    async read(accountId) {
      try {
        return await store.read(accountId);
      } catch (error) {
        if (!(error instanceof DamagedRowError)) throw error;
        const { version } = error;
        return {
          accountId,
          version,
          active: null,
          pendingSetup: null,
          pendingBackupCodes: null,
          budget: untouchedBudget,
        };
      }
    },
  };

  return {
    async find(idOrAddress) {
      const account = await accounts.find(idOrAddress);
      if (account === null) throw new Refusal('there is no such account');
      return account;
    },

    async describe({ id, email }) {
      const state = await stateOrDamage(id);
      const entries = await audit.list(id, 20);
      const trusted = (await devices.listAll(id, clock())).map(deviceOf);
      return [`account ${id}, ${email}`, ...state, ...trusted, 'latest entries:', ...entries.map(lineOf)];
    },

    async reset({ id }, mandate) {
      const damaged = (await damageOf(id)) !== null;
      const factor = await repairable.read(id);
      if (!damaged && factor.active === null && factor.pendingSetup === null) throw new Refusal('2FA is off already');
      // Before, so that a command that is cut off leaves nothing open and can be given again.
      const ended = await sessions.endAll({ accountId: id }, clock(), [entry(id, 'admin_sessions_ended', mandate)]);
      const events = [entry(id, 'admin_reset', mandate)];
      await retryOnConflict(repairable, id, async (current) => (await store.reset(current, events)) || conflict);
      note(id, 'admin_reset', mandate);
      return `2FA is off now, and ${ended} sessions are over`;
    },

    async unblock({ id }, mandate) {
      await retryOnConflict(store, id, async (factor) => {
        const { budget } = factor;
        const waits = secondsLocked(budget, clock()) > 0 || budget.blockedAt !== null || budget.failures > 0;
        if (!waits) throw new Refusal('nothing is locked or blocked');
        const events = [entry(id, 'admin_unblocked', mandate)];
        return (await store.unblock(factor, afterUnblocking(budget), events)) || conflict;
      });
      note(id, 'admin_unblocked', mandate);
      return 'codes are checked again now';
    },

    async endSessions({ id }, mandate) {
      const ended = await sessions.endAll({ accountId: id }, clock(), [entry(id, 'admin_sessions_ended', mandate)]);
      note(id, 'admin_sessions_ended', mandate);
      return `${ended} sessions are over`;
    },

    async forgetDevices({ id }, mandate) {
      const known = await devices.revokeAll(id, [entry(id, 'admin_devices_forgotten', mandate)]);
      if (!known) throw new Refusal('no device is trusted');
      note(id, 'admin_devices_forgotten', mandate);
      return 'no device is trusted any more';
    },

    async delete({ id }, mandate) {
      // Before as well: a process that dies after the commit would leave no word of it anywhere.
      log.info({ accountId: id, ...mandate }, 'an account is about to be deleted');
      await accounts.delete(id, clock());
      log.info({ accountId: id, ...mandate }, 'an account was deleted');
      return 'nothing is kept of the account any more';
    },
  };

  /** Beside the audit trail, which goes with the account. */
  function note(accountId: string, event: AuditEventName, mandate: Mandate): void {
    log.info({ accountId, event, ...mandate }, 'an administrator changed an account');
  }

  async function stateOrDamage(accountId: string): Promise<string[]> {
    const damage = await damageOf(accountId);
    return damage === null ? stateOf(await store.read(accountId)) : [`its row is damaged: ${damage}; reset mends it`];
  }

  async function damageOf(accountId: string): Promise<string | null> {
    try {
      await store.read(accountId);
      return null;
    } catch (error) {
      if (error instanceof DamagedRowError) return error.reason;
      throw error;
    }
  }

  function entry(accountId: string, name: AuditEventName, { operator, reason }: Mandate): AuditEvent {
    const [event] = eventsOf({ accountId }, clock(), name);
    return { ...event!, detail: `${operator}: ${reason}` };
  }

  function stateOf({ accountId, active, pendingSetup, pendingBackupCodes, budget }: SecondFactor): string[] {
    const now = clock();
    const locked = secondsLocked(budget, now);
    const recent = budget.recent.reduce((sum, { count }) => sum + count, 0);
    return [
      active ? `2FA on since ${new Date(active.enabledAt).toISOString()}, ${codesLeft(accountId, active)}` : '2FA off',
      ...(active ? [opens(accountId, active.sealedSecret)] : []),
      ...(pendingSetup && pendingSetup.expiresAt > now.getTime() ? ['a set-up is pending'] : []),
      ...(pendingBackupCodes && pendingBackupCodes.expiresAt > now.getTime() ? ['new backup codes are pending'] : []),
      `failures: ${budget.failures} in a row, ${recent} within 30 days`,
      ...(locked > 0 ? [`locked for ${locked} s`] : []),
      ...(budget.blockedAt === null ? [] : [`blocked since ${new Date(budget.blockedAt).toISOString()}`]),
    ];
  }

  function codesLeft(accountId: string, active: ActiveFactor): string {
    try {
      const packed = keys.open(active.sealedBackupCodes, { accountId, purpose: purposes.backupCodes });
      return `${countBackupCodes(active, packed).remaining} backup codes left`;
    } catch (error) {
      if (!(error instanceof KeyRingError || error instanceof TypeError)) throw error;
      return `its backup codes do not open: ${error.message}`;
    }
  }

  function opens(accountId: string, sealed: string): string {
    try {
      keys.open(sealed, { accountId, purpose: purposes.secret });
      return 'its secret opens with this key ring';
    } catch (error) {
      if (!(error instanceof KeyRingError)) throw error;
      return `its secret does not open: ${error.message}`;
    }
  }
}

function deviceOf({ trustedAt, lastUsedAt, expiresAt, userAgent }: DeviceLine): string {
  return `a device is trusted from ${trustedAt} until ${expiresAt}, last used ${lastUsedAt}: ${userAgent ?? 'unknown'}`;
}

function lineOf({ at, event, method, address, detail }: AuditEvent): string {
  return ['  ' + at.toISOString(), event, method, address, detail].filter((part) => part !== null).join('  ');
}
