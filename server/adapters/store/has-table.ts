import type { Kysely } from 'kysely';

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

/** Whether a migration has made the table. It makes none. */
export async function hasTable<Tables>(db: Kysely<Tables>, table: string): Promise<boolean> {
  const tables = await db.introspection.getTables();
  return tables.some(({ name }) => name === table);
}
