import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { parse } from 'acorn';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);
const readJson = async <T>(path: string): Promise<T> => JSON.parse(await readFile(join(root, path), 'utf8')) as T;

describe('the package that npm publishes', () => {
  let files: string[];
  before(async () => {
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root });
    const [{ files: packed } = { files: [] }] = JSON.parse(stdout) as { files: { path: string }[] }[];
    files = packed.map(({ path }) => path);
  });

  it('has the licence, the README, the other papers, the pages, the manifest and built files', () => {
    const others = files.filter((path) => !/^(dist|demo\/docs|demo\/hosts\/servers)\//.test(path)).sort();
    assert.deepEqual(others, [
      'ARCHITECTURE.md',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'demo/back-ends/python/README.md',
      'demo/back-ends/python/codes.py',
      'demo/back-ends/python/driver.py',
      'demo/back-ends/python/page.css',
      'demo/back-ends/python/page.html',
      'demo/back-ends/python/page.js',
      'demo/back-ends/python/problem.py',
      'demo/back-ends/python/schema.sql',
      'demo/back-ends/python/server.py',
      'demo/back-ends/python/store.py',
      'demo/back-ends/python/two_factor.py',
      'package.json',
      'server/docs/asvs.md',
      'server/docs/attacks.md',
      'server/docs/failures.md',
      'server/docs/guess-probability.md',
      'server/docs/scale.md',
      'server/docs/threat-model.md',
      'widget/docs/accessibility.md',
      'widget/docs/texts.md',
    ]);
    const pages = files.filter((path) => path.startsWith('demo/docs/'));
    assert.ok(pages.length > 10, 'pages are found');
    for (const path of pages) assert.match(path, /^demo\/docs\/([\w-]+\.md|pictures\/[\w-]+\.webp)$/);
    for (const path of [
      'dist/custom-elements.json',
      'dist/vscode.html-custom-data.json',
      'dist/vscode.css-custom-data.json',
      'dist/web-types.json',
      'dist/integrity.json',
      'dist/openapi.json',
      'dist/schemas.json',
      'dist/harmony-2fa.js',
      'dist/widget/index.js',
      'dist/server/index.js',
    ]) {
      assert.ok(files.includes(path), path);
    }
  });

  it('has no source, test or demo but what to copy from', () => {
    const unwanted = files.filter((path) =>
      /(^|\/)(test|demo(?!\/(docs|back-ends|hosts\/servers)\/))(\/|\.)|\.tsbuildinfo$|\.map$|(?<!\.d)\.ts$/.test(path),
    );
    assert.deepEqual(unwanted, []);
    // The build alone needs the tables that the contract is written from.
    assert.deepEqual(
      files.filter((path) => path.startsWith('dist/server/contract/')),
      [],
    );
  });

  it('has no path of the machine that built it', async () => {
    for (const path of files) {
      const text = await readFile(join(root, path), 'utf8');
      for (const folder of [root, homedir()]) assert.ok(!text.includes(`${folder}/`), path);
    }
  });

  it('has only ES2022 modules', async () => {
    const scripts = files.filter((path) => /\.[cm]?js$/.test(path));
    assert.ok(scripts.length > 100, 'modules are found');
    for (const path of scripts) {
      const text = await readFile(join(root, path), 'utf8');
      const check = () => parse(text, { ecmaVersion: 2022, sourceType: 'module', allowHashBang: true });
      assert.doesNotThrow(check, path);
    }
  });

  it('runs no script when it is installed', async () => {
    const { scripts } = await readJson<{ scripts: Record<string, string> }>('package.json');
    const hooks = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
    assert.deepEqual(
      hooks.filter((name) => name in scripts),
      [],
    );
    // npm compiles a package with such a file, without a script.
    assert.deepEqual(
      files.filter((path) => path.endsWith('binding.gyp')),
      [],
    );
  });

  it('is public, and npm states where it was built', async () => {
    const { publishConfig } = await readJson<{ publishConfig: unknown }>('package.json');
    assert.deepEqual(publishConfig, { access: 'public', provenance: true });
  });

  it('has types that every kind of module resolution finds', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-pack-'));
    try {
      const options = ['--json', '--ignore-scripts', '--pack-destination', folder];
      const { stdout } = await run('npm', ['pack', ...options], { cwd: root });
      const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
      const tarball = new Uint8Array(await readFile(join(folder, filename)));
      const result = await checkPackage(createPackageFromTarballData(tarball));
      assert.ok(result.types, 'types are found');
      assert.ok(Object.keys(result.entrypoints).length >= 10, 'entries are found');
      // Resolutions without ES modules or `exports` cannot load this package, so they need no types.
      const problems = result.problems.filter(
        (problem) => !('resolutionKind' in problem && ['node10', 'node16-cjs'].includes(problem.resolutionKind)),
      );
      assert.deepEqual(problems, []);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('passes publint without a message', async () => {
    const { messages, pkg } = await publint({ pkgDir: root, strict: true });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  });
});

interface Locked {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  resolved?: string;
  hasInstallScript?: boolean;
}

describe('the lock file', () => {
  it('names no registry, so that every machine uses its own', async () => {
    const text = await readFile(join(root, 'package-lock.json'), 'utf8');
    assert.deepEqual(text.match(/https?:\/\/[^"]*\.tgz/g) ?? [], []);
  });

  it('makes a front end install at most 8 packages, and none of them runs an install script', async (t) => {
    const { packages } = await readJson<{ packages: Record<string, Locked> }>('package-lock.json');
    const installed = new Map<string, Locked>();
    const follow = (name: string, locked: Locked): void => {
      if (installed.has(name)) return;
      installed.set(name, locked);
      const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = locked;
      const required = Object.keys(peerDependencies ?? {}).filter((peer) => !peerDependenciesMeta?.[peer]?.optional);
      for (const next of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...required]) {
        const found = packages[`node_modules/${next}`];
        assert.ok(found, `${next} is locked`);
        follow(next, found);
      }
    };
    follow('harmony-2fa', packages['']!);
    const names = [...installed.keys()];
    t.diagnostic(names.join(', '));
    assert.ok(installed.has('lit'));
    assert.ok(installed.size <= 8, names.join(', '));
    assert.deepEqual(
      names.filter((name) => name !== 'harmony-2fa' && installed.get(name)?.hasInstallScript),
      [],
    );
  });
});
