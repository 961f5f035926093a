import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { NoStoreError } from '../../../server/adapters/store/has-table.js';
import { openStore } from '../../../server/index.js';
import { startProgram } from '../support/program.js';
import { createDatabaseWithoutTables, databaseKind, type TestDatabase } from '../support/test-database.js';
import { newKey } from '../support/test-server.js';

const keys = newKey('app');
const silent = { warn: () => undefined };

let folder = '';
before(async () => (folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-app-database-'))));
after(() => rm(folder, { recursive: true, force: true }));

async function run(file: string, databaseUrl: string, parameters: string[] = []) {
  const program = startProgram(file, { DATABASE_URL: databaseUrl, HARMONY_2FA_KEYS: keys }, parameters);
  program.child.stdin?.end();
  return { code: await program.ended, ...program.output() };
}

async function tablesOf({ url }: TestDatabase): Promise<string[]> {
  const store = await openStore(url, { create: false });
  try {
    return (await store.db.introspection.getTables()).map(({ name }) => name).sort();
  } finally {
    await store.close();
  }
}

const reason = ['--reason', 'a test'];
const onAccounts = [
  ['report'],
  ['status', 'ada@harmony.example'],
  ['reset', 'ada@harmony.example', '--yes', 'ada@harmony.example', ...reason],
  ['after-restore', '--yes', 'all', ...reason],
];

describe('the database of an app with accounts of its own', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createDatabaseWithoutTables();
    await (await openStore(database.url, { log: silent })).close();
  });
  after(() => database.remove());

  for (const parameters of onAccounts) {
    it(`gets no table by harmony-2fa-admin ${parameters[0]}, which says that it works on other accounts`, async () => {
      const before = await tablesOf(database);
      const { code, stdout, stderr } = await run('admin/main.ts', database.url, parameters);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /^harmony-2fa: this database has no accounts of the reference server\. .*voidAfterRestore/);
      assert.deepEqual(await tablesOf(database), before);
    });
  }

  it('serves the commands that need no account', async () => {
    const { code, stderr } = await run('admin/main.ts', database.url, ['export-trail', '-', ...reason]);
    assert.equal(code, 0, stderr);
    assert.equal((await run('admin/rotate-keys.ts', database.url)).code, 0);
  });
});

describe('a database without the tables of the package', () => {
  let database: TestDatabase;
  before(async () => (database = await createDatabaseWithoutTables()));
  after(() => database.remove());

  it('is refused by every command and by `create: false`, and stays as it is', async () => {
    for (const [file, ...parameters] of [
      ...onAccounts.map((parameters) => ['admin/main.ts', ...parameters]),
      ['admin/main.ts', 'export-trail', '-', ...reason],
      ['admin/main.ts', 'webhooks'],
      ['admin/rotate-keys.ts'],
    ]) {
      const { code, stderr } = await run(file!, database.url, parameters);
      assert.equal(code, 1, parameters.join(' '));
      assert.match(stderr, /^harmony-2fa: (there is no database at|the database has no tables of harmony-2fa)/);
    }
    await assert.rejects(openStore(database.url, { create: false }), NoStoreError);
  });

  it('is opened with one line in the log, and later without', async () => {
    const lines: [object, string][] = [];
    const log = { warn: (details: object, message: string) => void lines.push([details, message]) };
    for (let time = 0; time < 2; time += 1) await (await openStore(database.url, { log })).close();
    const file = databaseKind === 'SQLite' ? { file: new URL(database.url).pathname } : {};
    assert.deepEqual(lines, [[file, 'the database is new: 2FA is off for every account']]);
    await (await openStore(database.url, { create: false })).close();
  });
});

it('a file that does not exist is not made by a command, and neither is its folder', async () => {
  const file = join(folder, 'none', '2fa.sqlite');
  for (const parameters of [['report'], ['webhooks']]) {
    const { code, stderr } = await run('admin/main.ts', `file://${file}`, parameters);
    assert.equal(code, 1);
    assert.ok(stderr.startsWith(`harmony-2fa: there is no database at ${file}`), stderr);
  }
  assert.ok(!existsSync(join(folder, 'none')));
  assert.deepEqual(await readdir(folder), []);
});
