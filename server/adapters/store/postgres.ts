import { randomBytes } from 'node:crypto';
import {
  PostgresDialect,
  sql,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type Migration,
  type RawBuilder,
} from 'kysely';
import pg from 'pg';
import { columnsOf, insertInto, unionAll } from './audit-rows.js';
import type { GuardedWrite } from './guarded-write.js';
import { executeCached } from './compiled-queries.js';
import type { PostgresAddress } from './database-url.js';
import { NamedStatementClient } from './named-statement-client.js';
import { MigrationAdapter, MigrationDriver, StoreDriver } from './postgres-driver.js';
import { StoreClient } from './store-client.js';
import type { NewAuditEvent, TwoFactorTables } from './tables.js';
import { transact } from './transact.js';
import { UnsafeNumberError } from './unsafe-number.js';

/** For a connection and for a statement: the client gets `unavailable` well within three seconds. */
const timeoutMs = 2000;
/** For a server that does not answer at all: longer, so that a server that answers can first report the cancelled statement. */
const noAnswerTimeoutMs = 2500;
const int8 = 20;

/**
 * The pool opens a connection when a call needs one, so the next call replaces a lost connection.
 *
 * @param address of a URL in the form of libpq: `postgres://user:password@host:5432/database?sslmode=verify-full`
 * @param limits whether statements have a timeout; a migration has none
 */
export function postgresDialect(
  { connectionString, pooled, prepared }: PostgresAddress,
  limits: 'limited' | 'unlimited',
): Dialect {
  const pool = new pg.Pool({
    connectionString,
    connectionTimeoutMillis: timeoutMs,
    keepAlive: true,
    verify: (client, done) => {
      requirePrimary(client)
        .then(() => (limits === 'unlimited' && !pooled ? liftLimits(client) : undefined))
        .then(() => done(), done);
    },
    ...(limits === 'limited' && {
      Client: prepared ? NamedStatementClient : StoreClient,
      query_timeout: noAnswerTimeoutMs,
      // A pooler refuses these: there the role has them, see `requireTimeouts`.
      ...(!pooled && { statement_timeout: timeoutMs, idle_in_transaction_session_timeout: noAnswerTimeoutMs }),
    }),
    // For this pool alone: the driver's own parsers are shared with the app's other databases.
    types: {
      getTypeParser: (oid: number) =>
        oid === int8 ? toSafeInteger : (pg.types.getTypeParser(oid) as (text: string) => unknown),
    },
  });
  // Without a listener a lost connection would end the process. The pool listens only to idle connections. Within a transaction,
  // between two statements, nothing listens; the next statement reports the loss.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return limits === 'limited' ? new StoreDialect(pool) : new MigrationDialect(pool);
}

class StoreDialect extends PostgresDialect {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    super({ pool });
    this.#pool = pool;
  }

  override createDriver(): Driver {
    return new StoreDriver({ pool: this.#pool });
  }
}

class MigrationDialect extends PostgresDialect {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    super({ pool });
    this.#pool = pool;
  }

  override createDriver(): Driver {
    return new MigrationDriver({ pool: this.#pool });
  }

  override createAdapter(): DialectAdapter {
    return new MigrationAdapter();
  }
}

/**
 * For every new connection, since an address may lead elsewhere after a failover. A replica is behind: a session that has ended would
 * go on there.
 *
 * @throws {Error} for a server that only reads
 */
async function requirePrimary(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ reads: boolean }>(
    `select pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as reads`,
  );
  if (rows[0]?.reads !== false) {
    throw new Error(
      'the database is a replica or allows no writes: the database URL has to lead to the primary, which the store reads, too',
    );
  }
}

/**
 * A role may have limits of its own, and an index on a large table takes its time. Not behind a pooler: there the next client would get the
 * connection without its limits.
 */
async function liftLimits(client: pg.PoolClient): Promise<void> {
  await client.query('set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0');
}

/** One statement: the row is locked for a single round trip. */
export const writeGuarded: GuardedWrite = async (db, change, entries) => {
  const { shape, parameters, build } = change;
  if (entries.length === 0) {
    const { numAffectedRows } = await executeCached(db, change);
    return numAffectedRows === 1n;
  }
  const { numAffectedRows } = await executeCached(db, {
    shape: `${shape}, then insert ${entries.length} audit events`,
    parameters: [...parameters, ...entries.flatMap((entry): unknown[] => Object.values(entry))],
    build: () => ({
      compile: () =>
        sql<unknown>`with changed as (${build()} returning account_id)
          ${insertInto(entries[0]!)} ${sql.join(entries.map(selected), unionAll)}`.compile(db),
    }),
  });
  return numAffectedRows === BigInt(entries.length);
};

/** Selects the entry if the row was changed. */
function selected(entry: NewAuditEvent): RawBuilder<unknown> {
  return sql`select ${columnsOf(entry)} from changed`;
}

/** Only for PostgreSQL. In PL/pgSQL each statement sees the commits before it: see `isWritable`. */
export const postgresMigrations: Record<string, Migration> = {
  '003_forgotten_accounts_on_postgres': {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql`create function harmony_2fa_keeps(digest text) returns boolean language plpgsql volatile as $$
        begin
          perform pg_advisory_xact_lock_shared(hashtextextended(digest, 0));
          return not exists (select 1 from forgotten_accounts where account_digest = digest);
        end
      $$`.execute(db);
    },
  },
};

