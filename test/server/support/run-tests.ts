/*
 * tsx test/server/support/run-tests.ts <test files>
 *
 * Translates all tests and the server together, then runs each test in its own process. Node 20 translates nothing itself, and a
 * loader in every process takes two seconds of processor time there, a third of all server tests.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, transform, type Plugin } from 'esbuild';

/** Tests under load run alone, since each of them takes the whole machine. */
const concurrency = Number(process.env['TEST_CONCURRENCY'] ?? 2);
/** Files of minutes start first. Otherwise the last of them runs alone, while the other core has nothing to do. */
const longFiles = /\/(crash|instances)\.test\.ts$/;
const root = join(import.meta.dirname, '..', '..', '..');
const sources = process.argv.slice(2);
if (sources.length === 0) throw new Error('name the test files to run');

/** A translated file stands elsewhere, and the sources find their neighbours by their own place. */
const keepPlaces: Plugin = {
  name: 'keep-places',
  setup({ onLoad }) {
    onLoad({ filter: /\.[jt]s$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes('import.meta')) return undefined;
      const { code } = await transform(text, {
        loader: extname(path) === '.ts' ? 'ts' : 'js',
        target: 'es2022',
        sourcefile: path,
        sourcemap: 'inline',
        define: {
          'import.meta.dirname': JSON.stringify(dirname(path)),
          'import.meta.filename': JSON.stringify(path),
          'import.meta.url': JSON.stringify(pathToFileURL(path).href),
        },
      });
      return { contents: code, loader: 'js' };
    });
  },
};

// Below the packages, so that the tests find them.
const cache = join(root, 'node_modules', '.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'harmony-2fa-tests-'));
try {
  await build({
    absWorkingDir: root,
    entryPoints: sources.map((source) => ({ in: source, out: placeOf(source) })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    sourcemap: 'linked',
    plugins: [keepPlaces],
    logLevel: 'error',
  });
  const files = sources.map((source) => join(folder, `${placeOf(source)}.mjs`));
  const node = [
    '--enable-source-maps',
    '--test',
    '--test-reporter=spec',
    `--test-concurrency=${concurrency}`,
    ...files,
  ];
  const [code] = (await once(spawn(process.execPath, node, { cwd: root, stdio: 'inherit' }), 'close')) as [
    number | null,
  ];
  process.exitCode = code ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The place of a translated file below the folder, without its ending. The runner sorts the files by it. */
function placeOf(source: string): string {
  return join(longFiles.test(source) ? '0' : '1', relative(root, join(root, source)).replace(/\.ts$/, ''));
}
