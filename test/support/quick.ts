/*
 * npm run test:quick
 *
 * Format, lint, types, the unit tests, and the tests that stand next to what changed against the main branch. It aims
 * at a minute on two idle cores: it starts no such test after the deadline, and names those that are left for `npm test`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build, type Metafile } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');
const deadline = performance.now() + 35_000;
/** These need a build, a browser or a database of their own. */
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
const near = (await nearTests()).filter((path) => !unit.includes(path));
const node = (files: string[]): string[] => ['--import', 'tsx', '--test', '--test-concurrency=2', ...files];

const failed: string[] = [];
const left: string[] = [];
await Promise.all([
  lane([['types', ['node_modules/typescript/bin/tsc', '--noEmit']], ...lint()]),
  lane([
    ...(changed.length > 0
      ? [step('format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--ignore-unknown', ...changed)]
      : []),
    ['unit', node(unit)],
    ...near.map((path): Step => [
      path,
      path.endsWith('.browser.test.ts') ? ['--import', 'tsx', 'node_modules/.bin/wtr', '--files', path] : node([path]),
    ]),
  ]),
]);
if (left.length > 0) console.log(`Left for npm test:\n  ${left.join('\n  ')}`);
console.log(failed.length > 0 ? `Failed: ${failed.join(', ')}` : 'All passed.');
process.exit(failed.length > 0 ? 1 : 0);

type Step = [name: string, args: string[]];

function step(name: string, ...args: string[]): Step {
  return [name, args];
}

function lint(): Step[] {
  return linted.length > 0 ? [step('lint', 'node_modules/eslint/bin/eslint.js', '--no-warn-ignored', ...linted)] : [];
}

/** Runs steps one after the other, and shows what a step printed when it failed. */
async function lane(steps: Step[]): Promise<void> {
  for (const [name, args] of steps) {
    if (near.includes(name) && performance.now() > deadline) {
      left.push(name);
      continue;
    }
    const began = performance.now();
    const child = spawn(process.execPath, args, { cwd: root });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += String(text)));
    const code = await new Promise((resolve) => child.once('close', resolve));
    console.log(`${code === 0 ? '✔' : '✖'} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
    if (code === 0) continue;
    failed.push(name);
    console.log(said);
  }
}

/** The tests that changed, then those that import a changed file, then those that reach one over one more file. */
async function nearTests(): Promise<string[]> {
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

/** How many imports lead from a test to the nearest changed file. */
function distanceOf(test: string, { inputs }: Metafile): number {
  const seen = new Set([test]);
  let front = [test];
  for (let distance = 0; front.length > 0; distance++) {
    if (front.some((path) => changed.includes(path))) return distance;
    front = front
      .flatMap((path) => (inputs[path]?.imports ?? []).map((one) => one.path))
      .filter((path) => !seen.has(path));
    for (const path of front) seen.add(path);
  }
  return Infinity;
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}
