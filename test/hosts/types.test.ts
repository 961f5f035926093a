import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { Workshop } from './workshop.js';

const root = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

/**
 * Each framework's own checker reads the host and the files in `types`, where everything right has to pass and everything
 * wrong has to be an error: there the marks that expect one.
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
  let workshop: Workshop;
  before(async () => {
    workshop = await Workshop.open();
  });
  after(() => workshop.close());

  for (const [name, command] of Object.entries(checks)) {
    it(`hold for ${name}`, async () => {
      assert.equal(await complaints(command), '');
    });
  }

  it('hold for svelte', async () => {
    const said = await complaints([
      ...['svelte-check', '--workspace', 'test/hosts/types/svelte', '--tsconfig', './tsconfig.json'],
      ...['--output', 'machine'],
    ]);
    const found = [...said.matchAll(/(?:ERROR|WARNING) "([^"]+)" (\d+):/g)].map(([, file, line]) => `${file}:${line}`);
    // Svelte has no mark that expects an error in markup: here each comment announces one on the next line.
    const wrong = await readFile(workshop.path('test/hosts/types/svelte/Wrong.svelte'), 'utf8');
    const expected = wrong
      .split('\n')
      .flatMap((line, index) => (line.startsWith('<!--') ? [`Wrong.svelte:${index + 2}`] : []));
    assert.ok(expected.length > 0);
    assert.deepEqual(found, expected, said);
  });

  /** @returns what the checker says, nothing if it is content */
  async function complaints([command, ...options]: string[]): Promise<string> {
    const checker = join(root, 'node_modules', '.bin', command!);
    return run(checker, options, { cwd: workshop.folder }).then(
      () => '',
      ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
    );
  }
});
