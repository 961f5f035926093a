import type Sqlite from 'better-sqlite3';
import type { ConnectionProvider, DatabaseConnection, Driver, QueryResult } from 'kysely';
import { retryWhileBusy, StoreBusyError } from './busy.js';
import { Callers } from './callers.js';
import { Checkpoints } from './checkpoints.js';
import { Connection } from './connection.js';
import { Group } from './group.js';
import { GroupWriter } from './group-writer.js';
import { Statements, type GuardedQuery } from './statements.js';
import { Mutex } from './mutex.js';

/** Milliseconds to wait for other writers; the answer is `unavailable` well within three seconds. */
const usualPatience = 2000;
/** Milliseconds to wait for another process's migration. */
const migrationPatience = 60_000;
/** Milliseconds without a statement after which a caller's transaction is rolled back, as on PostgreSQL. */
const mostIdle = 2500;
/** Milliseconds for which closing waits for transactions that are open. */
const closingPatience = 3000;
/** The most milliseconds for which a group gathers members: too short to be noticed, and thirty writes at once share one commit. */
const longestGathering = 6;

/**
 * Kysely's driver for one SQLite file. Durable commits are the bottleneck of the server. The driver gathers writes until one
 * turn of the event loop adds none, runs them in one transaction, and answers their callers only after its commit. A
 * transaction of a caller, which waits between its statements, is a savepoint within that transaction.
 *
 * Reads see committed rows alone, never those of a group that may still fail. They go over the connection that writes, whose
 * pages stay in its memory, as long as no transaction is open there; over one of their own meanwhile, which has to fetch its
 * pages again after every commit. A writer that loses a conflict within its group is also answered only after the commit, so
 * its retry reads the winning row.
 */
export class GroupCommitDriver implements Driver, ConnectionProvider {
  readonly #writer: GroupWriter;
  readonly #reader: Statements;
  readonly #mutex = new Mutex();
  readonly #callers = new Callers();
  readonly #checkpoints: Checkpoints;
  #group: Group | null = null;
  /** The caller's transaction that holds the mutex. */
  #member: Connection | null = null;
  #idle: NodeJS.Timeout | undefined;
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
    return this.#callers.with(connection, () => consumer(connection));
  }

  /** Transactions of a migration may wait for another process's, and may take their time. */
  async patiently<T>(work: () => Promise<T>): Promise<T> {
    this.#migrations += 1;
    try {
      return await work();
    } finally {
      this.#migrations -= 1;
    }
  }

  async beginTransaction(given: DatabaseConnection): Promise<void> {
    this.#callers.refuseWithinTransaction();
    const connection = given as Connection;
    const deadline = performance.now() + this.#patience;
    await this.#mutex.acquire(this.#patience);
    const group = this.#gather();
    try {
      if (!group.open) await this.#writer.begin(deadline);
      group.open = true;
      this.#writer.beginMember();
    } catch (error) {
      if (!group.open) this.#fail(group, error);
      this.#mutex.release();
      throw error;
    }
    group.members += 1;
    connection.group = group;
    this.#member = connection;
    if (this.#migrations === 0) this.#idle = setTimeout(() => this.#endMember(connection, idleError()), mostIdle);
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const group = this.#leave(connection as Connection);
    try {
      this.#writer.endMember();
    } catch (error) {
      this.#failIfUndone(group);
      throw error;
    } finally {
      this.#mutex.release();
    }
    await group.durable;
  }

  rollbackTransaction(given: DatabaseConnection): Promise<void> {
    const connection = given as Connection;
    if (!connection.fault) this.#undo(connection);
    return Promise.resolve();
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve();
  }

  /** Ends within a bound: a transaction that stays open is rolled back. */
  destroy(): Promise<void> {
    return (this.#closed ??= this.#destroy());
  }

  async #destroy(): Promise<void> {
    const timer = setTimeout(() => {
      this.#mutex.refuseWaiting(closedError());
      if (this.#member) this.#endMember(this.#member, closedError());
    }, closingPatience);
    await this.#mutex.acquireWithoutLimit();
    clearTimeout(timer);
    await this.#close();
    this.#mutex.release();
    await this.#checkpoints.close();
    this.#reader.database.close();
    // The last to close the file takes its log along.
    this.#writer.database.close();
  }

  async #execute(connection: Connection, query: GuardedQuery): Promise<QueryResult<never>> {
    if (connection.fault) throw connection.fault;
    if (connection.group) {
      this.#idle?.refresh();
      return this.#writer.execute(query);
    }
    if (/^\s*select\b/i.test(query.sql)) return this.#read(query);
    // A setting is no change of the file, and some cannot be made within a transaction.
    if (/^\s*pragma\b/i.test(query.sql)) return this.#writer.execute(query);
    this.#callers.refuseWithinTransaction();
    return this.#gather().add(query, this.#patience);
  }

  #read(query: GuardedQuery): Promise<QueryResult<never>> {
    const read = (): QueryResult<never> => (this.#writer.inTransaction ? this.#reader : this.#writer).execute(query);
    return retryWhileBusy(read, performance.now() + this.#patience);
  }

  get #patience(): number {
    return this.#migrations > 0 ? migrationPatience : usualPatience;
  }

  #gather(): Group {
    if (this.#group) return this.#group;
    const opened = performance.now();
    const group = new Group(opened + this.#patience);
    const closeWhenQuiet = (members: number): void => {
      if (group.members > members && performance.now() - opened < longestGathering) {
        setImmediate(closeWhenQuiet, group.members);
        return;
      }
      void this.#mutex.acquireWithoutLimit().then(async () => {
        if (this.#group === group) await this.#close();
        this.#mutex.release();
      });
    };
    setImmediate(closeWhenQuiet, 0);
    this.#group = group;
    return group;
  }

  async #close(): Promise<void> {
    const group = this.#group;
    if (!group) return;
    group.beginEnding();
    try {
      await this.#writer.make(group);
    } catch (error) {
      this.#fail(group, error);
      return;
    }
    this.#group = null;
    group.committed();
    this.#checkpoints.committed(group.members);
  }

  /** Gives up on a caller's transaction, which learns of it with its next statement. */
  #endMember(connection: Connection, error: Error): void {
    connection.fault = error;
    this.#undo(connection);
  }

  #undo(connection: Connection): void {
    const group = this.#leave(connection);
    try {
      if (this.#writer.inTransaction) this.#writer.undoMember();
      else this.#failIfUndone(group);
    } finally {
      this.#mutex.release();
    }
  }

  #leave(connection: Connection): Group {
    const { group, fault } = connection;
    if (!group) throw fault ?? new Error('there is no transaction to end');
    clearTimeout(this.#idle);
    this.#idle = undefined;
    this.#member = null;
    connection.group = null;
    return group;
  }

  /** A full disk has SQLite roll everything back by itself: then no other member's change is there either, nor may one come. */
  #failIfUndone(group: Group): void {
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
    `the transaction was rolled back: no statement came for ${mostIdle} ms, and nobody else could write`,
  );
}

function closedError(): Error {
  return new StoreBusyError('the store is closed');
}
