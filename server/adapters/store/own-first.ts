import { sql, type RawBuilder } from 'kysely';

/** Puts the row of the request first, so that a limit of the list never cuts it off. @param hash null for a request without one */
export function ownFirst(column: string, hash: string | null): RawBuilder<number> {
  return sql<number>`case when ${sql.ref(column)} = ${hash ?? ''} then 0 else 1 end`;
}
