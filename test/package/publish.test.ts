import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);
const readJson = async <T>(path: string): Promise<T> => JSON.parse(await readFile(join(root, path), 'utf8')) as T;

describe('what npm would publish', () => {
  let files: string[];
  before(async () => {
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root });
    const [{ files: packed } = { files: [] }] = JSON.parse(stdout) as { files: { path: string }[] }[];
    files = packed.map(({ path }) => path);
  });

  it('has the licence, the readme, the changelog, the manifest and built files', () => {
    const others = files.filter((path) => !path.startsWith('dist/')).sort();
    assert.deepEqual(others, ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
    for (const path of [
      'dist/custom-elements.json',
      'dist/harmony-2fa.js',
      'dist/widget/index.js',
      'dist/server/index.js',
    ]) {
      assert.ok(files.includes(path), path);
    }
  });

  it('has no source, test or demo in it', () => {
    const strangers = files.filter((path) => /(^|\/)(test|demo)(\/|\.)|\.tsbuildinfo$|\.map$|(?<!\.d)\.ts$/.test(path));
    assert.deepEqual(strangers, []);
  });

  it('does not tell where it was built', async () => {
    for (const path of files) {
      const text = await readFile(join(root, path), 'utf8');
      for (const place of [root, homedir()]) assert.ok(!text.includes(`${place}/`), path);
    }
  });

  it('passes publint without a remark', async () => {
    const { messages, pkg } = await publint({ pkgDir: root, strict: true });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  });
});

interface Locked {
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  resolved?: string;
}

describe('the lock file', () => {
  it('names no registry, so that every machine asks its own', async () => {
    const text = await readFile(join(root, 'package-lock.json'), 'utf8');
    assert.deepEqual(text.match(/https?:\/\/[^"]*\.tgz/g) ?? [], []);
  });

  it('lets a front end install at most 8 packages', async (t) => {
    const { packages } = await readJson<{ packages: Record<string, Locked> }>('package-lock.json');
    const installed = new Set<string>();
    const follow = ({ dependencies, peerDependencies, peerDependenciesMeta }: Locked): void => {
      const required = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
      for (const name of [...Object.keys(dependencies ?? {}), ...required]) {
        if (installed.has(name)) continue;
        installed.add(name);
        follow(packages[`node_modules/${name}`] ?? {});
      }
    };
    follow(packages['']!);
    t.diagnostic([...installed].join(', '));
    assert.ok(installed.has('lit'));
    assert.ok(installed.size <= 8, [...installed].join(', '));
  });
});
