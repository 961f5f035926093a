import type {
  Kysely,
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  RootOperationNode,
  UnknownRow,
} from 'kysely';

/** How many rows each statement of a purge has changed. */
export interface CountedBatches {
  /** One number for each statement that can change rows. */
  rows: number[];
  /** Called before each statement. An error that it throws is that of the statement. */
  onStatement: () => void;
}

/** The same database, with a count of what each statement changes. */
export function countBatches<Tables>(db: Kysely<Tables>): CountedBatches & { db: Kysely<Tables> } {
  const counted: CountedBatches = { rows: [], onStatement: () => undefined };
  const plugin: KyselyPlugin = {
    transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
      counted.onStatement();
      return node;
    },
    transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
      if (result.numAffectedRows !== undefined && result.rows.length === 0)
        counted.rows.push(Number(result.numAffectedRows));
      return Promise.resolve(result);
    },
  };
  return Object.assign(counted, { db: db.withPlugin(plugin) });
}
