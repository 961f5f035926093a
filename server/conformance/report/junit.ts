import { tallyGroups } from '../run/profiles.js';
import type { Result, Run } from '../run/run.js';
import { escapeMarkup as escape } from './markup.js';
import { detailsOf } from './text.js';

/** The XML that CI systems read: a suite a group. */
export function toJunit({ results, seconds }: Run): string {
  const suites = tallyGroups(results).map(({ name, title }) => {
    const own = results.filter(({ check }) => check.group === name);
    return `${openTag('testsuite', `${name}: ${title}`, own)}\n${own.map(caseOf).join('\n')}\n  </testsuite>`;
  });
  const all = openTag('testsuites', 'harmony-2fa conformance', results, seconds).trim();
  return `<?xml version="1.0" encoding="UTF-8"?>\n${all}\n${suites.join('\n')}\n</testsuites>\n`;
}

/** Advice that fails is skipped: it does not fail a run. */
const isSkipped = ({ outcome, check }: Result): boolean =>
  outcome === 'not shown' || (outcome === 'fails' && check.level === 'advised');
const isFailed = (result: Result): boolean => result.outcome === 'fails' && !isSkipped(result);

function openTag(tag: string, name: string, results: readonly Result[], seconds?: number): string {
  const time = seconds ?? results.reduce((sum, result) => sum + result.seconds, 0);
  const counts = `tests="${results.length}" failures="${results.filter(isFailed).length}" errors="0" skipped="${results.filter(isSkipped).length}"`;
  return `  <${tag} name="${escape(name)}" ${counts} time="${time.toFixed(3)}">`;
}

function caseOf(result: Result): string {
  const { check, reason, seconds } = result;
  const open = `    <testcase classname="${check.group}" name="${escape(`${check.id} ${check.says}`)}" time="${seconds.toFixed(3)}"`;
  if (isSkipped(result)) return `${open}><skipped message="${escape(reason)}"/></testcase>`;
  if (!isFailed(result)) return `${open}/>`;
  return `${open}><failure message="${escape(reason)}">${escape(detailsOf(result).join('\n'))}</failure></testcase>`;
}
