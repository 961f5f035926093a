import type { Kysely, Transaction } from 'kysely';
import { repeatAfterConflict } from './conflicts.js';

/**
 * Every transaction of this package: `db.transaction()` that is repeated as a whole after a conflict. So the work changes nothing
 * but the database, and what follows a change comes after the transaction.
 */
export function transact<Tables, T>(
  db: Kysely<Tables>,
  work: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return repeatAfterConflict(() => db.transaction().execute(work));
}
