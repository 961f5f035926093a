import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { help } from '../../server/conformance/arguments.js';
import { checks } from '../../server/conformance/checks/index.js';
import { groups, promises, type Group } from '../../server/conformance/promises/index.js';
import { faultNames, faults } from './stand-in/faults.js';

/** The page for users of the kit. Its tables are generated between markers; the rest is written by hand. */
export const pagePath = join(import.meta.dirname, '..', '..', 'demo/docs/conformance.md');

const groupNames = Object.keys(groups) as Group[];
const row = (...cells: string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: string[], rows: string[]): string =>
  [row(...head), row(...head.map(() => '---')), ...rows].join('\n');

const generated: Readonly<Record<string, () => string>> = {
  counts: () =>
    `The kit has ${checks.length} checks of ${promises.length} promises in ${groupNames.length} groups. ${faultNames.length} planted faults prove that the checks can fail.`,
  help: () => `\`\`\`text\n${help.trim()}\n\`\`\``,
  promises: () =>
    groupNames
      .map((group) => {
        const own = promises.filter((promise) => promise.group === group);
        const rows = own.map(({ number, text, sources }) => row(number, text, sources.join('; ')));
        return `### ${groups[group]}\n\n${table(['number', 'promise', 'source'], rows)}`;
      })
      .join('\n\n'),
  checks: () => {
    const rows = checks.map(({ id, says, level, promise }) =>
      row(`\`${id}\``, says, promise.number, level === 'required' ? '' : level),
    );
    return table(['check', 'holds when', 'promise', 'weight'], rows);
  },
  faults: () => {
    const rows = faultNames.map((fault) => row(fault, faults[fault].finds.map((id) => `\`${id}\``).join(' ')));
    return table(['planted fault', 'found by'], rows);
  },
};

/** The page as it has to be: with every generated part of this moment. */
export async function renderPage(): Promise<{ current: string; right: string }> {
  const current = await readFile(pagePath, 'utf8');
  let right = current;
  for (const [name, make] of Object.entries(generated)) {
    const part = new RegExp(`(<!-- generated: ${name} -->\n).*?(\n<!-- end of ${name} -->)`, 's');
    if (!part.test(right)) throw new Error(`the page has no part ${name}`);
    right = right.replace(part, (_all, start: string, end: string) => `${start}\n${make()}\n${end}`);
  }
  const config = await resolveConfig(pagePath);
  return { current, right: await format(right, { ...config, parser: 'markdown' }) };
}
