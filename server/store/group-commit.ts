import type Sqlite from 'better-sqlite3';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';

type Database = Sqlite.Database;

/** Writes that arrived together: all are in one transaction of the file and are answered after its one commit. */
interface Group {
  members: number;
  durable: Promise<void>;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** Milliseconds for which a group takes in members at most: nobody notices them, and thirty who come together share it. */
const mostPatience = 6;
/** More distinct statements than the server has; a bound all the same. */
const mostStatements = 200;

/**
 * Kysely's driver for one SQLite file. A durable commit costs one wait for the disk, and one at a time they are the limit of
 * the whole server. So each transaction of a caller is a savepoint within a shared one, which is committed once a turn of the
 * event loop has added nothing to it; only then does `commit` return to any of its callers. Nobody is answered before what was
 * answered is on the disk.
 *
 * Reads outside a transaction go over a connection of their own and see committed rows alone, never those of a group that may
 * still fail. Who lost to a member of the same group is told after its commit, too, and so reads the row that won.
 */
export class GroupCommitDriver implements Driver {
  readonly #writer: Statements;
  readonly #reader: Statements;
  readonly #turns = new Turns();
  #group: Group | null = null;

  constructor(writer: Database, reader: Database) {
    this.#writer = new Statements(writer);
    this.#reader = new Statements(reader);
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve(new Connection((connection, query) => this.#execute(connection, query)));
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#turns.take();
    try {
      this.#group ??= this.#open();
      this.#writer.run('savepoint member');
      this.#group.members += 1;
    } catch (error) {
      // Whoever waited meanwhile has waited long enough for what keeps this one out.
      this.#turns.refuseWaiting(error);
      this.#turns.give();
      throw error;
    }
    (connection as Connection).group = this.#group;
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const group = leave(connection);
    try {
      this.#writer.run('release member');
    } finally {
      this.#turns.give();
    }
    await group.durable;
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const group = leave(connection);
    try {
      if (this.#writer.database.inTransaction) {
        this.#writer.run('rollback to member');
        this.#writer.run('release member');
      } else if (this.#group === group) {
        // A full disk has rolled everything back by itself, and the others' changes with it.
        this.#group = null;
        group.reject(new Error('the transaction was rolled back by the database'));
      }
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
    this.#reader.database.close();
    // The last to close the file takes its log along.
    this.#writer.database.close();
  }

  async #execute(connection: Connection, query: CompiledQuery): Promise<QueryResult<never>> {
    if (connection.group) return this.#writer.execute(query);
    if (/^\s*select\b/i.test(query.sql)) return this.#reader.execute(query);
    // A setting is no change of the file, and some cannot be made within a transaction.
    if (/^\s*pragma\b/i.test(query.sql)) return this.#writer.execute(query);
    await this.beginTransaction(connection);
    let result;
    try {
      result = this.#writer.execute(query);
    } catch (error) {
      await this.rollbackTransaction(connection);
      throw error;
    }
    await this.commitTransaction(connection);
    return result;
  }

  #open(): Group {
    this.#writer.run('begin immediate');
    let resolve!: () => void;
    let reject!: (error: unknown) => void;
    const durable = new Promise<void>((...settle) => ([resolve, reject] = settle));
    // A member that was rolled back waits for nothing.
    durable.catch(() => undefined);
    const group: Group = { members: 0, durable, resolve, reject };
    const opened = performance.now();
    const closeWhenQuiet = (members: number): void => {
      if (group.members > members && performance.now() - opened < mostPatience) {
        setImmediate(closeWhenQuiet, group.members);
        return;
      }
      void this.#turns.takeWhateverFails().then(() => {
        this.#close();
        this.#turns.give();
      });
    };
    setImmediate(closeWhenQuiet, 0);
    return group;
  }

  #close(): void {
    const group = this.#group;
    if (!group) return;
    this.#group = null;
    try {
      this.#writer.run('commit');
      group.resolve();
    } catch (error) {
      if (this.#writer.database.inTransaction) this.#writer.run('rollback');
      group.reject(error);
    }
  }
}

class Connection implements DatabaseConnection {
  /** Set while a transaction of this connection is open. */
  group: Group | null = null;

  constructor(
    private readonly execute: (connection: Connection, query: CompiledQuery) => Promise<QueryResult<never>>,
  ) {}

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
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

/** A connection of the file with its prepared statements, since preparing one takes longer than most take to run. */
class Statements {
  readonly #prepared = new Map<string, Sqlite.Statement<unknown[]>>();

  constructor(readonly database: Database) {}

  run(sql: string): void {
    this.#prepare(sql).run();
  }

  execute({ sql, parameters }: CompiledQuery): QueryResult<never> {
    const statement = this.#prepare(sql);
    if (statement.reader) return { rows: statement.all(...parameters) as never[] };
    return { numAffectedRows: BigInt(statement.run(...parameters).changes), rows: [] };
  }

  #prepare(sql: string): Sqlite.Statement<unknown[]> {
    const known = this.#prepared.get(sql);
    if (known) return known;
    if (this.#prepared.size >= mostStatements) this.#prepared.clear();
    const statement = this.database.prepare<unknown[]>(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}

/** One after the other, in the order in which they came. */
class Turns {
  #taken = false;
  #waiting: { resolve: () => void; reject: ((error: unknown) => void) | null }[] = [];

  take(): Promise<void> {
    return this.#wait((resolve, reject) => ({ resolve, reject }));
  }

  /** For work that has to be done in any case. */
  takeWhateverFails(): Promise<void> {
    return this.#wait((resolve) => ({ resolve, reject: null }));
  }

  /** Hands the turn over, so that nobody can slip in between. */
  give(): void {
    const next = this.#waiting.shift();
    if (next) next.resolve();
    else this.#taken = false;
  }

  refuseWaiting(error: unknown): void {
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(({ reject }) => reject === null);
    for (const { reject } of waiting) reject?.(error);
  }

  async #wait(
    entry: (
      resolve: () => void,
      reject: (error: unknown) => void,
    ) => { resolve: () => void; reject: ((error: unknown) => void) | null },
  ): Promise<void> {
    if (this.#taken) await new Promise<void>((resolve, reject) => this.#waiting.push(entry(resolve, reject)));
    this.#taken = true;
  }
}
