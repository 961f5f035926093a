import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import Sqlite from 'better-sqlite3';
import { openStore } from '../../../server/adapters/store/open-store.js';
import { compiled } from '../support/compiled.js';
import { unclearDatabaseUrls } from '../support/unclear-database-urls.js';
import { untouchedBudget } from '../../../server/core/two-factor/attempt-policy.js';

let folder = '';
before(async () => (folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-store-'))));
after(() => rm(folder, { recursive: true, force: true }));

describe('opening a SQLite file', () => {
  it('creates directory and file that only the owner can read', async () => {
    const path = join(folder, 'new', 'deeper', 'store.sqlite');
    const store = await openStore(`file:${path}`);
    await store.ping();
    await store.close();
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await stat(join(folder, 'new', 'deeper'))).mode & 0o777, 0o700);
  });

  it('accepts a URL with slashes, and an existing file', async () => {
    for (let time = 0; time < 2; time += 1) {
      const store = await openStore(`file://${join(folder, 'again.sqlite')}`);
      const factor = await store.secondFactors.read('ada');
      assert.equal(factor.version, time);
      await store.secondFactors.recordFailure(factor, factor.budget, []);
      await store.close();
    }
  });

  it('also makes the -wal and -shm files readable only for the owner', async () => {
    const store = await openStore(`file:${join(folder, 'private', 'store.sqlite')}`);
    await store.secondFactors.recordFailure(await store.secondFactors.read('ada'), untouchedBudget, []);
    const files = await readdir(join(folder, 'private'));
    assert.deepEqual(files.sort(), ['store.sqlite', 'store.sqlite-shm', 'store.sqlite-wal']);
    for (const file of files) assert.equal((await stat(join(folder, 'private', file))).mode & 0o777, 0o600);
    await store.close();
  });

  it('commits durably, with a WAL', async () => {
    const path = join(folder, 'pragmas.sqlite');
    const store = await openStore(`file:${path}`);
    const other = new Sqlite(path);
    assert.equal(other.pragma('journal_mode', { simple: true }), 'wal');
    other.close();
    const { sql } = await import('kysely');
    const pragma = async (name: string): Promise<unknown> => {
      const { rows } = await sql.raw<Record<string, unknown>>(`PRAGMA ${name}`).execute(store.db);
      return Object.values(rows[0] ?? {})[0];
    };
    const values = await Promise.all(['synchronous', 'secure_delete', 'foreign_keys', 'busy_timeout'].map(pragma));
    // SQLite's own wait for other processes blocks this process, so it has to be short.
    assert.deepEqual(values, [2, 1, 1, 5]);
    await store.close();
  });

  it('by several processes at once: each gets a complete store', async () => {
    const openers = Array.from({ length: 4 }, () =>
      spawn(process.execPath, [compiled('test/server/support/open-on-word.ts')]),
    );
    try {
      const said = (): Promise<string[]> =>
        Promise.all(openers.map(async ({ stdout }) => String(await once(stdout, 'data')).trim()));
      assert.deepEqual(await said(), Array(4).fill('ready'));
      for (let round = 0; round < 10; round += 1) {
        const answers = said();
        for (const { stdin } of openers) stdin.write(`file:${join(folder, `at-once-${round}.sqlite`)}\n`);
        assert.deepEqual(await answers, Array(4).fill('opened'));
      }
    } finally {
      for (const opener of openers) opener.kill();
    }
  });

  for (const url of ['mongodb://x/y', 'data/store.sqlite', '', 'file:', 'file:./data/']) {
    it(`refuses ${JSON.stringify(url)} with a clear error`, () => assert.rejects(openStore(url), TypeError));
  }

  it('refuses an ambiguous URL in one sentence, and creates no file', async (t) => {
    const here = process.cwd();
    const empty = await mkdtemp(join(folder, 'empty-'));
    process.chdir(empty);
    t.after(() => process.chdir(here));
    for (const url of unclearDatabaseUrls) {
      await assert.rejects(
        openStore(url),
        (error: unknown) => error instanceof TypeError && /^the database URL [^\n]+$/.test(error.message),
        JSON.stringify(url),
      );
    }
    assert.deepEqual(await readdir(empty), []);
  });

  it('accepts any name in a URL with slashes, where ? and # are escaped', async () => {
    const path = join(folder, 'a ? b # c %20.sqlite');
    await (await openStore(pathToFileURL(path).href)).close();
    assert.ok((await stat(path)).isFile());
  });
});
