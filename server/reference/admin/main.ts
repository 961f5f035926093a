#!/usr/bin/env node
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import type { EntryRange } from '../../core/audit/audit-log.js';
import type { ChangeReason } from '../administration/administration.js';
import { accountChanges, runAccountChange, runStatus } from './account-change.js';
import { runAfterRestore } from './after-restore.js';
import { runExportTrail } from './export-trail.js';
import { runPartitionTrail } from './partition-trail.js';
import { program, UsageError } from './program.js';
import { runReport } from './report.js';
import { runExport, runImport } from './transfer.js';
import { runWebhooks } from './webhooks.js';

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
import and after-restore take codes for used by the clock of this machine, and refuse one that may be wrong. On SQLite, where only the trail
tells the time, --today <date> says that a clock is right which is more than a day from its newest entry.
<account> is an address or an id. Each change of one account first asks for its address; --yes <address> answers it.
DATABASE_URL and HARMONY_2FA_KEYS have to be those of the server. Each change is recorded in the account's audit trail, and written
to standard error as a line of JSON at every LOG_LEVEL. Keep these lines: a deletion also deletes the audit trail. With SMTP_URL
and MAIL_FROM the owner gets a notice, as from the server; not of a deletion, which deletes the address, too.
`;

interface Call {
  /** The arguments after the name of the command. */
  given: readonly string[];
  options: Options;
  reason: ChangeReason;
}

interface Command {
  /** How many arguments it takes. */
  takes: readonly [min: number, max: number];
  needsReason: boolean;
  /** Returns the exit code. The dispatcher has checked the number of arguments and the reason. */
  run(call: Call): Promise<number>;
}

const onAccounts = Object.entries(accountChanges).map(([name, change]): [string, Command] => [
  name,
  {
    takes: [1, 1],
    needsReason: true,
    run: ({ given: [account], options: { yes, until }, reason }) =>
      runAccountChange(change, account!, { reason, yes, until }),
  },
]);

const commands = new Map<string, Command>([
  ['status', { takes: [1, 1], needsReason: false, run: ({ given: [account] }) => runStatus(account!) }],
  ...onAccounts,
  [
    'import',
    {
      takes: [1, 1],
      needsReason: true,
      run: ({ given: [file], options, reason }) =>
        runImport(file!, reason, { dryRun: options['dry-run'] ?? false, today: readTime('--today', options.today) }),
    },
  ],
  [
    'export',
    {
      takes: [1, 1],
      needsReason: true,
      run({ given: [file], options: { to }, reason }) {
        if (to === undefined) throw new UsageError('--to is missing: the age recipient to encrypt the file for');
        return runExport(file!, to, reason);
      },
    },
  ],
  [
    'export-trail',
    {
      takes: [1, 1],
      needsReason: true,
      run: ({ given: [file], options, reason }) => runExportTrail(file!, rangeOf(options), reason),
    },
  ],
  [
    'webhooks',
    {
      // `runWebhooks` checks them: each of its own commands takes others.
      takes: [0, Number.POSITIVE_INFINITY],
      needsReason: false,
      run: ({ given: [command, ...names], options, reason }) =>
        runWebhooks(command, names, rangeOf(options), reason.operator),
    },
  ],
  [
    'after-restore',
    {
      takes: [0, 0],
      needsReason: true,
      run: ({ options, reason }) => runAfterRestore(reason, options.yes === 'all', readTime('--today', options.today)),
    },
  ],
  ['partition-trail', { takes: [0, 0], needsReason: true, run: ({ reason }) => runPartitionTrail(reason) }],
  [
    'report',
    { takes: [0, 1], needsReason: false, run: ({ given: [file], reason }) => runReport(file, reason.operator) },
  ],
]);

await program(async () => {
  const { values: options, positionals } = readArguments();
  if (options.help || positionals.length === 0) {
    process.stdout.write(help);
    return options.help ? 0 : 2;
  }
  const [name = '', ...given] = positionals;
  const command = commands.get(name);
  if (!command || given.length < command.takes[0] || given.length > command.takes[1]) {
    throw new UsageError(
      `usage: harmony-2fa-admin status|${Object.keys(accountChanges).join('|')} <account>, import|export|export-trail <file>, report [file], after-restore, partition-trail, or webhooks; see --help`,
    );
  }
  const reason = { operator: userInfo().username, reason: options.reason?.trim().slice(0, 500) ?? '' };
  if (command.needsReason && reason.reason === '') {
    throw new UsageError('--reason is missing: the record of the change names it');
  }
  return command.run({ given, options, reason });
});

type Options = ReturnType<typeof readArguments>['values'];

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
        today: { type: 'string' },
        since: { type: 'string' },
        until: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'the arguments are not valid');
  }
}

function rangeOf({ since, until }: Options): EntryRange {
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
