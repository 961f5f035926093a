/*
 * Measures the same work on several subjects in one run, and prints ratios with their spread.
 *
 *   npm run bench                      all sections but the long ones, in less than 15 minutes
 *   npm run bench -- memory scale      some sections, such as the long ones
 *   npm run bench -- --report          also writes dist/bench/index.html with the curves
 *
 * Absolute times of a shared machine mean little. The rounds of the subjects alternate, so the ratio of two subjects is stable.
 * Benchmark libraries such as tinybench repeat one function in one process; these subjects are servers and pages.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeReport } from './report.js';
import type { Measure, Section } from './section.js';
import { measureAnswers } from './sections/answers.js';
import { measureGrowth } from './sections/growth.js';
import { measureHistory } from './sections/history.js';
import { measureMemory } from './sections/memory.js';
import { measureNeighbours } from './sections/neighbours.js';
import { measurePage } from './sections/page.js';
import { measureScaleOut } from './sections/scale-out.js';

const sections: Record<string, Measure> = {
  answers: measureAnswers,
  memory: measureMemory,
  growth: measureGrowth,
  history: measureHistory,
  scale: measureScaleOut,
  neighbours: measureNeighbours,
  page: measurePage,
};

/** They run when they are named, as `npm run test:soak` does. */
const longSections = new Set(['memory', 'scale']);

const names = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = names.filter((name) => !(name in sections));
if (unknown.length > 0) {
  process.stderr.write(`no section ${unknown.join(', ')}; the sections are ${Object.keys(sections).join(', ')}\n`);
  process.exit(2);
}

const started = Date.now();
const scratch = await mkdtemp(join(tmpdir(), 'harmony-2fa-bench-'));
const done: Section[] = [];
try {
  for (const [name, measure] of Object.entries(sections)) {
    if (names.length > 0 ? !names.includes(name) : longSections.has(name)) continue;
    const begun = Date.now();
    const section = await measure(scratch);
    print(section, Math.round((Date.now() - begun) / 1000));
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

function print({ title, goals, figures }: Section, seconds: number): void {
  const rows = [
    ...goals.map(({ what, goal, measured, reached }) => [reached ? 'yes' : 'NO', what, goal, measured]),
    ...figures.map(({ what, measured }) => ['', what, '', measured]),
  ];
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]!.length));
  process.stdout.write(`\n${title} (${seconds} s)\n`);
  for (const row of rows) {
    const cells = row.map((cell, column) => (column < 3 ? cell.padEnd(width(column)) : cell));
    process.stdout.write(`  ${cells.join('  ').trimEnd()}\n`);
  }
}
