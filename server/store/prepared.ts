import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely';

/** By the adapter, which a database and its transactions share and no other dialect. */
const compiledFor = new WeakMap<object, Map<string, CompiledQuery<unknown>>>();

/**
 * Runs a statement that is compiled once per shape: to build and compile one takes longer than to run it. Parameters are given
 * in the order in which the statement names them.
 *
 * @param build makes the statement, with these parameters in it
 */
export function executePrepared<Tables, Row>(
  db: Kysely<Tables>,
  shape: string,
  parameters: readonly unknown[],
  build: () => Compilable<Row>,
): Promise<QueryResult<Row>> {
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
  return db.executeQuery({ ...compiled, parameters });
}
