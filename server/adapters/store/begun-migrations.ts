import {
  AddColumnNode,
  AlterTableNode,
  CreateIndexNode,
  CreateTableNode,
  DropColumnNode,
  DropIndexNode,
  DropTableNode,
  sql,
  type Kysely,
  type KyselyPlugin,
  type Migration,
  type RootOperationNode,
} from 'kysely';

/** What says that something of this name is there already, which the migration has not made. */
const foreignCodes: ReadonlySet<unknown> = new Set(['ER_TABLE_EXISTS_ERROR', 'ER_DUP_FIELDNAME', 'ER_DUP_KEYNAME']);

/**
 * For MariaDB, which commits each statement of a migration on its own. A migration that has begun and not ended, since a backup held a
 * table or since the process died, runs again from its start. Then its statements pass over what they have made.
 *
 * Only then: at the first run a table of the same name is the app's own, and the migration fails before it changes it.
 *
 * @param record the table that lists the migrations that have run
 */
export function rememberBegun(record: string, migrations: Record<string, Migration>): Record<string, Migration> {
  const begun = sql.table(`${record}_begun`);
  const remembering = Object.entries(migrations).map(([name, migration]) => {
    const up = async (db: Kysely<unknown>): Promise<void> => {
      await sql`create table if not exists ${begun} (name varchar(255) not null primary key)`.execute(db);
      const { rows } = await sql`select 1 from ${begun} where name = ${name}`.execute(db);
      if (rows.length > 0) return migration.up(db.withPlugin(new PassOverMade()));
      await sql`insert into ${begun} (name) values (${name})`.execute(db);
      try {
        await migration.up(db);
      } catch (error) {
        if (isForeign(error)) await sql`delete from ${begun} where name = ${name}`.execute(db);
        throw error;
      }
    };
    return [name, { ...migration, up }] as const;
  });
  return Object.fromEntries(remembering);
}

function isForeign(error: unknown): boolean {
  return error instanceof Error && 'code' in error && foreignCodes.has(error.code);
}

/** Makes only what is not there, and drops only what is. A raw statement stays as its migration has written it. */
class PassOverMade implements KyselyPlugin {
  transformQuery({ node }: { node: RootOperationNode }): RootOperationNode {
    if (CreateTableNode.is(node) || CreateIndexNode.is(node)) return { ...node, ifNotExists: true };
    if (DropTableNode.is(node) || DropIndexNode.is(node)) return { ...node, ifExists: true };
    if (!AlterTableNode.is(node) || !node.columnAlterations) return node;
    const columnAlterations = node.columnAlterations.map((alteration) =>
      AddColumnNode.is(alteration) || DropColumnNode.is(alteration) ? { ...alteration, passesOver: true } : alteration,
    );
    return { ...node, columnAlterations };
  }

  transformResult<Result>({ result }: { result: Result }): Promise<Result> {
    return Promise.resolve(result);
  }
}

/** Kysely’s own nodes of columns do not know `if exists`. */
export function passesOver(node: AddColumnNode | DropColumnNode): boolean {
  return 'passesOver' in node;
}
