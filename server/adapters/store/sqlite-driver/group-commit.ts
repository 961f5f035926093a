import type Sqlite from 'better-sqlite3';
import type { ConnectionProvider, DatabaseConnection, Driver, QueryResult } from 'kysely';
import { retryWhileBusy, StoreBusyError } from '../busy.js';
import { Checkpoints } from './checkpoints.js';
import { Connection } from './connection.js';
import { Group } from './group.js';
import { GroupWriter } from './group-writer.js';
import { Mutex } from './mutex.js';
import { Statements, type GuardedQuery } from './prepared-statements.js';
import { TransactionScope } from './transaction-scope.js';

/** How long a write waits for other writers: the client gets `unavailable` well within three seconds. */
const writeTimeoutMs = 2000;
/** How long a migration waits for the migration of another process. */
const migrationTimeoutMs = 60_000;
/** A caller's transaction without a statement for so long is rolled back, as on PostgreSQL. */
const idleTimeoutMs = 2500;
/** How long closing waits for open transactions. */
const closeTimeoutMs = 3000;
/** How long a group collects writes at most: too short to notice, and thirty writes at once share one commit. */
const maxCollectMs = 6;

/**
 * Kysely's driver for one SQLite file.
 *
 *     write ───────┐
 *     write ───────┼─▶ group ─▶ begin ─ statements ─ commit ─▶ answer every caller
 *     transaction ─┘              └ a caller's transaction is a savepoint
 *
 * Durable commits are the bottleneck of the server. The driver collects writes until one turn of the event loop adds none,
 * runs them in one SQLite transaction, and answers their callers only after its commit.
 *
 * Reads see only committed rows, never those of a group that may still fail. They use the connection that writes, whose page
 * cache stays valid, while no transaction is open on it. Otherwise they use a second connection, which has to read its pages
 * again after every commit. A writer that loses a conflict within its group is also answered only after the commit, so its
 * retry reads the winning row.
 */
export class GroupCommitDriver implements Driver, ConnectionProvider {
  readonly #writer: GroupWriter;
  readonly #reader: Statements;
  readonly #mutex = new Mutex();
  readonly #scope = new TransactionScope();
  readonly #checkpoints: Checkpoints;
  #group: Group | null = null;
  /** The connection whose transaction is open; it holds the mutex. */
  #owner: Connection | null = null;
  #idleTimer: NodeJS.Timeout | undefined;
  #migrations = 0;
  #closed: Promise<void> | null = null;

