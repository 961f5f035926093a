import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { Kysely, PostgresDialect, SqliteDialect, type Dialect, type Migration } from 'kysely';
import pg from 'pg';
import { mariadbDialect, mariadbMigrations } from '../../../server/adapters/store/mariadb.js';
import { migrate } from '../../../server/adapters/store/migrate.js';
import { twoFactorMigrations } from '../../../server/adapters/store/migrations.js';
import { postgresMigrations } from '../../../server/adapters/store/postgres.js';
import { hashToken, newToken } from '../../../server/core/crypto/token.js';
import { hostMigrations } from '../../../server/reference/account/host-migrations.js';
import type { HostTables } from '../../../server/reference/account/tables.js';
import { createDatabaseWithoutTables, databaseKind, type TestDatabase } from './test-database.js';
import { cheapArgon2 } from './test-server.js';

/** A database as the version before `011_account_keys` has left it, and a connection that runs the statements of that version. */
export interface EarlierDatabase extends TestDatabase {
  db: Kysely<HostTables>;
  close(): Promise<void>;
}

export async function createEarlierDatabase(): Promise<EarlierDatabase> {
  const database = await createDatabaseWithoutTables();
  const db = new Kysely<HostTables>({ dialect: dialectOf(database.url) });
  const own = { SQLite: {}, PostgreSQL: postgresMigrations, MariaDB: mariadbMigrations }[databaseKind];
  await migrate(db, 'two_factor_migrations', before('011', { ...twoFactorMigrations, ...own }));
  await migrate(db, 'host_migrations', before('008', hostMigrations));
  return {
    ...database,
    db,
    async close() {
      await db.destroy();
      await database.remove();
    },
  };
}

function dialectOf(url: string): Dialect {
  if (databaseKind === 'PostgreSQL') return new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) });
  if (databaseKind === 'MariaDB') return mariadbDialect(new URL(url), 'unlimited');
  return new SqliteDialect({ database: new Sqlite(fileURLToPath(url)) });
}

function before(name: string, migrations: Record<string, Migration>): Record<string, Migration> {
  return Object.fromEntries(Object.entries(migrations).filter(([own]) => own < name));
}

export const password = 'correct horse battery';

/** As `create` of the accounts did it. Null when the address has an account already. */
export async function createEarlierAccount(db: Kysely<HostTables>, email: string): Promise<string | null> {
  const id = crypto.randomUUID();
  const password_hash = await cheapArgon2.hashPassword(password);
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('accounts')
    .values({ id, email, password_hash, created_at: Date.now() })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n ? id : null;
}

/** What an account had in its browser: the tokens of a full session, of a sign-in of the library, and of a trusted device. */
export interface EarlierTokens {
  session: string;
  signIn: string;
  device: string;
}

export async function signInEarlier(db: Kysely<HostTables>, account_id: string): Promise<EarlierTokens> {
  const [session, signIn, series, secret] = [newToken(), newToken(), newToken(), newToken()];
  const now = Date.now();
  const proof = { stage: 'full', proved_at: now, proved_with: 'second_factor' } as const;
  const times = { created_at: now, last_seen_at: now, challenge_expires_at: null };
  const none = { device_hash: null, address: null, user_agent: null };
  await db
    .insertInto('sessions')
    .values({ id_hash: hashToken(session), account_id, ...proof, ...times, ...none })
    .execute();
  const listed = { device_name: null, created_at: null, last_used_at: null };
  await db
    .insertInto('sign_ins')
    .values({ token_hash: hashToken(signIn), account_id, ...proof, expires_at: now + 60_000, ...listed })
    .execute();
  await db
    .insertInto('devices')
    .values({
      series_hash: hashToken(series),
      secret_hash: hashToken(secret),
      account_id,
      fingerprint: 'of before',
      former_hash: null,
      delivered: 1,
      created_at: now,
      last_used_at: now,
      expires_at: now + 60_000,
      user_agent: null,
    })
    .execute();
  return { session, signIn, device: series + secret };
}
