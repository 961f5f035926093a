import type { Result, Run } from '../run/run.js';

/** The Test Anything Protocol, version 14. What is not shown is skipped, and advice that fails is `TODO`. */
export function toTap({ results }: Run): string {
  return ['TAP version 14', `1..${results.length}`, ...results.flatMap(linesOf), ''].join('\n');
}

function linesOf(result: Result, index: number): string[] {
  const { check, outcome, reason } = result;
  const name = `${index + 1} - ${escape(`${check.id} ${check.says}`)}`;
  if (outcome === 'holds') return [`ok ${name}`];
  if (outcome === 'not shown') return [`ok ${name} # SKIP ${oneLine(reason)}`];
  const { evidence, check: { promise, level } } = result; // prettier-ignore
  const members = {
    expected: reason,
    promise: `${promise.number}: ${promise.text}`,
    sources: promise.sources.join('; '),
    ...(evidence && { sent: evidence.sent, came: evidence.came, try: evidence.curl }),
  };
  return [
    `not ok ${name}${level === 'advised' ? ' # TODO advice' : ''}`,
    '  ---',
    // A JSON text is a YAML scalar, too.
    ...Object.entries(members).map(([member, text]) => `  ${member}: ${JSON.stringify(text)}`),
    '  ...',
  ];
}

/** In a description, `#` begins a directive. */
function escape(text: string): string {
  return oneLine(text).replaceAll('\\', '\\\\').replaceAll('#', '\\#');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
