import type { AccountStore, Account } from '../account/account-store.js';
import type { DeviceLine, DeviceStore } from '../account/device-store.js';
import type { SessionStore } from '../account/session-store.js';
import type { OpenStore } from '../../adapters/store/open-store.js';
import type { Announce } from '../../core/audit/announcer.js';
import type { AuditLog } from '../../core/audit/audit-log.js';
import { eventsOf, type AuditEvent, type AuditEventName } from '../../core/audit/events.js';
import { dayMs } from '../../core/durations.js';
import { hasEnrolledAdministrator } from '../../core/policy/administrators.js';
import { mostGraceDays } from '../../core/policy/enrolment-policy.js';
import type { EnrolmentStore } from '../../core/policy/enrolment-store.js';
import { KeyRingError, type KeyRing } from '../../core/crypto/key-ring.js';
import { announceEvents } from '../../core/two-factor/announce-events.js';
import { createAdminChanges } from '../../core/two-factor/admin-changes.js';
import { isPaused, secondsLocked } from '../../core/two-factor/attempt-policy.js';
import { readAuthenticators } from '../../core/two-factor/authenticators.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';
import type { Log } from '../../core/log.js';
import { countBackupCodes, hasRecovery } from '../../core/two-factor/rules.js';
import { purposes } from '../../core/two-factor/sealing.js';
import {
  DamagedRowError,
  type ActiveFactor,
  type Authenticator,
  type SecondFactor,
  type TwoFactorStore,
} from '../../core/two-factor/store.js';
import { CommandRefused } from './command-refused.js';

export interface AdministrationParts {
  secondFactors: TwoFactorStore;
  twoFactor: Pick<TwoFactor, 'beginRecovery' | 'cancelRecovery'>;
  audit: AuditLog;
  accounts: Pick<AccountStore, 'find' | 'delete'>;
  sessions: Pick<SessionStore, 'endAll'>;
  devices: Pick<DeviceStore, 'listAll' | 'revokeAll'>;
  enrolments: Pick<EnrolmentStore, 'find' | 'extend'>;
  keys: KeyRing;
  /** The addresses of ADMINISTRATORS. */
  administrators: ReadonlySet<string>;
  clock: () => Date;
  /** Each change is also logged here, at every log level. */
  log: Pick<Log, 'info' | 'warn' | 'error'>;
}

/** The operator and the reason of a change. The audit trail stores both. */
export interface ChangeReason {
  operator: string;
  reason: string;
}

/**
 * The operations of an administrator. None of them reveals a secret or a code of the account, or opens a session. `recover` makes a code
 * of its own, which the owner can stop before it works.
 */
export interface Administration {
  /** @throws {CommandRefused} when there is no such account */
  find(idOrAddress: string): Promise<Account>;
  /** The account's state as lines of text. */
  describe(account: Account): Promise<string[]>;
  /**
   * Turns 2FA off for a person without phone and backup codes, and ends all sessions.
   *
   * @param options `keepAdministrator`: refuses to reset the last administrator with 2FA. Without it the answer only says so: an operator
   *     has to be able to reset one whose phone is in wrong hands.
   * @throws {LastAdministrator} with `keepAdministrator`
   */
  reset(account: Account, reason: ChangeReason, options?: { keepAdministrator?: boolean }): Promise<string>;
  /** Lifts the lock and the block; the 30-day count stays. */
  unblock(account: Account, reason: ChangeReason): Promise<string>;
  /** Makes a code for a person without phone and backup codes. 2FA stays on. */
  recover(account: Account, reason: ChangeReason): Promise<string>;
  cancelRecovery(account: Account, reason: ChangeReason): Promise<string>;
  /** Ends all sessions and revokes all trusted devices. */
  endSessions(account: Account, reason: ChangeReason): Promise<string>;
  /** Revokes all trusted devices: each needs a code again. Sessions stay. */
  forgetDevices(account: Account, reason: ChangeReason): Promise<string>;
  /** Gives the account time until then to turn 2FA on, where it is required. */
  extend(account: Account, reason: ChangeReason, until: Date): Promise<string>;
  /** Deletes the account with all its data and its audit trail. So only the log has a record of this. */
  delete(account: Account, reason: ChangeReason): Promise<string>;
}

/** Nobody with 2FA would be left to help others in the browser. */
export class LastAdministrator extends Error {
  override readonly name = 'LastAdministrator';
}

/** Over an open store. The listeners of `announce` get the events of the changes. */
export function createStoreAdministration(
  { secondFactors, audit, enrolments }: Pick<OpenStore, 'secondFactors' | 'audit' | 'enrolments'>,
  announce: Announce,
  parts: Omit<AdministrationParts, 'secondFactors' | 'audit' | 'enrolments'>,
): Administration {
  return createAdministration({
    ...parts,
    secondFactors: announceEvents(secondFactors, announce),
    audit,
    enrolments,
  });
}

