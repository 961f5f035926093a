import type { DatabaseConnection, QueryResult } from 'kysely';
import type { Group } from './group.js';
import type { GuardedQuery } from './prepared-statements.js';

type Execute = (connection: Connection, query: GuardedQuery) => Promise<QueryResult<never>>;

/** The connection that Kysely hands to one caller. */
export class Connection implements DatabaseConnection {
  /** Set while this connection has an open transaction. */
  group: Group | null = null;
  /** How many statements its transactions have had. */
  statements = 0;
  /** Set when the driver has aborted this connection's transaction. */
  fault: Error | null = null;
  readonly #execute: Execute;

  constructor(execute: Execute) {
    this.#execute = execute;
  }

  executeQuery<R>(query: GuardedQuery): Promise<QueryResult<R>> {
    return this.#execute(this, query);
  }

  streamQuery(): never {
    throw new Error('this store does not stream results');
  }
}
