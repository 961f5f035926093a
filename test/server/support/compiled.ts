import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';

export const root = join(import.meta.dirname, '..', '..', '..');

/** Node starts a thread from its own file, which a bundler does not see. */
const threads = ['server/adapters/store/sqlite-driver/checkpoint-thread.js', 'server/core/crypto/hash-thread.js'];

const files = new Map<string, string>();
let folder: string | undefined;

/**
 * A program's sources as one file of JavaScript, made at its first use: translating them at every start would take most of
 * the time of a test that starts processes.
 *
 * @param source from the root, such as `server/reference/main.ts`
 * @param base in place of the root: where the sources of another version are
 */
export function compiled(source: string, base = root): string {
  const path = join(base, source);
  const known = files.get(path);
  if (known !== undefined) return known;
  const outdir = join(compiledFolder(), `${files.size}-${source.replace(/\W/g, '-')}`);
  buildSync({
    entryPoints: [path],
    outdir,
    entryNames: '[name]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // What the sources load on demand stays on demand.
    splitting: true,
    platform: 'node',
    format: 'esm',
    // Native modules, the drivers of the other databases, and an optional part of one that nobody installs.
    external: ['better-sqlite3', '@node-rs/argon2', 'pg', 'pg-native', 'mysql2'],
    banner: {
      // A name that no source uses: the bundler does not see this line.
      js: `import { createRequire as bannerRequire } from 'node:module'; const require = bannerRequire(import.meta.url);`,
    },
    logLevel: 'error',
  });
  for (const thread of threads.map((file) => join(base, file)).filter(existsSync)) {
    copyFileSync(thread, join(outdir, basename(thread)));
  }
  writeFileSync(join(outdir, 'package.json'), '{ "type": "module" }');
  const outfile = join(outdir, `${basename(source, '.ts')}.mjs`);
  files.set(path, outfile);
  return outfile;
}

function compiledFolder(): string {
  if (folder !== undefined) return folder;
  // Below the packages, so that the bundle finds the external ones.
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'harmony-2fa-programs-'));
  process.once('exit', () => rmSync(folder!, { recursive: true, force: true }));
  return folder;
}
