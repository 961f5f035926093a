import type Sqlite from 'better-sqlite3';
import type { CompiledQuery, QueryResult } from 'kysely';

/** Safety cap; never reached in practice. */
const maxStatements = 200;

/** A change of a row, and a second statement that runs only if the change found its row. */
export interface GuardedQuery extends CompiledQuery {
  readonly followedBy?: CompiledQuery;
}

/** A SQLite connection with its prepared statements: most statements take longer to prepare than to run. */
export class Statements {
  readonly #prepared = new Map<string, Sqlite.Statement<unknown[]>>();

  constructor(readonly database: Sqlite.Database) {}

  run(sql: string): void {
    this.#prepare(sql).run();
  }

  execute({ sql, parameters, followedBy }: GuardedQuery): QueryResult<never> {
    const statement = this.#prepare(sql);
    if (statement.reader) return { rows: statement.all(...parameters) as never[] };
    const { changes } = statement.run(...parameters);
    if (followedBy && changes > 0) this.execute(followedBy);
    return { numAffectedRows: BigInt(changes), rows: [] };
  }

  #prepare(sql: string): Sqlite.Statement<unknown[]> {
    const known = this.#prepared.get(sql);
    if (known) return known;
    if (this.#prepared.size >= maxStatements) this.#prepared.clear();
    const statement = this.database.prepare<unknown[]>(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}
