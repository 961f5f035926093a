import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely';

/** A statement that is compiled once per shape: to build and compile one takes longer than to run it. */
export interface Prepared<Row> {
  shape: string;
  /** In the order in which the statement names them. */
  parameters: readonly unknown[];
  /** Makes the statement, with these parameters in it. */
  build: () => Compilable<Row>;
}

/** By the adapter, which a database and its transactions share and no other dialect. */
const compiledFor = new WeakMap<object, Map<string, CompiledQuery<unknown>>>();

export function executePrepared<Tables, Row>(db: Kysely<Tables>, prepared: Prepared<Row>): Promise<QueryResult<Row>> {
  return db.executeQuery(compilePrepared(db, prepared));
}

export function compilePrepared<Tables, Row>(
  db: Kysely<Tables>,
  { shape, parameters, build }: Prepared<Row>,
): CompiledQuery<Row> {
  const { adapter } = db.getExecutor();
  const known = compiledFor.get(adapter) ?? new Map<string, CompiledQuery<unknown>>();
  compiledFor.set(adapter, known);
  let compiled = known.get(shape) as CompiledQuery<Row> | undefined;
  if (!compiled) {
    compiled = build().compile();
    // Said at the first statement of a shape rather than by a row that holds the wrong values.
    if (JSON.stringify(compiled.parameters) !== JSON.stringify(parameters)) {
      throw new TypeError(`the parameters of the statement “${shape}” are in another order`);
    }
    known.set(shape, compiled);
  }
  return { ...compiled, parameters };
}
