import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, beforeEach, describe, it } from 'node:test';
import Sqlite from 'better-sqlite3';
import { build } from 'esbuild';
import { eventsOf } from '../../../server/core/audit/events.js';
import { openStore } from '../../../server/adapters/store/open-store.js';
import { writeWithoutPause } from '../support/write-without-pause.js';

const folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-checkpoints-'));
after(() => rm(folder, { recursive: true, force: true }));
const program = join(import.meta.dirname, '../support/write-on-and-on.ts');
/** The size of one page in the WAL, with its header. */
const framed = 4096 + 24;
/** SQLite's default: a checkpoint after so many pages. */
const usual = 1000 * framed;
let files = 0;
let path = '';
beforeEach(() => (path = join(folder, `${(files += 1)}.sqlite`)));

const logBytes = async (): Promise<number> => (await stat(`${path}-wal`)).size;

function accounts(): string[] {
  const database = new Sqlite(path);
  try {
    assert.equal(database.pragma('integrity_check', { simple: true }), 'ok');
    return database.prepare<[], string>('select account_id from second_factors').pluck().all();
  } finally {
    database.close();
  }
}

describe('the WAL of a SQLite file', () => {
  it('is checkpointed by a worker thread and not by a commit', async () => {
    const store = await openStore(`file:${path}`);
    // One after the other, so that each write is a separate commit.
    const write = async (account: number): Promise<void> => {
      const factor = await store.secondFactors.read(`account-${account}`);
      const entries = eventsOf(factor, new Date(), 'second_factor_failed');
      await store.secondFactors.recordFailure(factor, factor.budget, entries);
    };
    const { mtimeMs } = await stat(path);
    for (let account = 1; account < 400; account += 1) await write(account);
    assert.ok((await logBytes()) > usual);
    assert.equal((await stat(path)).mtimeMs, mtimeMs);
    const watcher = watch(path);
    await write(400);
    await once(watcher, 'change', { signal: AbortSignal.timeout(10_000) });
    watcher.close();
    await store.close();
    assert.deepEqual(
      (await readdir(folder)).filter((file) => file.startsWith(`${files}.`)),
      [`${files}.sqlite`],
    );
    assert.equal(accounts().length, 400);
  });

  it('restarts although writes never pause', async () => {
    const store = await openStore(`file:${path}`);
    let longest = 0;
    let answered = 0;
    const measures: Promise<void>[] = [];
    await writeWithoutPause(store.secondFactors, 40_000, () => {
      if ((answered += 1) % 1000 === 0)
        measures.push(logBytes().then((bytes) => void (longest = Math.max(longest, bytes))));
    });
    await Promise.all(measures);
    await store.close();
    assert.ok(longest > usual / 2 && longest < 20 * usual, `${longest / framed} pages`);
    assert.equal(accounts().length, 40_000);
  });

  it('that cannot be checkpointed fails no write and ends no server', async (t) => {
    const store = await openStore(`file:${path}`);
    const { pragma } = Sqlite.prototype;
    t.mock.method(Sqlite.prototype, 'pragma', function (this: Sqlite.Database, text: string, ...rest: []) {
      if (text.startsWith('wal_checkpoint')) throw new Error('the disk does not answer');
      return pragma.call(this, text, ...rest);
    });
    // An open read transaction prevents that the thread restarts the WAL early.
    const reader = new Sqlite(path);
    reader.exec('begin; select count(*) from second_factors');
    // Neither the thread nor the wait for a warning keeps the process alive.
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), 60_000);
    const warned = once(process, 'warning', { signal: timeout.signal });
    await writeWithoutPause(store.secondFactors, 20_000);
    assert.match(String(await warned), /delay requests.*the disk does not answer/);
    clearTimeout(timer);
    reader.close();
    await store.close();
    assert.equal(accounts().length, 20_000);
  });

  it('has every answered write after the process was killed', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', program, `file:${path}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const answered: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      answered.push(line);
      if (answered.length === 5000) child.kill('SIGKILL');
    }
    const stored = new Set(accounts());
    assert.ok(answered.length >= 5000);
    assert.deepEqual(
      answered.filter((account) => !stored.has(account)),
      [],
    );
  });

  it('is checkpointed by a thread that does not keep the process alive', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', program, `file:${path}`, '1000'], { stdio: 'ignore' });
    const [code] = (await once(child, 'close', { signal: AbortSignal.timeout(120_000) })) as [number | null];
    assert.equal(code, 0);
    assert.equal(accounts().length, 1000);
  });

  it('is checkpointed by the commits when the thread cannot start, as in a server bundled into one file', async () => {
    const bundle = join(folder, 'bundle.mjs');
    await build({
      entryPoints: [program],
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      outfile: bundle,
    });
    await symlink(join(import.meta.dirname, '../../../node_modules'), join(folder, 'node_modules'));
    const child = spawn(process.execPath, [bundle, `file:${path}`, '5000'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let warnings = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (warnings += text));
    const watcher = watch(folder);
    let longest = 0;
    watcher.on(
      'change',
      () =>
        void logBytes().then(
          (bytes) => (longest = Math.max(longest, bytes)),
          () => undefined,
        ),
    );
    const [code] = (await once(child, 'close')) as [number | null];
    watcher.close();
    assert.equal(code, 0);
    assert.equal(warnings.match(/delay requests/g)?.length, 1, warnings);
    assert.ok(longest > usual / 2 && longest < 3 * usual, `${longest / framed} pages`);
    assert.equal(accounts().length, 5000);
  });
});
