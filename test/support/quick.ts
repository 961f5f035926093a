/*
 * npm run test:quick
 *
 * Checks format, lint, types, the unit tests, and the tests that import what changed against the main branch. It takes less
 * than a minute on two idle cores: it starts an affected test only in the first 45 seconds, stops it after 57, and lists what is left
 * for `npm test`. Tools that select tests by imports belong to one runner; here Node and a browser run tests.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build, type Metafile } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');
const lastStart = performance.now() + 45_000;
const end = performance.now() + 57_000;
/** A second run checks only what changed since the first one. */
const buildInfo = 'node_modules/.cache/harmony-2fa/types.tsbuildinfo';
/** These tests need a build or a PostgreSQL. */
const slow = /\.e2e\.ts$|^test\/(hosts|package|e2e|visual|bench)\/|\/postgres\/|\/soak/;

const git = (...args: string[]): string[] =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
const base = git('merge-base', 'main', 'HEAD')[0]!;
const changed = [...git('diff', '--name-only', base), ...git('ls-files', '--others', '--exclude-standard')].filter(
  (path) => existsSync(join(root, path)),
);
const linted = changed.filter((path) => /\.(ts|tsx|js|mjs)$/.test(path));
const tests = filesBelow('test').filter((path) => path.endsWith('.test.ts') && !slow.test(path));
const unit = tests.filter((path) => /^test\/(widget|protocol|demo)\//.test(path) && !path.endsWith('.browser.test.ts'));
const affected = (await affectedTests()).filter((path) => !unit.includes(path));
const node = (files: string[]): string[] => ['--import', 'tsx', '--test', '--test-concurrency=2', ...files];

const failed: string[] = [];
const remaining: string[] = [];
const queue: Step[] = [
  ['types', ['node_modules/typescript/bin/tsc', '--noEmit', '--incremental', '--tsBuildInfoFile', buildInfo]],
  ...stepOn(linted, 'lint', 'node_modules/eslint/bin/eslint.js', '--no-warn-ignored'),
  ...stepOn(changed, 'format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--ignore-unknown'),
  ['unit', node(unit)],
  ...affected.map((path): Step => [
    path,
    path.endsWith('.browser.test.ts') ? ['--import', 'tsx', 'node_modules/.bin/wtr', '--files', path] : node([path]),
  ]),
];
// One for each core.
await Promise.all([runQueue(), runQueue()]);
if (remaining.length > 0) console.log(`Not run, for npm test:\n  ${remaining.join('\n  ')}`);
console.log(failed.length > 0 ? `Failed: ${failed.join(', ')}` : 'All passed.');
process.exit(failed.length > 0 ? 1 : 0);

type Step = [name: string, args: string[]];

/** No step without files: a checker without arguments checks the whole project. */
function stepOn(files: string[], name: string, ...args: string[]): Step[] {
  return files.length > 0 ? [[name, [...args, ...files]]] : [];
}

/** Runs steps until the queue is empty. It prints the output of a step only when the step fails. */
async function runQueue(): Promise<void> {
  for (let step = queue.shift(); step; step = queue.shift()) {
    const [name, args] = step;
    if (affected.includes(name) && performance.now() > lastStart) {
      remaining.push(name);
      continue;
    }
    const began = performance.now();
    const timeout = AbortSignal.timeout(Math.max(1, Math.round(end - began)));
    // The browser runner closes its browser on SIGINT only.
    const stop = affected.includes(name) ? { signal: timeout, killSignal: 'SIGINT' as const } : {};
    const child = spawn(process.execPath, args, { cwd: root, ...stop });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += String(text)));
    // An aborted child also emits an error; `close` follows.
    child.once('error', () => undefined);
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (child.killed) {
      remaining.push(name);
      continue;
    }
    console.log(`${code === 0 ? '✔' : '✖'} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
    if (code === 0) continue;
    failed.push(name);
    console.log(output);
  }
}

/** The changed tests, then the tests that import a changed file, then the tests that import one through another file. */
async function affectedTests(): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: tests,
    absWorkingDir: root,
    outdir: 'unused',
    bundle: true,
    write: false,
    metafile: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    loader: { '.css': 'empty' },
  });
  const distances = tests.map((path) => ({ path, distance: distanceOf(path, metafile) }));
  return distances
    .filter(({ distance }) => distance <= 2)
    .sort((one, other) => one.distance - other.distance)
    .map(({ path }) => path);
}

/** The number of imports between a test and the nearest changed file. */
function distanceOf(test: string, { inputs }: Metafile): number {
  const seen = new Set([test]);
  let level = [test];
  for (let distance = 0; level.length > 0; distance++) {
    if (level.some((path) => changed.includes(path))) return distance;
    level = level
      .flatMap((path) => (inputs[path]?.imports ?? []).map((one) => one.path))
      .filter((path) => !seen.has(path));
    for (const path of level) seen.add(path);
  }
  return Infinity;
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}
