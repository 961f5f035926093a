import { createInterface } from 'node:readline/promises';
import { createLog } from '../../adapters/log/json-log.js';
import { createNotifier } from '../../adapters/notice/notifier.js';
import { createAnnouncer, type AuditListener } from '../../core/audit/announcer.js';
import type { Log } from '../../core/log.js';
import { createTwoFactor } from '../../core/two-factor/create-two-factor.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';
import { toStoredAddress } from '../account/address.js';
import { createAccountStore, type Account, type AccountStore } from '../account/account-store.js';
import { createDeviceStore } from '../account/device-store.js';
import { recoveryNotices } from '../account/recovery-notices.js';
import { createSessionStore } from '../account/session-store.js';
import type { HostOnlyTables } from '../account/tables.js';
import { createStoreAdministration, type Administration, type ChangeReason } from '../administration/administration.js';
import { CommandRefused } from '../administration/command-refused.js';
import type { Config } from '../config.js';
import type { OpenStore } from '../../adapters/store/open-store.js';
import { readUtcTime } from '../utc-time.js';
import { changeLog } from './change-log.js';
import { UsageError } from './program.js';
import { requireSameClock } from './right-clock.js';
import { withAccounts } from './with-store.js';

const noticeTimeoutMs = 10_000;

interface AccountChange {
  /** Completes “This will … ada@example.com”. */
  will: string;
  needsUntil?: true;
  /** The delay of a recovery protects only an owner who reads of it. */
  needsMail?: true;
  /** @param until of a change that needs it */
  make(to: Administration, account: Account, reason: ChangeReason, until: Date | null): Promise<string>;
}

/** By the name of the command. */
export const accountChanges = {
  reset: {
    will: 'turn 2FA off and end all sessions of',
    make: (to, account, reason) => to.reset(account, reason),
  },
  unblock: {
    will: 'lift the lock and the block of',
    make: (to, account, reason) => to.unblock(account, reason),
  },
  recover: {
    will: 'make a code that signs in once, in place of the second factor, for',
    needsMail: true,
    make: (to, account, reason) => to.recover(account, reason),
  },
  'stop-recovery': {
    will: 'stop the recovery of',
    make: (to, account, reason) => to.cancelRecovery(account, reason),
  },
  'end-sessions': {
    will: 'end all sessions and revoke all trusted devices of',
    make: (to, account, reason) => to.endSessions(account, reason),
  },
  'forget-devices': {
    will: 'revoke all trusted devices of',
    make: (to, account, reason) => to.forgetDevices(account, reason),
  },
  extend: {
    will: 'give more time to turn 2FA on to',
    needsUntil: true,
    make: (to, account, reason, until) => to.extend(account, reason, until!),
  },
  delete: {
    will: 'delete the account and all data of',
    make: (to, account, reason) => to.delete(account, reason),
  },
} satisfies Record<string, AccountChange>;

/** `harmony-2fa-admin status`: prints the state of an account. Returns the exit code. */
export function runStatus(idOrAddress: string): Promise<number> {
  return withAdministration(async ({ administration }) => {
    const account = await administration.find(idOrAddress);
    process.stdout.write(`${(await administration.describe(account)).join('\n')}\n`);
    return 0;
  });
}

export interface ChangeOptions {
  reason: ChangeReason;
  /** The address that `--yes` gives. */
  yes: string | undefined;
  until: string | undefined;
}

/** Makes one of `accountChanges`, after the operator has confirmed it, and tells the owner. Returns the exit code. */
export function runAccountChange(change: AccountChange, idOrAddress: string, options: ChangeOptions): Promise<number> {
  const until = readUtcTime(options.until ?? '');
  if (change.needsUntil && until === null) {
    throw new UsageError('--until is missing or no date in UTC, such as 2026-12-15 or 2026-12-15T09:00:00Z');
  }
  return withAdministration(async (parts) => {
    const { administration, config, listeners } = parts;
    // With a clock that is behind, the code would work before the owner has had the time to stop it.
    if (change.needsMail) await requireSameClock(parts.store);
    if (change.needsMail && !config.mail) {
      throw new CommandRefused(
        'the owner has to be told of a recovery: set SMTP_URL and MAIL_FROM, here and for the server',
      );
    }
    const account = await administration.find(idOrAddress);
    await confirm(account, change.will, options.yes);
    const notices = config.mail && (await noticesOf(account, config.mail, parts));
    if (notices) listeners.push(notices.notifier.onEvent);
    try {
      process.stdout.write(`${await change.make(administration, account, options.reason, until)}\n`);
      // The notice is stored with the change: if it is not sent by then, the server sends it.
      await notices?.notifier.stop(noticeTimeoutMs);
      return 0;
    } finally {
      notices?.close();
    }
  });
}

interface Parts {
  administration: Administration;
  accounts: AccountStore;
  twoFactor: TwoFactor;
  /** Read at each event, so that one may still be added. */
  listeners: AuditListener[];
  store: OpenStore;
  config: Config;
  log: Log;
}

function withAdministration(run: (parts: Parts) => Promise<number>): Promise<number> {
  return withAccounts(async (store, config) => {
    const log = createLog(config.logLevel);
    const db = store.db.withTables<HostOnlyTables>();
    const accounts = await createAccountStore(db);
    const listeners: AuditListener[] = [];
    const announce = createAnnouncer(listeners, log);
    const twoFactor = createTwoFactor({
      store: store.secondFactors,
      keys: config.keys,
      issuer: config.issuer,
      log,
      recoveryDelayHours: config.recoveryDelayHours,
      onEvent: (event) => announce([event]),
    });
    const administration = createStoreAdministration(store, announce, {
      twoFactor,
      accounts,
      sessions: createSessionStore(db, announce),
      devices: createDeviceStore(db, config.trustedDeviceDays, announce),
      keys: config.keys,
      administrators: new Set(config.administrators),
      clock: () => new Date(),
      log: changeLog(),
    });
    return run({ administration, accounts, twoFactor, listeners, store, config, log });
  });
}

/** Sends the notices of this account alone: the server sends the others, which may be many. */
async function noticesOf(
  { id }: Account,
  { url, from }: NonNullable<Config['mail']>,
  { accounts, twoFactor, store: { notices }, config, log }: Parts,
) {
  const { createMailer } = await import('../../adapters/notice/mailer.js');
  const mailer = createMailer(url, from);
  const notifier = createNotifier({
    queue: { ...notices, claim: (now, most) => notices.claim(now, most, id) },
    product: config.issuer,
    addressOf: (accountId) => accounts.addressOf(accountId),
    send: (address, notice) => mailer.send(address, notice),
    log,
    recovery: recoveryNotices(() => twoFactor, config.origins[0]),
  });
  return { notifier, close: () => mailer.close() };
}

/** Asks for the address and not for a “y”, which an operator may type by habit for a wrong account. */
async function confirm({ id, email }: Account, will: string, given: string | undefined): Promise<void> {
  if (given === undefined && !process.stdin.isTTY) {
    throw new CommandRefused(`this would ${will} ${email}; --yes ${email} confirms it`);
  }
  const answer = given ?? (await ask(`This will ${will} ${email} (${id}). Type the account's address to continue: `));
  if (toStoredAddress(answer.trim()) !== email)
    throw new CommandRefused('that is not the address; nothing was changed');
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