export function createAdministration(parts: AdministrationParts): Administration {
  const { secondFactors: store, twoFactor, audit, accounts, sessions, devices, enrolments, keys, clock, log } = parts;
  const { administrators } = parts;
  const changes = createAdminChanges(store);
  /** The latest reset of an administrator in this process. */
  let latestReset: Promise<unknown> = Promise.resolve();

  return {
    async find(idOrAddress) {
      const account = await accounts.find(idOrAddress);
      if (account === null) throw new CommandRefused('there is no such account');
      return account;
    },

    async describe({ id, email }) {
      const state = await stateOrDamage(id);
      const entries = await audit.list(id, 20);
      const trusted = (await devices.listAll(id, clock())).map(deviceOf);
      const { extendedUntil } = await enrolments.find(id);
      const extended = extendedUntil ? [`has time until ${extendedUntil.toISOString()} to turn 2FA on`] : [];
      return [`account ${id}, ${email}`, ...state, ...extended, ...trusted, 'latest entries:', ...entries.map(lineOf)];
    },

    reset(account, reason, { keepAdministrator = false } = {}) {
      if (!administrators.has(account.email)) return reset(account, reason);
      // One after the other: of two administrators who reset each other at once, the second finds that it would reset the last.
      const own = latestReset.then(() => resetAdministrator(account, reason, keepAdministrator));
      latestReset = own.catch(() => undefined);
      return own;
    },

    async unblock({ id }, reason) {
      if (!(await changes.unblock({ accountId: id }, detailOf(reason), clock()))) {
        throw new CommandRefused('nothing is locked or blocked');
      }
      logChange(id, 'admin_unblocked', reason);
      return 'codes are accepted again now';
    },

    async recover({ id }, reason) {
      const recovery = await twoFactor.beginRecovery({ accountId: id }, detailOf(reason));
      if (recovery === null) throw new CommandRefused('2FA is off');
      logChange(id, 'recovery_begun', reason);
      const { code, validFrom, expiresAt } = recovery;
      return `recovery code: ${code}\nit works once, ${describeTimes(validFrom, expiresAt)}`;
    },

    async cancelRecovery({ id }, reason) {
      if (!(await twoFactor.cancelRecovery({ accountId: id }, detailOf(reason)))) {
        throw new CommandRefused('no recovery is running');
      }
      logChange(id, 'recovery_stopped', reason);
      return 'the recovery code no longer works';
    },

    async endSessions({ id }, reason) {
      const ended = await sessions.endAll({ accountId: id }, clock(), [entry(id, 'admin_sessions_ended', reason)]);
      logChange(id, 'admin_sessions_ended', reason);
      return `${ended} sessions have ended`;
    },

    async forgetDevices({ id }, reason) {
      const revoked = await devices.revokeAll(id, [entry(id, 'admin_devices_forgotten', reason)]);
      if (!revoked) throw new CommandRefused('no device is trusted');
      logChange(id, 'admin_devices_forgotten', reason);
      return 'no device is trusted any more';
    },

    async extend({ id }, reason, until) {
      const ahead = until.getTime() - clock().getTime();
      if (ahead <= 0 || ahead > mostGraceDays * dayMs) {
        throw new CommandRefused(`--until has to be in the future, at most ${mostGraceDays} days ahead`);
      }
      const event = entry(id, 'admin_enrolment_extended', reason);
      const detail = `until ${until.toISOString()}, ${detailOf(reason)}`;
      await enrolments.extend(id, until, [{ ...event, detail }]);
      logChange(id, 'admin_enrolment_extended', reason);
      return `the account has time until ${until.toISOString()} to turn 2FA on`;
    },

    async delete({ id }, reason) {
      // Also before the deletion: a crash right after the commit would leave no record at all.
      log.info({ accountId: id, ...reason }, 'an account is about to be deleted');
      await accounts.delete(id, clock());
      log.info({ accountId: id, ...reason }, 'an account was deleted');
      return 'the account and all its data are deleted';
    },
  };

  async function reset({ id }: Account, reason: ChangeReason): Promise<string> {
    if (!(await changes.needsReset(id, clock()))) throw new CommandRefused('2FA is off already');
    // First, so that an interrupted command leaves no session alive and can run again.
    const ended = await sessions.endAll({ accountId: id }, clock(), [
      { ...entry(id, 'admin_sessions_ended', reason), withoutNotice: true },
    ]);
    await changes.reset({ accountId: id }, detailOf(reason), clock());
    logChange(id, 'admin_reset', reason);
    // Again: with the lost phone somebody may have signed in between the two writes. That session could enrol another phone.
    const endedSince = await sessions.endAll({ accountId: id }, clock()).catch((error: unknown) => {
      // The command cannot run again: 2FA is off already.
      log.error({ accountId: id }, 'end the sessions of this account: harmony-2fa-admin end-sessions');
      throw error;
    });
    return `2FA is off now, and ${ended + endedSince} sessions have ended`;
  }

  async function resetAdministrator(account: Account, reason: ChangeReason, keepOne: boolean): Promise<string> {
    if (keepOne && !(await isAdministratorLeft(account.id))) throw new LastAdministrator();
    const done = await reset(account, reason);
    if (await isAdministratorLeft()) return done;
    // By an operator. Or another instance has reset the other administrator at the same time: nothing holds instances apart.
    log.warn({ accountId: account.id }, 'no administrator has 2FA any more');
    return `${done}\nno administrator has 2FA any more: let one sign in and turn it on`;
  }

  async function isAdministratorLeft(without?: string): Promise<boolean> {
    const found = await Promise.all([...administrators].map((address) => accounts.find(address)));
    const ids = found.flatMap((account) => (account === null ? [] : [account.id]));
    // An administrator whose row is damaged cannot sign in, and so helps nobody.
    const isEnabled = async (accountId: string): Promise<boolean> =>
      (await damageOf(accountId)) === null && (await store.read(accountId)).active !== null;
    return hasEnrolledAdministrator({ isEnabled }, ids, without === undefined ? {} : { without });
  }

  /** In addition to the audit trail, which is deleted with the account. */
  function logChange(accountId: string, event: AuditEventName, reason: ChangeReason): void {
    log.info({ accountId, event, ...reason }, 'an administrator changed an account');
  }

  async function stateOrDamage(accountId: string): Promise<string[]> {
    const damage = await damageOf(accountId);
    return damage === null
      ? stateOf(await store.read(accountId))
      : [`its row is damaged: ${damage}; reset turns 2FA off and replaces the damaged row`];
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

  function entry(accountId: string, name: AuditEventName, reason: ChangeReason): AuditEvent {
    const [event] = eventsOf({ accountId }, clock(), name);
    return { ...event!, detail: detailOf(reason) };
  }

  function stateOf(factor: SecondFactor): string[] {
    const { accountId, active, pendingSetup, pendingBackupCodes, recovery, budget } = factor;
    const now = clock();
    const locked = secondsLocked(budget, now);
    const recent = budget.recent.reduce((sum, { count }) => sum + count, 0);
    return [
      active
        ? `2FA on since ${new Date(active.enabledAt).toISOString()}, ${describeCodes(accountId, active)}`
        : '2FA off',
      ...(active ? readAuthenticators(active).flatMap((one) => describeAuthenticator(accountId, one)) : []),
      ...(pendingSetup && pendingSetup.expiresAt > now.getTime() ? ['a set-up is pending'] : []),
      ...(pendingBackupCodes && pendingBackupCodes.expiresAt > now.getTime() ? ['new backup codes are pending'] : []),
      ...(recovery && hasRecovery(factor, now)
        ? [`a recovery code works ${describeTimes(new Date(recovery.validFrom), new Date(recovery.expiresAt))}`]
        : []),
      `failures: ${budget.failures} in a row, ${recent} within 30 days`,
      ...(locked > 0 ? [`locked for ${locked} s`] : []),
      ...(budget.blockedAt === null ? [] : [`blocked since ${new Date(budget.blockedAt).toISOString()}`]),
      ...(active && isPaused(budget, readAuthenticators(active).length, now)
        ? ['only backup codes are checked for a day, after many failures in a row']
        : []),
    ];
  }

  function describeCodes(accountId: string, active: ActiveFactor): string {
    try {
      const packed = keys.open(active.sealedBackupCodes, { accountId, purpose: purposes.backupCodes });
      return `${countBackupCodes(active, packed).remaining} backup codes left`;
    } catch (error) {
      if (!(error instanceof KeyRingError || error instanceof TypeError)) throw error;
      return `its backup codes cannot be opened: ${error.message}`;
    }
  }

  function describeAuthenticator(accountId: string, { name, addedAt, usedAt, sealedSecret }: Authenticator): string[] {
    const use = usedAt === null ? 'not used yet' : `last used ${new Date(usedAt).toISOString()}`;
    return [
      `authenticator “${name}” since ${new Date(addedAt).toISOString()}, ${use}`,
      describeSecret(accountId, sealedSecret),
    ];
  }

  function describeSecret(accountId: string, sealed: string): string {
    try {
      keys.open(sealed, { accountId, purpose: purposes.secret });
      return 'its secret can be opened with this key ring';
    } catch (error) {
      if (!(error instanceof KeyRingError)) throw error;
      return `its secret cannot be opened: ${error.message}`;
    }
  }
}

function detailOf({ operator, reason }: ChangeReason): string {
  return `${operator}: ${reason}`;
}

function describeTimes(from: Date, until: Date): string {
  return `from ${from.toISOString()} until ${until.toISOString()}`;
}

function deviceOf({ trustedAt, lastUsedAt, expiresAt, userAgent }: DeviceLine): string {
  return `a device is trusted from ${trustedAt} until ${expiresAt}, last used ${lastUsedAt}: ${userAgent ?? 'unknown'}`;
}

function lineOf({ at, event, method, address, detail }: AuditEvent): string {
  return ['  ' + at.toISOString(), event, method, address, detail].filter((part) => part !== null).join('  ');
}
