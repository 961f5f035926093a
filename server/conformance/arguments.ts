import { parseArgs } from 'node:util';
import { checks } from './checks/index.js';
import type { Check } from './checks/check.js';
import { formatNames, type Format } from './report/formats.js';
import { isInProfile, profileNames } from './run/profiles.js';

/** Wrong usage: one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const help = `harmony-2fa-conformance: checks a back end of the two-factor protocol of harmony-2fa

  harmony-2fa-conformance <address> --driver <module>            the functions of a module of JavaScript
  harmony-2fa-conformance <address> --driver-command <command>   the same over lines of JSON, in any language
  harmony-2fa-conformance --list                                 every check with its promise and source

<address> is the base path of the protocol, such as https://app.example.com/api/2fa. The kit makes accounts there through the driver,
and sends some thousand requests to this origin and to no other. Use a test system.

  --only <names>        some groups and checks: replay,window/2
  --profile <name>      what a standard asks for: ${profileNames.join(', ')}
  --report <format>     ${formatNames.join(', ')}; to a file with <format>=<file>. May be given several times
  --expect <file>       JSON of what is known to fail: {"fails":["replay/1"],"notShown":["attempts/18"]}
  --grade               ends with one line: the groups that hold
  --quiet               only failures and the summary
  --jobs <number>       checks side by side where the clock is not moved: 16
  --help                this text

Exit codes: 0 every required check held · 1 a check failed · 2 wrong usage · 3 none failed, but a required one was not shown ·
4 the back end or the driver cannot be used · 5 something else than --expect says · 130 interrupted

The driver, the promises and the checks: the page “Conformance kit” of the documentation.
`;

export interface Report {
  format: Format;
  /** Standard output without a file. */
  file: string | undefined;
}

export type Command =
  | { kind: 'help' }
  | { kind: 'list'; checks: readonly Check[] }
  | {
      kind: 'run';
      base: string;
      driver: { module: string } | { command: string };
      checks: readonly Check[];
      reports: readonly Report[];
      known: string | undefined;
      isGraded: boolean;
      isQuiet: boolean;
      jobs: number | undefined;
    };

/** @throws {UsageError} */
export function readArguments(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: 'help' };
  const chosen = choose(values.only, values.profile);
  if (values.list) return { kind: 'list', checks: chosen };
  const [address, ...others] = positionals;
  if (address === undefined || others.length > 0) {
    throw new UsageError('usage: harmony-2fa-conformance <address> --driver <module>; see --help');
  }
  const { driver: module, 'driver-command': command } = values;
  if ((module === undefined) === (command === undefined)) {
    throw new UsageError('give the driver: --driver <module> or --driver-command <command>');
  }
  const reports = (values.report ?? []).map(readReport);
  if (reports.filter(({ file }) => file === undefined).length > 1) {
    throw new UsageError('only one report can go to standard output: give the others a file');
  }
  return {
    kind: 'run',
    base: readBase(address),
    driver: module === undefined ? { command: command! } : { module },
    checks: chosen,
    reports,
    known: values.expect,
    isGraded: values.grade ?? false,
    isQuiet: values.quiet ?? false,
    jobs: readJobs(values.jobs),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        driver: { type: 'string' },
        'driver-command': { type: 'string' },
        only: { type: 'string' },
        profile: { type: 'string' },
        report: { type: 'string', multiple: true },
        expect: { type: 'string' },
        grade: { type: 'boolean' },
        quiet: { type: 'boolean' },
        list: { type: 'boolean' },
        jobs: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'the arguments are not valid');
  }
}

function readBase(address: string): string {
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) {
    throw new UsageError('the address has to begin with https:// or http://');
  }
  const { origin, pathname, username, password, search, hash } = new URL(address);
  if (username !== '' || password !== '' || search !== '' || hash !== '') {
    throw new UsageError('the address has a host and a path, and nothing else');
  }
  return `${origin}${pathname}`.replace(/\/+$/, '');
}

function choose(only: string | undefined, profile: string | undefined): readonly Check[] {
  if (profile !== undefined && !profileNames.includes(profile)) {
    throw new UsageError(`there is no profile ${profile}: ${profileNames.join(', ')}`);
  }
  const names = only?.split(',').map((name) => name.trim()) ?? [];
  const unknown = names.find((name) => !checks.some(({ id, group }) => name === id || name === group));
  if (unknown !== undefined) throw new UsageError(`there is no group and no check ${unknown}: see --list`);
  return checks
    .filter(({ id, group }) => only === undefined || names.includes(id) || names.includes(group))
    .filter((check) => profile === undefined || isInProfile(profile, check));
}

function readReport(text: string): Report {
  const [format = '', ...rest] = text.split('=');
  if (!formatNames.includes(format as Format)) {
    throw new UsageError(`there is no report ${format}: ${formatNames.join(', ')}`);
  }
  return { format: format as Format, file: rest.length > 0 ? rest.join('=') : undefined };
}

function readJobs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new UsageError('--jobs takes a number from 1 to 99');
}
