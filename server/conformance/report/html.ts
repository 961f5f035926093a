import { groups } from '../promises/index.js';
import { badgeOf, tallyGroups, tallyProfiles, type Tally } from '../run/profiles.js';
import type { Outcome, Result, Run } from '../run/run.js';
import { escapeMarkup as escape } from './markup.js';
import { countsOf } from './text.js';

const words: Record<Outcome, string> = { holds: 'holds', fails: 'fails', 'not shown': 'not shown' };
const classes: Record<Outcome, string> = { holds: 'holds', fails: 'fails', 'not shown': 'open' };

/** One page that needs nothing else: no script, no font, no image, no request. */
export function toHtml(run: Run): string {
  const { results } = run;
  const fails = results.filter(({ outcome }) => outcome === 'fails');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Conformance of ${escape(run.base)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Conformance</h1>
<p class="base">${escape(run.base)}</p>
<p>${escape(countsOf(run))}</p>
<p>${escape(badgeOf(results))}</p>
${fails.length > 0 ? `<h2>What fails</h2>\n${listOf(fails)}` : '<p class="holds"><b>Nothing fails.</b></p>'}
<h2>By group</h2>
${tableOf(tallyGroups(results), (name) => `<a href="#group-${name}">${name}</a>`)}
<h2>By standard</h2>
${tableOf(tallyProfiles(results), escape)}
${tallyGroups(results).map((tally) => sectionOf(tally, results)).join('\n')}
</main>
</body>
</html>
`; // prettier-ignore
}

function sectionOf({ name }: Tally, results: readonly Result[]): string {
  const title = groups[name as keyof typeof groups];
  const own = results.filter(({ check }) => check.group === name);
  return `<h2 id="group-${name}">${escape(title)}</h2>\n${listOf(own)}`;
}

function listOf(results: readonly Result[]): string {
  return `<ul>\n${results.map(itemOf).join('\n')}\n</ul>`;
}

function itemOf({ check, outcome, reason, evidence }: Result): string {
  const mark = `<span class="mark ${classes[outcome]}">${words[outcome]}</span>`;
  const rows: [string, string, isCode?: boolean][] = [
    ...(reason === '' ? [] : [[outcome === 'fails' ? 'expected' : 'why', reason] as [string, string]]),
    ['promise', `${check.promise.number}: ${check.promise.text}`],
    ['weight', check.level],
    ...(evidence
      ? ([
          ['sent', evidence.sent, true],
          ['came', evidence.came, true],
          ['try', evidence.curl, true],
        ] as [string, string, boolean][])
      : []),
    ['read', check.promise.sources.join('; ')],
  ];
  const list = rows.map(
    ([name, text, isCode]) => `<dt>${name}</dt><dd>${isCode ? `<code>${escape(text)}</code>` : escape(text)}</dd>`,
  );
  const open = outcome === 'fails' ? ' open' : '';
  return `<li><details${open}><summary>${mark} <b>${check.id}</b> ${escape(check.says)}</summary><dl>${list.join('')}</dl></details></li>`;
}

function tableOf(tallies: readonly Tally[], nameOf: (name: string) => string): string {
  const rows = tallies.map(
    ({ name, title, holds, fails, notShown, grade }) =>
      `<tr><td>${grade}</td><td>${nameOf(name)}</td><td>${escape(title)}</td><td>${holds}</td><td>${fails}</td><td>${notShown}</td></tr>`,
  );
  const head = ['Grade', 'Name', 'About', 'Hold', 'Fail', 'Not shown']
    .map((name) => `<th scope="col">${name}</th>`)
    .join('');
  return `<div class="wide" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

const style = `
:root { color-scheme: light dark; --holds: #1a7f37; --fails: #c62828; --open: #6e6e6e; --line: #d0d0d0; }
@media (prefers-color-scheme: dark) { :root { --holds: #57c76f; --fails: #ff8a80; --open: #a8a8a8; --line: #444; } }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; overflow-wrap: anywhere; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
.base { font-family: ui-monospace, monospace; }
h1 { margin-block: 0.5rem 0; }
ul { list-style: none; padding: 0; }
li { border-block-start: 1px solid var(--line); }
summary { padding-block: 0.5rem; cursor: pointer; }
.mark { display: inline-block; min-width: 5.5rem; font-weight: 600; }
.holds { color: var(--holds); } .fails { color: var(--fails); } .open { color: var(--open); }
dl { display: grid; grid-template-columns: 5.5rem 1fr; gap: 0.25rem 0.5rem; margin: 0 0 1rem; }
dt { color: var(--open); } dd { margin: 0; }
code { font: 0.875rem/1.5 ui-monospace, monospace; white-space: pre-wrap; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; } th, td { text-align: start; padding: 0.25rem 0.75rem 0.25rem 0; border-block-end: 1px solid var(--line); }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-block-end: 0.5rem; } }
`;
