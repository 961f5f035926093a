import { PostgresDialect, sql, type Dialect, type Driver, type Kysely, type Migration, type RawBuilder } from 'kysely';
import pg from 'pg';
import { columnsOf, insertInto, unionAll } from './audit-rows.js';
import type { GuardedWrite } from './guarded-write.js';
import { executeCached } from './compiled-queries.js';
import { NamedStatementClient } from './named-statement-client.js';
import { StoreDriver } from './postgres-driver.js';
import type { NewAuditEvent, TwoFactorTables } from './tables.js';

/** For a connection and for a statement: the client gets `unavailable` well within three seconds. */
const timeoutMs = 2000;
/** For a server that does not answer at all: longer, so that a server that answers can first report the cancelled statement. */
const noAnswerTimeoutMs = 2500;
const int8 = 20;

/**
 * The pool opens a connection when a call needs one, so the next call replaces a lost connection.
 *
 * @param url in the form of libpq: `postgres://user:password@host:5432/database?sslmode=verify-full`
 * @param limits whether statements have a timeout; a migration has none
 */
export function postgresDialect(url: string, limits: 'limited' | 'unlimited'): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: timeoutMs,
    keepAlive: true,
    ...(limits === 'limited' && {
      Client: NamedStatementClient,
      statement_timeout: timeoutMs,
      query_timeout: noAnswerTimeoutMs,
      idle_in_transaction_session_timeout: noAnswerTimeoutMs,
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
  return limits === 'limited' ? new StoreDialect({ pool }) : new PostgresDialect({ pool });
}

class StoreDialect extends PostgresDialect {
  readonly #pool: pg.Pool;

  constructor(config: { pool: pg.Pool }) {
    super(config);
    this.#pool = config.pool;
  }

  override createDriver(): Driver {
    return new StoreDriver({ pool: this.#pool });
  }
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

/** @throws {Error} when commits are not durable: a spent code could become valid again */
export async function requireDurableCommits(db: Kysely<TwoFactorTables>): Promise<void> {
  const { rows } = await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(db);
  if (rows[0]?.synchronous_commit === 'off') {
    throw new Error('the database has synchronous_commit off: after a crash a spent code could work again');
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
  if (!Number.isSafeInteger(number)) throw new TypeError('a stored number is too large');
  return number;
}
