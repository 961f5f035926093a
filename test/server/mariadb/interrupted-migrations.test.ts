import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Kysely, sql, type KyselyPlugin } from 'kysely';
import { mariadbDialect, mariadbMigrations } from '../../../server/adapters/store/mariadb.js';
import { migrate, type StoreMigration } from '../../../server/adapters/store/migrate.js';
import { twoFactorMigrations } from '../../../server/adapters/store/migrations.js';
import { openStore } from '../../../server/adapters/store/open-store.js';
import { hostMigrations } from '../../../server/reference/account/host-migrations.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';

const all: [record: string, migrations: Record<string, StoreMigration>][] = [
  ['two_factor_migrations', { ...twoFactorMigrations, ...mariadbMigrations }],
  ['host_migrations', hostMigrations],
];

class Interruption extends Error {}

/** Ends a migration after so many of its statements. */
function interruptAfter(statements: number): KyselyPlugin {
  let count = 0;
  return {
    transformQuery: ({ node }) => node,
    transformResult({ result }) {
      count += 1;
      return count === statements ? Promise.reject(new Interruption()) : Promise.resolve(result);
    },
  };
}

/** Each migration ends after its first statement, in the next run after its second, and so on. */
function interrupted(migrations: Record<string, StoreMigration>): Record<string, StoreMigration> {
  const entries = Object.entries(migrations).map(([name, { up }]) => {
    let runs = 0;
    const interruptedUp = (db: Kysely<unknown>) => up(db.withPlugin(interruptAfter((runs += 1))));
    return [name, { up: interruptedUp }] as const;
  });
  return Object.fromEntries(entries);
}

async function schemaOf(db: Kysely<unknown>): Promise<Record<string, string>> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = database() order by 1`.execute(db);
  const tables = rows.map(async ({ name }) => {
    const { rows: created } = await sql<Record<string, string>>`show create table ${sql.table(name)}`.execute(db);
    return [name, created[0]!['Create Table']!] as const;
  });
  return Object.fromEntries(await Promise.all(tables));
}

describe('a migration on MariaDB', () => {
  const databases: TestDatabase[] = [];
  const connections: Kysely<unknown>[] = [];
  let whole: Kysely<unknown>;
  let broken: Kysely<unknown>;
  before(async () => {
    for (let index = 0; index < 2; index += 1) {
      const database = await createDatabase();
      databases.push(database);
      connections.push(new Kysely({ dialect: mariadbDialect(new URL(database.url), 'unlimited') }));
    }
    [whole, broken] = connections as [Kysely<unknown>, Kysely<unknown>];
  });
  after(async () => {
    for (const connection of connections) await connection.destroy();
    for (const database of databases) await database.remove();
  });

  it('that is interrupted after each of its statements leads to the same tables', async () => {
    let interruptions = 0;
    for (const [record, migrations] of all) {
      await migrate(whole, record, migrations);
      const breaking = interrupted(migrations);
      for (let done = false; !done;) {
        try {
          await migrate(broken, record, breaking);
          done = true;
        } catch (error) {
          if (!(error instanceof Interruption)) throw error;
          interruptions += 1;
        }
      }
    }
    const names = all.flatMap(([, migrations]) => Object.keys(migrations));
    assert.ok(interruptions > 2 * names.length, `${interruptions} interruptions`);
    assert.deepEqual(await schemaOf(broken), await schemaOf(whole));
    const guards = await sql`select * from forgotten_account_guards`.execute(broken);
    assert.deepEqual(guards.rows, (await sql`select * from forgotten_account_guards`.execute(whole)).rows);
  });

  it('leaves a table of the same name as it is, also at the next start', async () => {
    const database = await createDatabase();
    const own = new Kysely<unknown>({ dialect: mariadbDialect(new URL(database.url), 'unlimited') });
    await sql`create table sign_ins (account_id varchar(255), at bigint)`.execute(own);
    const before = await schemaOf(own);
    for (let start = 0; start < 2; start += 1) {
      await assert.rejects(openStore(database.url), { code: 'ER_TABLE_EXISTS_ERROR' });
    }
    assert.equal((await schemaOf(own))['sign_ins'], before['sign_ins']);
    await own.destroy();
    await database.remove();
  });
});
