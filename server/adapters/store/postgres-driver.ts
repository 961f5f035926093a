import {
  CompiledQuery,
  PostgresAdapter,
  PostgresDriver,
  type DatabaseConnection,
  type Driver,
  type PostgresDialectConfig,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import { repeatAfterConflict } from './conflicts.js';

/** Kysely does not export the class of its connections. */
type Inner = Parameters<PostgresDriver['releaseConnection']>[0];
type Savepoint = NonNullable<Driver['savepoint']>;

/** Kysely's driver, which repeats a statement after a conflict. Within a transaction only the whole of it may be repeated. */
export class StoreDriver implements Driver {
  readonly #inner: PostgresDriver;
  readonly #known = new WeakMap<DatabaseConnection, StoreConnection>();

  constructor(config: PostgresDialectConfig) {
    this.#inner = new PostgresDriver(config);
  }

  init(): Promise<void> {
    return this.#inner.init();
  }

  async acquireConnection(): Promise<StoreConnection> {
    const inner = await this.#inner.acquireConnection();
    const known = this.#known.get(inner);
    if (known) return known;
    const connection = new StoreConnection(inner);
    this.#known.set(inner, connection);
    return connection;
  }

  async beginTransaction(connection: StoreConnection, settings: TransactionSettings): Promise<void> {
    await this.#inner.beginTransaction(connection.inner, settings);
    connection.inTransaction = true;
  }

  async commitTransaction(connection: StoreConnection): Promise<void> {
    connection.inTransaction = false;
    await this.#inner.commitTransaction(connection.inner);
  }

  async rollbackTransaction(connection: StoreConnection): Promise<void> {
    connection.inTransaction = false;
    await this.#inner.rollbackTransaction(connection.inner);
  }

  savepoint({ inner }: StoreConnection, ...rest: Rest<Savepoint>): Promise<void> {
    return this.#inner.savepoint(inner, ...rest);
  }

  rollbackToSavepoint({ inner }: StoreConnection, ...rest: Rest<Savepoint>): Promise<void> {
    return this.#inner.rollbackToSavepoint(inner, ...rest);
  }

  releaseSavepoint({ inner }: StoreConnection, ...rest: Rest<Savepoint>): Promise<void> {
    return this.#inner.releaseSavepoint(inner, ...rest);
  }

  releaseConnection({ inner }: StoreConnection): Promise<void> {
    return this.#inner.releaseConnection(inner as Inner);
  }

  destroy(): Promise<void> {
    return this.#inner.destroy();
  }
}

type Rest<F extends (...parameters: never[]) => unknown> = Parameters<F> extends [unknown, ...infer R] ? R : never;

class StoreConnection implements DatabaseConnection {
  inTransaction = false;

  constructor(readonly inner: DatabaseConnection) {}

  /** Alone a statement is a transaction, with all that it reads. */
  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const run = (): Promise<QueryResult<R>> => this.inner.executeQuery<R>(query);
    return this.inTransaction ? run() : repeatAfterConflict(run);
  }

  streamQuery<R>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery<R>(query, chunkSize);
  }
}

/** The key of the lock that Kysely takes: instances of earlier versions of this package wait for it, too. */
const migrationLock = 3853314791062309107n;

/** Its lock is a part of the transaction: see `MigrationDriver`. */
export class MigrationAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

/**
 * How long a migration waits for a lock on a table. Every answer that needs the table waits behind it, and gives up after two seconds.
 */
const lockTimeoutMs = 500;

/**
 * Runs a migration in a transaction, and one process after another. Kysely's own lock belongs to a connection, and a pooler may give
 * each statement to another one: nobody would ever release the lock.
 */
export class MigrationDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    // After the wait for the lock it has to see what the process before has done.
    await super.beginTransaction(connection, { ...settings, isolationLevel: 'read committed' });
    try {
      for (const limit of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']) {
        await connection.executeQuery(CompiledQuery.raw(`set local ${limit} = 0`));
      }
      await connection.executeQuery(CompiledQuery.raw(`select pg_advisory_xact_lock(${migrationLock})`));
      // Not before: nothing waits behind a process that waits for its turn.
      await connection.executeQuery(CompiledQuery.raw(`set local lock_timeout = ${lockTimeoutMs}`));
    } catch (error) {
      await super.rollbackTransaction(connection);
      throw error;
    }
  }
}
