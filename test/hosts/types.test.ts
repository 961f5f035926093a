import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { HostBuild } from './host-build.js';

const root = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

/**
 * The checker of each framework reads its host and the files in `types`. Correct code has to pass. Wrong code has to be an
 * error, and a mark above it expects that error.
 */
const checks = {
  react: ['tsc', '-p', 'test/hosts/types/react'],
  preact: ['tsc', '-p', 'test/hosts/types/preact'],
  solid: ['tsc', '-p', 'test/hosts/types/solid'],
  vue: ['vue-tsc', '--noEmit', '-p', 'test/hosts/types/vue'],
  angular: ['tsc', '-p', 'demo/hosts/angular'],
  'server-rendered': ['tsc', '-p', 'demo/hosts/server-rendered'],
};

describe('the types of the packed package', { concurrency: 2 }, () => {
  let build: HostBuild;
  before(async () => {
    build = await HostBuild.open();
  });
  after(() => build.close());

  for (const [name, command] of Object.entries(checks)) {
    it(`hold for ${name}`, async () => {
      assert.equal(await checkerOutput(command), '');
    });
  }

  it('hold for svelte', async () => {
    const output = await checkerOutput([
      ...['svelte-check', '--workspace', 'test/hosts/types/svelte', '--tsconfig', './tsconfig.json'],
      ...['--output', 'machine'],
    ]);
    const found = [...output.matchAll(/(?:ERROR|WARNING) "([^"]+)" (\d+):/g)].map(
      ([, file, line]) => `${file}:${line}`,
    );
    // Svelte has no mark that expects an error in markup. Each comment in the file stands above one wrong line.
    const wrong = await readFile(build.path('test/hosts/types/svelte/Wrong.svelte'), 'utf8');
    const expected = wrong
      .split('\n')
      .flatMap((line, index) => (line.startsWith('<!--') ? [`Wrong.svelte:${index + 2}`] : []));
    assert.ok(expected.length > 0);
    assert.deepEqual(found, expected, output);
  });

  /** @returns the errors of the checker; empty when it finds none */
  async function checkerOutput([command, ...options]: string[]): Promise<string> {
    const checker = join(root, 'node_modules', '.bin', command!);
    return run(checker, options, { cwd: build.folder }).then(
      () => '',
      ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
    );
  }
});
