import type { Result, Run } from '../run/run.js';
import { tallyGroups, tallyProfiles, type Tally } from '../run/profiles.js';

/** Text for a terminal, in colour where `isColoured`. */
export interface Texts {
  /** One line for a check, and what went wrong below it. */
  line(result: Result, done: number, all: number): string;
  summary(run: Run): string;
}

export function createTexts(isColoured: boolean): Texts {
  const paint =
    (code: number) =>
    (text: string): string =>
      isColoured ? `\u001b[${code}m${text}\u001b[0m` : text;
  const [bold, red, green, grey] = [paint(1), paint(31), paint(32), paint(90)];
  const marks = { holds: green('holds    '), fails: red('FAILS    '), 'not shown': grey('not shown') } as const;

  return {
    line(result, done, all) {
      const { check, outcome } = result;
      const count = grey(`${String(done).padStart(String(all).length)}/${all}`);
      const first = `${count} ${marks[outcome]} ${bold(check.id.padEnd(15))} ${check.says}`;
      if (outcome === 'holds') return first;
      if (outcome === 'not shown') return `${first}\n${indent(`why       ${result.reason}`)}`;
      return `${first}\n${indent(detailsOf(result).join('\n'))}`;
    },
    summary(run) {
      const fails = run.results.filter(({ outcome }) => outcome === 'fails');
      const list = fails.map(({ check, reason }) => `  ${red(check.id.padEnd(15))} ${reason}`);
      return [
        '',
        bold('By group'),
        ...tableOf(tallyGroups(run.results)),
        '',
        bold('By standard'),
        ...tableOf(tallyProfiles(run.results).filter(({ grade }) => grade !== '–')),
        '',
        ...(fails.length > 0 ? [bold('What fails'), ...list, ''] : []),
        countsOf(run),
      ].join('\n');
    },
  };
}

/** What a failure tells: the promise, what was sent, what came, and what to read. */
export function detailsOf({ check, reason, evidence }: Result): string[] {
  return [
    `expected  ${reason}`,
    `promise   ${check.promise.number}: ${check.promise.text}`,
    ...(check.level === 'advised' ? ['weight    advice: it does not change the exit code'] : []),
    ...(evidence ? [`sent      ${evidence.sent}`, `came      ${evidence.came}`, `try       ${evidence.curl}`] : []),
    `read      ${check.promise.sources.join('; ')}`,
  ];
}

export function countsOf({ base, results, requests, seconds }: Run): string {
  const count = (outcome: Result['outcome']): number => results.filter((result) => result.outcome === outcome).length;
  const time = seconds < 120 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} minutes`;
  return `${results.length} checks of ${base}: ${count('holds')} hold, ${count('fails')} fail, ${count('not shown')} are not shown (${requests} requests, ${time})`;
}

function tableOf(tallies: readonly Tally[]): string[] {
  return tallies.map(({ name, title, holds, fails, notShown, grade }) => {
    const counts = `${holds} hold${fails > 0 ? `, ${fails} fail` : ''}${notShown > 0 ? `, ${notShown} not shown` : ''}`;
    return `  ${grade}  ${name.padEnd(13)} ${title.padEnd(32)} ${counts}`;
  });
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '      ');
}
