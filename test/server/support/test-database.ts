import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { query } from './postgres-query.js';

/** An empty database that nobody else uses. */
export interface TestDatabase {
  url: string;
  /** The folder of its files, where they are the database's own. */
  folder: string | null;
  /** Everything that is on disk, by file name. */
  files(): Promise<Map<string, Buffer>>;
  /** Another process's lock on all that is written to; returns what lets go of it. */
  lock(): Promise<() => Promise<void>>;
  remove(): Promise<void>;
}

/** The cluster that `run-on-postgres.ts` has started; without it the tests are about SQLite. */
const cluster = process.env['TEST_POSTGRES'];
export const onPostgres = cluster !== undefined;

export async function createDatabase(): Promise<TestDatabase> {
  return cluster === undefined ? sqliteFile() : postgresDatabase(cluster);
}

async function sqliteFile(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-database-'));
  const path = join(folder, 'store.sqlite');
  return {
    url: `file:${path}`,
    folder,
    files: () => readFiles(folder),
    lock() {
      const other = new Sqlite(path);
      other.exec('BEGIN IMMEDIATE');
      return Promise.resolve(() => {
        other.exec('ROLLBACK');
        other.close();
        return Promise.resolve();
      });
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export async function postgresDatabase(maintenance: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await query(maintenance, `create database ${name}`);
  const url = new URL(maintenance);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    folder: null,
    async files() {
      const [place] = await query<{ data: string; oid: string }>(
        url.href,
        `select current_setting('data_directory') as data, oid::text as oid from pg_database where datname = '${name}'`,
      );
      if (!place) throw new Error('the database is not there');
      await query(url.href, 'checkpoint');
      const tables = await readFiles(join(place.data, 'base', place.oid));
      const log = await readFiles(join(place.data, 'pg_wal'));
      return new Map([...tables, ...log]);
    },
    async lock() {
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      await client.query('begin; lock table second_factors, sessions in access exclusive mode');
      return async () => {
        await client.query('rollback');
        await client.end();
      };
    },
    remove: async () => void (await query(maintenance, `drop database ${name} with (force)`)),
  };
}

async function readFiles(folder: string): Promise<Map<string, Buffer>> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  return new Map(
    await Promise.all(entries.map(async ({ name }) => [name, await readFile(join(folder, name))] as const)),
  );
}
