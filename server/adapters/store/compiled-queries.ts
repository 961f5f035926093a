import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely';

/** A query that is built and compiled once for each shape: building and compiling take longer than the query itself. */
export interface CachedQuery<Row> {
  /** Two queries of one shape have the same SQL text. */
  shape: string;
  /** In the order of the SQL text. */
  parameters: readonly unknown[];
  /** Builds the query with these parameters. */
  build: () => Compilable<Row>;
}

/** Keyed by the adapter: a database shares it with its transactions, and not with another dialect. */
const compiledFor = new WeakMap<object, Map<string, CompiledQuery<unknown>>>();

export function executeCached<Tables, Row>(db: Kysely<Tables>, query: CachedQuery<Row>): Promise<QueryResult<Row>> {
  return db.executeQuery(compileCached(db, query));
}

export function compileCached<Tables, Row>(
  db: Kysely<Tables>,
  { shape, parameters, build }: CachedQuery<Row>,
): CompiledQuery<Row> {
  const { adapter } = db.getExecutor();
  const known = compiledFor.get(adapter) ?? new Map<string, CompiledQuery<unknown>>();
  compiledFor.set(adapter, known);
  let compiled = known.get(shape) as CompiledQuery<Row> | undefined;
  if (!compiled) {
    compiled = build().compile();
    // Fail at the first query of a shape: parameters in a wrong order would write wrong values into the row.
    if (JSON.stringify(compiled.parameters) !== JSON.stringify(parameters)) {
      throw new TypeError(`the parameters of the statement “${shape}” are not in the order of its SQL text`);
    }
    known.set(shape, compiled);
  }
  return { ...compiled, parameters };
}
