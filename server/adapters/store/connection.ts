import type { DatabaseConnection, QueryResult } from 'kysely';
import type { Group } from './group.js';
import type { GuardedQuery } from './statements.js';

type Execute = (connection: Connection, query: GuardedQuery) => Promise<QueryResult<never>>;

/** What Kysely gives to one caller. */
export class Connection implements DatabaseConnection {
  /** Set while a transaction of this connection is open. */
  group: Group | null = null;
  /** Why its transaction was ended by somebody else. */
  fault: Error | null = null;

  constructor(private readonly execute: Execute) {}

  executeQuery<R>(query: GuardedQuery): Promise<QueryResult<R>> {
    return this.execute(this, query);
  }

  streamQuery(): never {
    throw new Error('this store streams nothing');
  }
}
