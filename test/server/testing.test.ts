import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { compiled } from './support/compiled.js';
import { plants } from './support/memory-rows.js';

/** The exit code of the suite over rows in memory, and what it has printed. */
async function prove(plant: string | undefined): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [compiled('test/server/support/prove-memory-rows.ts')], {
    env: { PATH: process.env['PATH'], ...(plant && { PLANT: plant }) },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += String(text)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

describe('the suite for rows', () => {
  it('passes for right rows', async () => {
    const { code, output } = await prove(undefined);
    assert.equal(code, 0, output);
  });
  for (const plant of plants) {
    it(`fails where ${plant}`, async () => {
      const { code, output } = await prove(plant);
      assert.equal(code, 1, output);
      // The default report of a program differs between versions of Node.
      assert.match(output, /^(#|ℹ) fail [1-9]/m);
    });
  }
});
