#!/usr/bin/env node
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { createTwoFactor } from '../../core/two-factor/create-two-factor.js';
import { createAccountStore, type Account } from '../account/account-store.js';
import { announceEvents } from '../../core/two-factor/announce-events.js';
import { createAnnouncer, type AuditListener } from '../../core/audit/announcer.js';
import type { EntryRange } from '../../core/audit/audit-log.js';
import { createDeviceStore } from '../account/device-store.js';
import { recoveryNotices } from '../account/recovery-notices.js';
import { createSessionStore } from '../account/session-store.js';
import type { HostOnlyTables } from '../account/tables.js';
import { createLog } from '../../adapters/log/json-log.js';
import { createNotifier } from '../../adapters/notice/notifier.js';
import { createAdministration, type Administration, type ChangeReason } from './administration.js';
import { runAfterRestore } from './after-restore.js';
import { runExportTrail } from './export-trail.js';
import { runPartitionTrail } from './partition-trail.js';
import { program, CommandRefused, UsageError } from './program.js';
import { runReport } from './report.js';
import { runExport, runImport } from './transfer.js';
import { runWebhooks } from './webhooks.js';
import { withStore } from './with-store.js';
import { readUtcTime } from '../utc-time.js';

const help = `harmony-2fa-admin: administers two-factor authentication on the reference server

  harmony-2fa-admin status <account>
  harmony-2fa-admin reset <account> --reason <text>          turns 2FA off, ends all sessions; the owner reads the reason
  harmony-2fa-admin unblock <account> --reason <text>        lifts a lock or a block
  harmony-2fa-admin recover <account> --reason <text>        makes a code that signs in once after RECOVERY_DELAY_HOURS; 2FA stays on
  harmony-2fa-admin stop-recovery <account> --reason <text>  makes that code void
  harmony-2fa-admin end-sessions <account> --reason <text>   ends all sessions, revokes trusted devices
  harmony-2fa-admin forget-devices <account> --reason <text> revokes trusted devices (status lists them): each needs a code again
  harmony-2fa-admin extend <account> --until <date> --reason <text>  gives more time to turn 2FA on, where REQUIRE_2FA asks for it
  harmony-2fa-admin delete <account> --reason <text>         deletes the account and all its data
  harmony-2fa-admin import <file> --reason <text> [--dry-run] takes over the enrolled accounts of another system
  harmony-2fa-admin export <file> --to <age1…> --reason <text> writes all enrolled accounts, sealed for an age recipient
  harmony-2fa-admin export-trail <file> --reason <text>      writes the audit trail as NDJSON; - writes to standard output
      [--since <time>] [--until <time>]
  harmony-2fa-admin webhooks                                 lists the endpoints, what waits for each, and what was given up
  harmony-2fa-admin webhooks test <endpoint>                 sends a test event now
  harmony-2fa-admin webhooks retry <endpoint>                lets the server send now what failed, and what was given up
  harmony-2fa-admin webhooks replay <endpoint>               lets it send the entries of that time, also those that were sent
      --since <time> [--until <time>]
  harmony-2fa-admin webhooks remove <endpoint>               forgets an endpoint that is not in WEBHOOKS any more
  harmony-2fa-admin after-restore --yes all --reason <text>  after a restored backup, before the server starts: makes void what may
                                                             have been used since the backup, and signs everybody out
  harmony-2fa-admin partition-trail --reason <text>          on PostgreSQL: partitions the audit trail by month, while the server runs
  harmony-2fa-admin report [file.csv|file.ndjson]            how many accounts have 2FA; the file gets a line for each account

<time> is RFC 3339: 2026-11-24, or 2026-11-24T09:00:00Z. --since includes it, --until does not.
<account> is an address or an id. Each change first asks for the account's address; --yes <address> answers the question.
DATABASE_URL and HARMONY_2FA_KEYS have to be those of the server. Each change is recorded in the account's audit trail, and written
to standard error as a line of JSON at every LOG_LEVEL. Keep these lines: a deletion also deletes the audit trail. With SMTP_URL
and MAIL_FROM the owner gets a notice, as from the server.
`;

const noticeTimeoutMs = 10_000;

interface Change {
  /** Completes “This will … ada@example.com”. */
  will: string;
  /** @param until of `extend` alone */
  make(to: Administration, account: Account, changeReason: ChangeReason, until: Date | null): Promise<string>;
}

const changes: Record<string, Change> = {
  reset: {
    will: 'turn 2FA off and end all sessions of',
    make: (to, account, changeReason) => to.reset(account, changeReason),
  },
  unblock: {
    will: 'lift the lock and the block of',
    make: (to, account, changeReason) => to.unblock(account, changeReason),
  },
  recover: {
    will: 'make a code that signs in once, in place of the second factor, for',
    make: (to, account, changeReason) => to.recover(account, changeReason),
  },
  'stop-recovery': {
    will: 'stop the recovery of',
    make: (to, account, changeReason) => to.cancelRecovery(account, changeReason),
  },
  'end-sessions': {
    will: 'end all sessions and revoke all trusted devices of',
    make: (to, account, changeReason) => to.endSessions(account, changeReason),
  },
  'forget-devices': {
    will: 'revoke all trusted devices of',
    make: (to, account, changeReason) => to.forgetDevices(account, changeReason),
  },
  extend: {
    will: 'give more time to turn 2FA on to',
    make: (to, account, changeReason, until) => to.extend(account, changeReason, until!),
  },
  delete: {
    will: 'delete the account and all data of',
    make: (to, account, changeReason) => to.delete(account, changeReason),
  },
};