/** @throws {Error} for a database on which a spent code could become valid again, and behind a pooler for one without limits of time */
export async function requireSafeServer(db: Kysely<TwoFactorTables>, address: PostgresAddress): Promise<void> {
  const { commit, standbys, isolation } = await readSettings(db);
  if (commit === 'off') {
    throw new Error('the database has synchronous_commit off: after a crash a spent code could work again');
  }
  if (commit === 'local' && standbys !== '') {
    throw new Error(
      'the database has synchronous standbys and synchronous_commit local: after a failover a spent code could work again',
    );
  }
  if (isolation === 'repeatable read') {
    throw new Error(
      'the database has default_transaction_isolation repeatable read, in which a deleted account could be written: set read committed or serializable',
    );
  }
  if (address.pooled) await requireTimeouts(db);
  if (address.pooled && address.prepared) await requireNamedStatements(db);
}

async function readSettings(
  db: Kysely<TwoFactorTables>,
): Promise<Record<'commit' | 'standbys' | 'isolation', string | null>> {
  try {
    const { rows } = await sql<Record<'commit' | 'standbys' | 'isolation', string | null>>`select
      current_setting('synchronous_commit', true) as commit,
      coalesce(current_setting('synchronous_standby_names', true), '') as standbys,
      current_setting('default_transaction_isolation', true) as isolation`.execute(db);
    return rows[0]!;
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('unsupported startup parameter')) throw error;
    throw new Error('the database is behind a connection pooler: add ?pooler=transaction to the database URL', {
      cause: error,
    });
  }
}

/** A pooler passes on no settings of a connection, and without them a statement that waits for a lock would hold it for ever. */
async function requireTimeouts(db: Kysely<TwoFactorTables>): Promise<void> {
  const { rows } = await sql<{ setting: string }>`select setting from pg_settings
    where name in ('statement_timeout', 'idle_in_transaction_session_timeout')`.execute(db);
  const areLimited = rows.every(({ setting }) => Number(setting) > 0 && Number(setting) <= noAnswerTimeoutMs);
  if (areLimited && rows.length === 2) return;
  throw new Error(
    `behind a pooler the role of the database needs limits of its own, of ${noAnswerTimeoutMs} ms at most: alter role … set statement_timeout = '2s'; alter role … set idle_in_transaction_session_timeout = '2500ms'`,
  );
}

/** Runs a statement again while another transaction holds the connection that has prepared it. */
async function requireNamedStatements(db: Kysely<TwoFactorTables>): Promise<void> {
  const name = sql.ref(`probe_${randomBytes(8).toString('hex')}`);
  try {
    await db.connection().execute(async (connection) => {
      const probe = (): Promise<unknown> => sql`select ${1}::integer as ${name}`.execute(connection);
      await probe();
      await transact(db, async (transaction) => {
        await sql`select 1`.execute(transaction);
        await probe();
      });
    });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === '26000' || error.code === '42P05'))) throw error;
    throw new Error('the pooler keeps no prepared statements: the database URL must not have prepared_statements=on', {
      cause: error,
    });
  }
}

/** The database's time, which several instances share. */
export async function readClock(db: Kysely<TwoFactorTables>): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return rows[0]!.now;
}

/** Epoch milliseconds and counts are far below 2⁵³. A larger number is a fault; rounding would hide it. */
function toSafeInteger(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new UnsafeNumberError('a stored number is too large');
  return number;
}
