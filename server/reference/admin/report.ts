import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { dayMs } from '../../core/durations.js';
import { readReport, type ReportEntry, type ReportLine } from '../administration/report-lines.js';
import { changeLog } from './change-log.js';
import { writeNewFile } from './new-file.js';
import { withAccounts } from './with-store.js';

/** The last use, as the summary groups it: the most days ago of each group, the shortest first. */
const spans: readonly [days: number, text: string][] = [
  [7, 'within 7 days'],
  [30, 'within 30 days'],
  [90, 'within 90 days'],
  [Number.POSITIVE_INFINITY, 'longer ago'],
];

/** `harmony-2fa-admin report`: prints how many accounts have 2FA; with a file it also writes a line for each account. Returns the exit code. */
export function runReport(file: string | undefined, operator: string): Promise<number> {
  return withAccounts(async (store, { keys }) => {
    const now = new Date();
    const summary = createSummary(now);
    const entries = readReport(store, keys, now);
    if (file === undefined) for await (const entry of entries) summary.add(entry);
    else await writeReport(file, entries, summary.add);
    for (const text of summary.texts()) process.stdout.write(`${text}\n`);
    // The file lists the address of each account without a second factor.
    if (file !== undefined) changeLog().info({ operator }, 'an administrator exported the report on 2FA');
    return 0;
  });
}

async function writeReport(
  file: string,
  entries: AsyncIterable<ReportEntry>,
  onEntry: (entry: ReportEntry) => void,
): Promise<void> {
  const format = extname(file).toLowerCase() === '.csv' ? asCsv : asJsonLines;
  await writeNewFile(file, (output) => pipeline(Readable.from(format(linesOf(entries, onEntry))), output));
}

async function* linesOf(
  entries: AsyncIterable<ReportEntry>,
  onEntry: (entry: ReportEntry) => void,
): AsyncGenerator<ReportLine> {
  for await (const entry of entries) {
    onEntry(entry);
    yield entry.line;
  }
}

async function* asJsonLines(lines: AsyncIterable<ReportLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

const columns = [
  'account',
  'address',
  'twoFactor',
  'enabledAt',
  'methods',
  'backupCodesLeft',
  'lastUsedAt',
  'lastUsedBy',
  'extendedUntil',
] as const satisfies readonly (keyof ReportLine)[];

/** RFC 4180. */
async function* asCsv(lines: AsyncIterable<ReportLine>): AsyncGenerator<string> {
  yield `${columns.join(',')}\r\n`;
  for await (const line of lines) yield `${columns.map((column) => toCell(line[column])).join(',')}\r\n`;
}

/** A spreadsheet runs a cell that begins with one of these as a formula, and people choose their addresses themselves. */
const formula = /^[=+\-@\t\r]/;

function toCell(value: string | number | readonly string[] | null): string {
  const text = typeof value === 'object' ? (value ?? []).join(' ') : String(value);
  return `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

interface Summary {
  add: (entry: ReportEntry) => void;
  texts(): string[];
}

/** Counts the entries of a report. */
export function createSummary(now: Date): Summary {
  const states = { on: 0, off: 0, damaged: 0 };
  const methods = { both: 0, app: 0, codes: 0, blocked: 0 };
  const uses = spans.map(() => 0);
  let extended = 0;

  return {
    add({ line: { twoFactor, methods: accepted, lastUsedAt, extendedUntil }, blocked }) {
      states[twoFactor] += 1;
      if (twoFactor === 'off' && extendedUntil !== null && new Date(extendedUntil) > now) extended += 1;
      if (twoFactor !== 'on') return;
      if (blocked) methods.blocked += 1;
      else if (accepted.length > 1) methods.both += 1;
      else methods[accepted[0] === 'backup_code' ? 'codes' : 'app'] += 1;
      const days = lastUsedAt === null ? Number.POSITIVE_INFINITY : (now.getTime() - Date.parse(lastUsedAt)) / dayMs;
      const span = spans.findIndex(([most]) => days <= most);
      uses[span] = (uses[span] ?? 0) + 1;
    },
    texts: () => [
      `${states.on + states.off + states.damaged} accounts: ${states.on} with 2FA, ${states.off} without`,
      ...(states.damaged > 0
        ? [`${states.damaged} cannot be read: status says why; reset turns 2FA off and replaces the damaged row`]
        : []),
      ...(extended > 0 ? [`${extended} without 2FA have more time`] : []),
      'with 2FA, by what they can answer with:',
      `  ${methods.both} authenticator app and backup codes`,
      `  ${methods.app} authenticator app, no backup code left`,
      `  ${methods.codes} backup codes only: authenticator codes are paused for a day`,
      ...(methods.blocked > 0 ? [`  ${methods.blocked} blocked: a backup code, or three codes in a row`] : []),
      'with 2FA, by the last use of it:',
      ...spans.map(([, text], index) => `  ${uses[index]} ${text}`),
    ],
  };
}
