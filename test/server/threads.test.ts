import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { createArgon2 } from '../../server/core/crypto/argon2.js';
import { Threads } from '../../server/core/crypto/threads.js';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

function nicenessOf(thread: number | string): number {
  const fields = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return Number(fields[16]);
}

describe('hashing', () => {
  it('leaves files and names their threads: they are read while five hashes run', async () => {
    // Half a second each: enough for a file to be read before the first one ends.
    const { derive } = createArgon2({ memoryCost: 19_456, timeCost: 40, parallelism: 1 });
    let ended = 0;
    const hashes = Array.from({ length: 5 }, () => derive('code', new Uint8Array(16)).then(() => (ended += 1)));
    // In Node's own pool all four threads would be taken by now.
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([stat(import.meta.filename), lookup('localhost')]);
    assert.equal(ended, 0);
    await Promise.all(hashes);
  });

  it('fails for a hash that is none, and goes on', async () => {
    const { hashPassword, verifyPassword } = createArgon2({ memoryCost: 8, timeCost: 1, parallelism: 1 });
    await assert.rejects(verifyPassword('nonsense', 'password'), Error);
    assert.equal(await verifyPassword(await hashPassword('password'), 'password'), true);
  });

  // Only Linux has priorities of threads.
  if (process.platform === 'linux') {
    it('has threads of a lower priority, and the main thread keeps its own', async () => {
      const own = nicenessOf(process.pid);
      await createArgon2({ memoryCost: 8, timeCost: 1, parallelism: 1 }).hashPassword('password');
      assert.equal(nicenessOf(process.pid), own);
      const lower = readdirSync('/proc/self/task').filter((thread) => nicenessOf(thread) > own);
      assert.ok(lower.length > 0);
    });
  }

  it('keeps no process alive that has hashed', async () => {
    const source = `
      import { createArgon2 } from ${JSON.stringify(join(root, 'server', 'core', 'crypto', 'argon2.ts'))};
      process.stdout.write(await createArgon2().hashPassword('password'));`;
    const program = ['--import', 'tsx', '--input-type=module', '--eval', source];
    const { stdout } = await run(process.execPath, program, { cwd: root, timeout: 60_000 });
    assert.match(stdout, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

describe('a thread', () => {
  let folder: string;
  let file: URL;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-threads-'));
    const path = join(folder, 'thread.mjs');
    await writeFile(
      path,
      `import { parentPort, threadId } from 'node:worker_threads';
       parentPort.on('message', (job) => {
         if (job === 'exit') process.exit(1);
         if (job === 'throw') throw new Error('out of order');
         parentPort.postMessage({ result: threadId });
       });`,
    );
    file = pathToFileURL(path);
  });
  after(() => rm(folder, { recursive: true }));

  it('is used again', async () => {
    const threads = new Threads(file);
    assert.equal(await threads.run('which'), await threads.run('which'));
  });

  for (const [end, message] of [
    ['exit', /ended during its job/],
    ['throw', /out of order/],
  ] as const) {
    it(`that ends by ${end} fails its job alone, and the next job gets another thread`, async () => {
      const threads = new Threads(file);
      const first = await threads.run('which');
      // The idle thread gets the first of them.
      const [failed, other] = await Promise.allSettled([threads.run(end), threads.run<number>('which')]);
      assert.equal(failed.status, 'rejected');
      assert.match(String(failed.reason), message);
      assert.equal(other.status, 'fulfilled');
      assert.notEqual(await threads.run('which'), first);
    });
  }
});