await program(async () => {
  const { values, positionals } = readArguments();
  if (values.help || positionals.length === 0) {
    process.stdout.write(help);
    return values.help ? 0 : 2;
  }
  const [command = '', target, ...rest] = positionals;
  const changeReason: ChangeReason = { operator: userInfo().username, reason: values.reason?.trim().slice(0, 500) ?? '' };
  if ((command === 'import' || command === 'export') && target !== undefined && rest.length === 0) {
    if (changeReason.reason === '') throw new UsageError('--reason is missing: the record names it');
    if (command === 'import') return runImport(target, changeReason, values['dry-run'] ?? false);
    if (values.to === undefined) throw new UsageError('--to is missing: the age recipient to encrypt the file for');
    return runExport(target, values.to, changeReason);
  }
  if (command === 'export-trail' && target !== undefined && rest.length === 0) {
    if (changeReason.reason === '') throw new UsageError('--reason is missing: the record names it');
    return runExportTrail(target, rangeOf(values), changeReason);
  }
  if (command === 'after-restore' && target === undefined) {
    if (changeReason.reason === '') throw new UsageError('--reason is missing: the audit trail records it');
    return runAfterRestore(changeReason, values.yes === 'all');
  }
  if (command === 'partition-trail' && target === undefined) {
    if (changeReason.reason === '') throw new UsageError('--reason is missing: the record names it');
    return runPartitionTrail(changeReason);
  }
  if (command === 'webhooks') return runWebhooks(target, rest, rangeOf(values), changeReason.operator);
  if (command === 'report' && rest.length === 0) return runReport(target, changeReason.operator);
  const change = changes[command];
  if ((command !== 'status' && !change) || target === undefined || rest.length > 0) {
    throw new UsageError(
      `usage: harmony-2fa-admin status|${Object.keys(changes).join('|')} <account>, import|export|export-trail <file>, report [file], after-restore, partition-trail, or webhooks; see --help`,
    );
  }
  if (change && changeReason.reason === '') throw new UsageError('--reason is missing: the audit trail records it');
  const until = readUtcTime(values.until ?? '');
  if (command === 'extend' && until === null) {
    throw new UsageError('--until is missing or no date in UTC, such as 2026-12-15 or 2026-12-15T09:00:00Z');
  }

  return withStore(async (store, config) => {
    // The delay protects an owner who hears of it.
    if (command === 'recover' && !config.mail) {
      throw new CommandRefused('the owner has to be told of a recovery: set SMTP_URL and MAIL_FROM, here and for the server');
    }
    const log = createLog(config.logLevel);
    const mailer =
      config.mail && (await import('../../adapters/notice/mailer.js')).createMailer(config.mail.url, config.mail.from);
    try {
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
      const administration = createAdministration({
        secondFactors: announceEvents(store.secondFactors, announce),
        twoFactor,
        audit: store.audit,
        accounts,
        sessions: createSessionStore(db, announce),
        devices: createDeviceStore(db, config.trustedDeviceDays, announce),
        enrolments: store.enrolments,
        keys: config.keys,
        clock: () => new Date(),
        // Changes are recorded at every LOG_LEVEL.
        log: createLog('info'),
      });
      const account = await administration.find(target);
      if (!change) {
        process.stdout.write(`${(await administration.describe(account)).join('\n')}\n`);
        return 0;
      }
      await confirm(account, change.will, values.yes);
      const notifier =
        mailer &&
        createNotifier({
          // Only this account's notices: the server sends the others, which may be many.
          queue: { ...store.notices, claim: (now, most) => store.notices.claim(now, most, account.id) },
          product: config.issuer,
          addressOf: (accountId) => accounts.addressOf(accountId),
          send: (address, notice) => mailer.send(address, notice),
          log,
          recovery: recoveryNotices(() => twoFactor, config.origins[0]),
        });
      if (notifier) listeners.push(notifier.onEvent);
      const done = await change.make(administration, account, changeReason, until);
      process.stdout.write(`${done}\n`);
      // The notice is stored with the change: if it is not sent by then, the server sends it.
      await notifier?.stop(noticeTimeoutMs);
      return 0;
    } finally {
      mailer?.close();
    }
  });
});

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        help: { type: 'boolean' },
        reason: { type: 'string' },
        yes: { type: 'string' },
        to: { type: 'string' },
        'dry-run': { type: 'boolean' },
        since: { type: 'string' },
        until: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'the arguments are not valid');
  }
}

function rangeOf({ since, until }: { since?: string | undefined; until?: string | undefined }): EntryRange {
  return { since: readTime('--since', since), until: readTime('--until', until) };
}

function readTime(option: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  // Only a form that means the same everywhere: other texts are read in the time zone of this machine.
  const isClear = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  if (!isClear || Number.isNaN(Date.parse(text))) {
    throw new UsageError(`${option} has to be a time: 2026-11-24, or 2026-11-24T09:00:00Z`);
  }
  return new Date(text);
}

/** Asks for the address and not for a “y”, which an operator may type by habit for a wrong account. */
async function confirm({ id, email }: Account, will: string, given: string | undefined): Promise<void> {
  if (given === undefined && !process.stdin.isTTY) {
    throw new CommandRefused(`this would ${will} ${email}; --yes ${email} confirms it`);
  }
  const answer = given ?? (await ask(`This will ${will} ${email} (${id}). Type the account's address to continue: `));
  if (answer.trim().toLowerCase() !== email) throw new CommandRefused('that is not the address; nothing was changed');
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