  constructor(writer: Sqlite.Database, reader: Sqlite.Database) {
    this.#writer = new GroupWriter(writer);
    this.#reader = new Statements(reader);
    this.#checkpoints = new Checkpoints(writer);
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  acquireConnection(): Promise<Connection> {
    if (this.#closed) return Promise.reject(closedError());
    return Promise.resolve(new Connection((connection, query) => this.#execute(connection, query)));
  }

  async provideConnection<T>(consumer: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    const connection = await this.acquireConnection();
    return consumer(connection);
  }

  /** Within this, transactions have the timeout of migrations and no idle timeout. */
  async withMigrationTimeout<T>(work: () => Promise<T>): Promise<T> {
    this.#migrations += 1;
    try {
      return await work();
    } finally {
      this.#migrations -= 1;
    }
  }

  async beginTransaction(given: DatabaseConnection): Promise<void> {
    if (this.#scope.isInside) await this.#scope.waitOutside();
    const connection = given as Connection;
    this.#scope.enter(connection);
    try {
      connection.group = await this.#beginMember();
    } catch (error) {
      this.#scope.leave(connection);
      throw error;
    }
    this.#owner = connection;
    if (this.#migrations === 0) this.#idleTimer = setTimeout(() => this.#abort(connection, idleError()), idleTimeoutMs);
  }

  /** Takes the mutex. The end of the caller's transaction releases it. */
  async #beginMember(): Promise<Group> {
    const deadline = performance.now() + this.#timeoutMs;
    await this.#mutex.acquire(this.#timeoutMs);
    const group = this.#currentGroup();
    try {
      if (!group.open) await this.#writer.begin(deadline);
      group.open = true;
      this.#writer.openSavepoint();
    } catch (error) {
      if (!group.open) this.#fail(group, error);
      this.#mutex.release();
      throw error;
    }
    group.members += 1;
    return group;
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const group = this.#detach(connection as Connection);
    try {
      this.#writer.releaseSavepoint();
    } catch (error) {
      this.#failIfRolledBack(group);
      throw error;
    } finally {
      this.#mutex.release();
    }
    await group.durable;
  }

  rollbackTransaction(given: DatabaseConnection): Promise<void> {
    const connection = given as Connection;
    if (!connection.fault) this.#rollBack(connection);
    return Promise.resolve();
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve();
  }

  /** Always ends: after the timeout it rolls back the transaction that is still open. */
  destroy(): Promise<void> {
    return (this.#closed ??= this.#destroy());
  }

  async #destroy(): Promise<void> {
    const timer = setTimeout(() => {
      this.#mutex.rejectWaiting(closedError());
      if (this.#owner) this.#abort(this.#owner, closedError());
    }, closeTimeoutMs);
    await this.#mutex.acquireWithoutTimeout();
    clearTimeout(timer);
    await this.#commit();
    this.#mutex.release();
    await this.#checkpoints.close();
    this.#reader.database.close();
    // Last: SQLite deletes the WAL when the last connection closes.
    this.#writer.database.close();
  }

  async #execute(connection: Connection, query: GuardedQuery): Promise<QueryResult<never>> {
    if (connection.fault) throw connection.fault;
    if (connection.group) {
      this.#idleTimer?.refresh();
      connection.statements += 1;
      return this.#writer.execute(query);
    }
    if (/^\s*select\b/i.test(query.sql)) return this.#read(query);
    // A pragma sets an option of the connection, and some pragmas do not work within a transaction.
    if (/^\s*pragma\b/i.test(query.sql)) return this.#writer.execute(query);
    if (this.#scope.isInside) await this.#scope.waitOutside();
    return this.#currentGroup().add(query, this.#timeoutMs);
  }

  #read(query: GuardedQuery): Promise<QueryResult<never>> {
    const read = (): QueryResult<never> => (this.#writer.inTransaction ? this.#reader : this.#writer).execute(query);
    return retryWhileBusy(read, performance.now() + this.#timeoutMs);
  }

  get #timeoutMs(): number {
    return this.#migrations > 0 ? migrationTimeoutMs : writeTimeoutMs;
  }

  #currentGroup(): Group {
    if (this.#group) return this.#group;
    const opened = performance.now();
    const group = new Group(opened + this.#timeoutMs);
    const commitWhenQuiet = (members: number): void => {
      if (group.members > members && performance.now() - opened < maxCollectMs) {
        setImmediate(commitWhenQuiet, group.members);
        return;
      }
      void this.#mutex.acquireWithoutTimeout().then(async () => {
        if (this.#group === group) await this.#commit();
        this.#mutex.release();
      });
    };
    setImmediate(commitWhenQuiet, 0);
    this.#group = group;
    return group;
  }

  async #commit(): Promise<void> {
    const group = this.#group;
    if (!group) return;
    group.stopTimer();
    try {
      await this.#writer.commit(group);
    } catch (error) {
      this.#fail(group, error);
      return;
    }
    this.#group = null;
    group.committed();
    this.#checkpoints.committed(group.members);
  }

  /** Rolls a caller's transaction back; the caller gets the error with its next statement. */
  #abort(connection: Connection, error: Error): void {
    connection.fault = error;
    this.#rollBack(connection);
  }

  #rollBack(connection: Connection): void {
    const group = this.#detach(connection);
    try {
      if (this.#writer.inTransaction) this.#writer.rollBackSavepoint();
      else this.#failIfRolledBack(group);
    } finally {
      this.#mutex.release();
    }
  }

  #detach(connection: Connection): Group {
    const { group, fault } = connection;
    if (!group) throw fault ?? new Error('there is no open transaction');
    clearTimeout(this.#idleTimer);
    this.#idleTimer = undefined;
    this.#owner = null;
    this.#scope.leave(connection);
    connection.group = null;
    return group;
  }

  /** A full disk makes SQLite roll back the whole transaction: then every member of the group has failed. */
  #failIfRolledBack(group: Group): void {
    if (this.#writer.inTransaction || this.#group !== group) return;
    this.#fail(group, new Error('the transaction was rolled back by the database'));
  }

  #fail(group: Group, error: unknown): void {
    this.#group = null;
    group.fail(error);
  }
}

function idleError(): Error {
  return new StoreBusyError(
    `the transaction was rolled back: no statement came for ${idleTimeoutMs} ms, and it blocked every other writer`,
  );
}

function closedError(): Error {
  return new StoreBusyError('the store is closed');
}
