import { PostgresDialect, sql, type Dialect, type Kysely, type Migration, type RawBuilder } from 'kysely';
import pg from 'pg';
import { columnsOf, insertInto, unionAll } from './audit-rows.js';
import type { GuardedWrite } from './guarded-write.js';
import { executePrepared } from './prepared.js';
import { PreparingClient } from './preparing-client.js';
import type { NewAuditEvent, TwoFactorTables } from './tables.js';

/** Milliseconds for a connection and for a statement: the answer is `unavailable` well within three seconds. */
const patience = 2000;
/** A server that has gone silent is given up a little later than one that still answers “cancelled”. */
const silence = 2500;
const int8 = 20;

/**
 * The only place that speaks PostgreSQL. Connections are opened when they are needed, so one that is lost is replaced by
 * the next call.
 *
 * @param url as libpq has it: `postgres://user:password@host:5432/database?sslmode=verify-full`
 * @param limits whether statements are cut off; a migration may take its time
 */
export function postgresDialect(url: string, limits: 'limited' | 'unlimited'): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: patience,
    keepAlive: true,
    ...(limits === 'limited' && {
      Client: PreparingClient,
      statement_timeout: patience,
      query_timeout: silence,
      idle_in_transaction_session_timeout: silence,
    }),
    // Of this pool alone: the driver's own table is shared with whatever else the app talks to.
    types: {
      getTypeParser: (oid: number) =>
        oid === int8 ? toWhole : (pg.types.getTypeParser(oid) as (text: string) => unknown),
    },
  });
  // Without a listener the loss of a connection would end the process. The pool listens to those that are idle; within a
  // transaction, between two statements, nobody does, and the next statement says that it is gone.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new PostgresDialect({ pool });
}

/** One statement, and so one way there and back, during which alone the account's row is locked. */
export const writeGuarded: GuardedWrite = async (db, change, entries) => {
  const { shape, parameters, build } = change;
  if (entries.length === 0) {
    const { numAffectedRows } = await executePrepared(db, change);
    return numAffectedRows === 1n;
  }
  const { numAffectedRows } = await executePrepared(db, {
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

/** An entry, once for the row that was changed. */
function selected(entry: NewAuditEvent): RawBuilder<unknown> {
  return sql`select ${columnsOf(entry)} from changed`;
}

/** Steps of this database alone. Plpgsql, whose every statement sees what was committed before it began: see `isKept`. */
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

/** @throws {Error} when the database answers before a commit is on disk: a spent code could come back */
export async function requireDurableCommits(db: Kysely<TwoFactorTables>): Promise<void> {
  const { rows } = await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(db);
  if (rows[0]?.synchronous_commit === 'off') {
    throw new Error('the database has synchronous_commit off: a spent code could come back after a crash');
  }
}

/** The database's time at this moment, which several instances share. */
export async function readClock(db: Kysely<TwoFactorTables>): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return rows[0]!.now;
}

/** Epoch milliseconds and counts are far below 2⁵³; anything above is a fault, not a rounded number. */
function toWhole(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new TypeError('a stored number is too large');
  return number;
}
