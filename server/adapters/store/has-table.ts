import { sql, type Kysely } from 'kysely';

/** There is no database at this place, or it has no tables of this package. */
export class NoStoreError extends Error {
  override readonly name = 'NoStoreError';

  constructor(file?: string) {
    super(
      file === undefined
        ? 'the database has no tables of harmony-2fa: is it the one of the server?'
        : `there is no database at ${file}: is it the one of the server?`,
    );
  }
}

const missingCodes: ReadonlySet<unknown> = new Set(['42P01', 'ER_NO_SUCH_TABLE']);

/**
 * Whether statements find the table. A list of the tables would also have those of other schemas, which PostgreSQL does not search.
 *
 * @throws the driver's error for any other fault
 */
export async function hasTable<Tables>(db: Kysely<Tables>, table: string): Promise<boolean> {
  try {
    await sql`select 1 from ${sql.table(table)} where 1 = 0`.execute(db);
    return true;
  } catch (error) {
    if (isMissing(error, table)) return false;
    throw error;
  }
}

/** SQLite has no code for it. */
function isMissing(error: unknown, table: string): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && missingCodes.has(error.code)) || error.message === `no such table: ${table}`;
}
