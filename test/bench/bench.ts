/*
 * Speed that can be shown: the same work side by side in one run, in turns, as ratios with their spread.
 *
 *   npm run bench                      everything
 *   npm run bench -- answers growth    some sections
 *   npm run bench -- --report          writes dist/bench/index.html too, with the curves
 *
 * Times of a shared machine mean little by themselves; a ratio of two that ran in turns does.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeReport } from './report.js';
import type { Measure, Section } from './section.js';
import { measureAnswers } from './sections/answers.js';
import { measureGrowth } from './sections/growth.js';
import { measureMemory } from './sections/memory.js';
import { measurePage } from './sections/page.js';
import { measureScaleOut } from './sections/scale-out.js';

const sections: Record<string, Measure> = {
  answers: measureAnswers,
  memory: measureMemory,
  growth: measureGrowth,
  scale: measureScaleOut,
  page: measurePage,
};

const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = asked.filter((name) => !(name in sections));
if (unknown.length > 0) {
  process.stderr.write(`no section ${unknown.join(', ')}: there are ${Object.keys(sections).join(', ')}\n`);
  process.exit(2);
}

const started = Date.now();
const scratch = await mkdtemp(join(tmpdir(), 'harmony-2fa-bench-'));
const done: Section[] = [];
try {
  for (const [name, measure] of Object.entries(sections)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const section = await measure(scratch);
    print(section);
    done.push(section);
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}

const goals = done.flatMap((section) => section.goals);
const missed = goals.filter(({ reached }) => !reached);
const seconds = Math.round((Date.now() - started) / 1000);
process.stdout.write(`\n${goals.length - missed.length} of ${goals.length} goals reached, in ${seconds} s\n`);
if (process.argv.includes('--report')) {
  process.stdout.write(`${await writeReport(done)}\n`);
}
process.exitCode = missed.length > 0 ? 1 : 0;

function print({ title, goals, figures }: Section): void {
  const rows = [
    ...goals.map(({ what, goal, measured, reached }) => [reached ? 'yes' : 'NO', what, goal, measured]),
    ...figures.map(({ what, measured }) => ['', what, '', measured]),
  ];
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]!.length));
  process.stdout.write(`\n${title}\n`);
  for (const row of rows) {
    const cells = row.map((cell, column) => (column < 3 ? cell.padEnd(width(column)) : cell));
    process.stdout.write(`  ${cells.join('  ').trimEnd()}\n`);
  }
}
