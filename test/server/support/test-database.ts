import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import mysql from 'mysql2/promise';
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

/** What `run-on-postgres.ts` or `run-on-mariadb.ts` has started; without either the tests are about SQLite. */
const { TEST_POSTGRES: cluster, TEST_POSTGRES_TEMPLATE: template, TEST_MARIADB: mariadb } = process.env;
export const databaseKind = cluster !== undefined ? 'PostgreSQL' : mariadb !== undefined ? 'MariaDB' : 'SQLite';

/** In `TEST_POSTGRES_MODE=partitioned` it has its tables, all of them empty. */
export async function createDatabase(): Promise<TestDatabase> {
  return cluster !== undefined ? postgresDatabase(cluster, template) : createDatabaseWithoutTables();
}

export async function createDatabaseWithoutTables(): Promise<TestDatabase> {
  if (cluster !== undefined) return postgresDatabase(cluster);
  return mariadb !== undefined ? mariadbDatabase(mariadb) : sqliteFile();
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

/** @param template the database that it is a copy of */
export async function postgresDatabase(maintenance: string, template = 'template1'): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await query(maintenance, `create database ${name} template ${template}`);
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
      // The role ends idle transactions soon, and this one holds its locks for as long as the test wants.
      await client.query(
        'begin; set local idle_in_transaction_session_timeout = 0; lock table second_factors, sessions in access exclusive mode',
      );
      return async () => {
        await client.query('rollback');
        await client.end();
      };
    },
    remove: async () => void (await query(maintenance, `drop database ${name} with (force)`)),
  };
}

export async function mariadbDatabase(maintenance: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const maintain = async (statement: string): Promise<Record<string, unknown>[]> => {
    const connection = await mysql.createConnection(maintenance);
    try {
      return (await connection.query<mysql.RowDataPacket[]>(statement))[0];
    } finally {
      await connection.end();
    }
  };
  await maintain(`create database ${name}`);
  const url = new URL(maintenance);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    folder: null,
    async files() {
      const [place] = await maintain('select @@datadir as data');
      const data = String(place!['data']);
      return new Map([...(await readFiles(join(data, name))), ...(await readFiles(data))]);
    },
    async lock() {
      const connection = await mysql.createConnection(url.href);
      await connection.query('lock tables second_factors write, sessions write');
      return () => connection.end();
    },
    remove: async () => void (await maintain(`drop database ${name}`)),
  };
}

/**
 * A server that runs deletes and renames files between the list and the read: PostgreSQL its segments of the log and
 * `pg_internal.init`, MariaDB its temporary tables. Then the folder is listed and read once more, as no content may be
 * missed that a file with another name now holds.
 * @throws the error of the list: a folder that is not there is a mistake of the test
 */
async function readFiles(folder: string): Promise<Map<string, Buffer>> {
  for (;;) {
    const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
    try {
      return new Map(
        await Promise.all(entries.map(async ({ name }) => [name, await readFile(join(folder, name))] as const)),
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}
