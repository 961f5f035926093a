import type { MysqlOkPacket, MysqlPool, MysqlPoolConnection, MysqlQueryResult } from 'kysely';
import type { Pool, PoolConnection, QueryError } from 'mysql2';
import { StoreBusyError } from './busy.js';
import { repeatAfterConflict } from './conflicts.js';

type Callback<T> = (error: unknown, value: T) => void;

export interface PoolLimits {
  /** For a connection. */
  connectMs: number;
  /** For a statement, on a server that does not answer at all; null for none. */
  noAnswerMs: number | null;
}

/** What every new connection does first. The connection ends when it rejects. */
export type Prepare = (connection: Pick<BoundedConnection, 'run'>) => Promise<void>;

/** The driver's pool, with a limit for each wait and with connections that are all set up alike. */
export class BoundedPool implements MysqlPool {
  readonly #pool: Pool;
  readonly #prepare: Prepare;
  readonly #limits: PoolLimits;
  readonly #known = new WeakMap<PoolConnection, BoundedConnection>();

  constructor(pool: Pool, prepare: Prepare, limits: PoolLimits) {
    this.#pool = pool;
    this.#prepare = prepare;
    this.#limits = limits;
  }

  getConnection(callback: Callback<MysqlPoolConnection>): void {
    this.#take().then(
      (connection) => callback(null, connection),
      (error: unknown) => callback(error, undefined as never),
    );
  }

  end(callback: (error: unknown) => void): void {
    this.#pool.end(callback);
  }

  async #take(): Promise<BoundedConnection> {
    const raw = await this.#takeRaw();
    const known = this.#known.get(raw);
    if (known) return known;
    const connection = new BoundedConnection(raw, this.#limits.noAnswerMs);
    try {
      await this.#prepare(connection);
    } catch (error) {
      // Without its settings the server would cut values that do not fit.
      raw.destroy();
      throw error;
    }
    this.#known.set(raw, connection);
    return connection;
  }

  /** The pool itself waits for a free connection without a limit. */
  #takeRaw(): Promise<PoolConnection> {
    return new Promise((resolve, reject) => {
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        reject(new StoreBusyError('no connection to the database was free in time'));
      }, this.#limits.connectMs);
      this.#pool.getConnection((error, connection) => {
        clearTimeout(timer);
        if (error) reject(error);
        else if (late) connection.release();
        else resolve(connection);
      });
    });
  }
}

class BoundedConnection implements MysqlPoolConnection {
  readonly #raw: PoolConnection;
  readonly #noAnswerMs: number | null;
  #inTransaction = false;
  #lost = false;

  constructor(raw: PoolConnection, noAnswerMs: number | null) {
    this.#raw = raw;
    this.#noAnswerMs = noAnswerMs;
  }

  query(sql: string, parameters: unknown[]): never;
  query(sql: string, parameters: unknown[], callback: Callback<MysqlQueryResult>): void;
  query(sql: string, parameters: unknown[], callback?: Callback<MysqlQueryResult>): void {
    if (!callback) throw new Error('this store does not stream results');
    this.run(sql, parameters).then(
      (result) => callback(null, result),
      (error: unknown) => callback(error, undefined as never),
    );
  }

  /** Alone a statement is a transaction: after a deadlock it has done nothing, and runs again. */
  async run(sql: string, parameters: unknown[] = []): Promise<MysqlQueryResult> {
    const send = (): Promise<MysqlQueryResult> => this.#send(sql, parameters);
    const result = await (this.#inTransaction ? send() : repeatAfterConflict(send));
    if (sql === 'begin') this.#inTransaction = true;
    if (sql === 'commit' || sql === 'rollback') this.#inTransaction = false;
    return result;
  }

  release(): void {
    // A transaction without a known end must not continue in the next caller's hands.
    if (this.#lost || this.#inTransaction) this.#raw.destroy();
    else this.#raw.release();
  }

  #send(sql: string, values: unknown[]): Promise<MysqlQueryResult> {
    return new Promise((resolve, reject) => {
      const timeout = this.#noAnswerMs === null ? {} : { timeout: this.#noAnswerMs };
      this.#raw.query({ sql, values, ...timeout }, (error, result) => {
        if (!error) return resolve(matched(result as unknown as MysqlQueryResult));
        this.#lost ||= isFatal(error);
        reject(error);
      });
    });
  }
}

/**
 * After the driver's own timeout the server may still answer, and the next statement would take that answer for its own. And a server that
 * writes no longer has become a replica: the next connection goes where the address leads by now.
 */
function isFatal({ fatal, code }: QueryError): boolean {
  return fatal === true || code === 'PROTOCOL_SEQUENCE_TIMEOUT' || code === 'ER_OPTION_PREVENTS_STATEMENT';
}

/**
 * The server counts rows with a changed value, so that an insert that finds a duplicate counts none. Of an update the store needs
 * the rows that were found, as on other databases; the server reports these in words.
 */
function matched(result: MysqlQueryResult): MysqlQueryResult {
  const { info } = result as MysqlOkPacket & { info?: string };
  const found = /^Rows matched: (\d+)/.exec(info ?? '')?.[1];
  return found === undefined ? result : { ...(result as MysqlOkPacket), affectedRows: Number(found) };
}
