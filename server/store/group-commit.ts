import type Sqlite from 'better-sqlite3';
import type { DatabaseConnection, Driver, QueryResult } from 'kysely';
import { Checkpoints } from './checkpoints.js';
import { Statements, type GuardedQuery } from './statements.js';
import { Turns } from './turns.js';

/** What arrived together: all of it is in one transaction of the file and is answered after its one commit. */
interface Group {
  writes: Write[];
  /** Writes, and transactions of callers. */
  members: number;
  /** Whether the file's transaction is open already, for the sake of a caller's. */
  open: boolean;
  durable: Promise<void>;
  resolve: () => void;
  reject: (error: unknown) => void;
}

interface Write {
  query: GuardedQuery;
  outcome: () => QueryResult<never>;
}

/** Milliseconds for which a group takes in members at most: nobody notices them, and thirty who come together share it. */
const mostPatience = 6;

/**
 * Kysely's driver for one SQLite file. A durable commit costs one wait for the disk, and one at a time they are the limit of
 * the whole server. So writes are gathered until a turn of the event loop has added none, are then made at a stretch in one
 * transaction of the file, and only after its commit is any of their callers answered. A transaction of a caller, which asks
 * and waits between its statements, is a savepoint within that transaction.
 *
 * Reads see committed rows alone, never those of a group that may still fail. They go over the connection that writes, whose
 * pages stay in its memory, as long as no transaction is open there; over one of their own meanwhile, which has to fetch its
 * pages again after every commit. Who lost to a member of the same group is told after its commit, too, and so reads the row
 * that won.
 */
export class GroupCommitDriver implements Driver {
  readonly #writer: Statements;
  readonly #reader: Statements;
  readonly #turns = new Turns();
  readonly #checkpoints: Checkpoints;
  #group: Group | null = null;

  constructor(writer: Sqlite.Database, reader: Sqlite.Database) {
    this.#writer = new Statements(writer);
    this.#reader = new Statements(reader);
    this.#checkpoints = new Checkpoints(writer);
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve(new Connection((connection, query) => this.#execute(connection, query)));
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#turns.take();
    const group = this.#gather();
    try {
      if (!group.open) this.#writer.run('begin immediate');
      group.open = true;
      this.#writer.run('savepoint member');
    } catch (error) {
      // Whoever waited meanwhile has waited long enough for what keeps this one out.
      this.#turns.refuseWaiting(error);
      if (!group.open) this.#fail(group, error);
      this.#turns.give();
      throw error;
    }
    group.members += 1;
    (connection as Connection).group = group;
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const group = leave(connection);
    try {
      this.#writer.run('release member');
    } catch (error) {
      this.#failIfUndone(group);
      throw error;
    } finally {
      this.#turns.give();
    }
    await group.durable;
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const group = leave(connection);
    try {
      if (this.#inTransaction) this.#undoMember();
      else this.#failIfUndone(group);
    } finally {
      this.#turns.give();
    }
    return Promise.resolve();
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve();
  }

  async destroy(): Promise<void> {
    await this.#turns.takeWhateverFails();
    this.#close();
    this.#turns.give();
    await this.#checkpoints.close();
    this.#reader.database.close();
    // The last to close the file takes its log along.
    this.#writer.database.close();
  }

  async #execute(connection: Connection, query: GuardedQuery): Promise<QueryResult<never>> {
    if (connection.group) return this.#writer.execute(query);
    if (/^\s*select\b/i.test(query.sql)) return (this.#inTransaction ? this.#reader : this.#writer).execute(query);
    // A setting is no change of the file, and some cannot be made within a transaction.
    if (/^\s*pragma\b/i.test(query.sql)) return this.#writer.execute(query);
    const group = this.#gather();
    const write: Write = { query, outcome: neverMade };
    group.writes.push(write);
    group.members += 1;
    await group.durable;
    return write.outcome();
  }

  get #inTransaction(): boolean {
    return this.#writer.database.inTransaction;
  }

  #gather(): Group {
    if (this.#group) return this.#group;
    let resolve!: () => void;
    let reject!: (error: unknown) => void;
    const durable = new Promise<void>((...settle) => ([resolve, reject] = settle));
    // A member that was rolled back waits for nothing.
    durable.catch(() => undefined);
    const group: Group = { writes: [], members: 0, open: false, durable, resolve, reject };
    const opened = performance.now();
    const closeWhenQuiet = (members: number): void => {
      if (group.members > members && performance.now() - opened < mostPatience) {
        setImmediate(closeWhenQuiet, group.members);
        return;
      }
      void this.#turns.takeWhateverFails().then(() => {
        if (this.#group === group) this.#close();
        this.#turns.give();
      });
    };
    setImmediate(closeWhenQuiet, 0);
    this.#group = group;
    return group;
  }

  #close(): void {
    const group = this.#group;
    if (!group) return;
    try {
      if (group.open) this.#makeOneByOne(group.writes);
      else this.#makeTogether(group.writes);
      this.#writer.run('commit');
    } catch (error) {
      if (this.#inTransaction) this.#writer.run('rollback');
      this.#fail(group, error);
      return;
    }
    this.#group = null;
    group.resolve();
    this.#checkpoints.committed(group.members);
  }

  /** A full disk has SQLite roll everything back by itself: then no other member's change is there either, nor may one come. */
  #failIfUndone(group: Group): void {
    if (this.#inTransaction || this.#group !== group) return;
    this.#fail(group, new Error('the transaction was rolled back by the database'));
  }

  #fail(group: Group, error: unknown): void {
    this.#group = null;
    group.reject(error);
  }

  /** As if none could fail: a savepoint for each would copy every page that it changes. Is one refused, all are made anew. */
  #makeTogether(writes: readonly Write[]): void {
    this.#writer.run('begin immediate');
    try {
      for (const write of writes) this.#make(write);
    } catch {
      if (this.#inTransaction) this.#writer.run('rollback');
      this.#writer.run('begin immediate');
      this.#makeOneByOne(writes);
    }
  }

  /** Undoes alone the one that fails. */
  #makeOneByOne(writes: readonly Write[]): void {
    for (const write of writes) {
      this.#writer.run('savepoint member');
      try {
        this.#make(write);
        this.#writer.run('release member');
      } catch (error) {
        if (!this.#inTransaction) throw error;
        this.#undoMember();
        write.outcome = () => {
          throw error;
        };
      }
    }
  }

  #make(write: Write): void {
    const result = this.#writer.execute(write.query);
    write.outcome = () => result;
  }

  #undoMember(): void {
    this.#writer.run('rollback to member');
    this.#writer.run('release member');
  }
}

class Connection implements DatabaseConnection {
  /** Set while a transaction of this connection is open. */
  group: Group | null = null;

  constructor(private readonly execute: (connection: Connection, query: GuardedQuery) => Promise<QueryResult<never>>) {}

  executeQuery<R>(query: GuardedQuery): Promise<QueryResult<R>> {
    return this.execute(this, query);
  }

  streamQuery(): never {
    throw new Error('this store streams nothing');
  }
}

function leave(connection: DatabaseConnection): Group {
  const { group } = connection as Connection;
  if (!group) throw new Error('there is no transaction to end');
  (connection as Connection).group = null;
  return group;
}

function neverMade(): never {
  throw new Error('a write was answered before it was made');
}
