import type { Kysely, Transaction } from 'kysely';
import { repeatAfterConflict } from './conflicts.js';
import { onMariadb } from './database-kind.js';

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

/**
 * `transact` for work that deletes several rows of an account by another condition than their whole key, while others change keys.
 *
 * A new token moves the row of a sign-in, since its hash is part of the primary key. On MariaDB at `read committed` a deletion locks row
 * after row and not the space between them. A row that moves to a place which the deletion has already passed would stay: a sign-in
 * would outlive “end all”. A serializable transaction also locks the spaces that it has passed, so the row either waits and is gone
 * then, or is found. The locks are those of the deletion alone. So a sign-in costs no more, and an instance of an earlier version
 * moves no row past it either.
 *
 * PostgreSQL finds the new version of a row wherever it is, and SQLite has one writer.
 */
export function transactOverRows<Tables, T>(
  db: Kysely<Tables>,
  work: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  if (!onMariadb(db)) return transact(db, work);
  return repeatAfterConflict(() => db.transaction().setIsolationLevel('serializable').execute(work));
}

/** `transactOverRows` for a single statement, which is its own transaction on the other databases. */
export function executeOverRows<Tables, T>(
  db: Kysely<Tables>,
  statement: (connection: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  return onMariadb(db) ? transactOverRows(db, statement) : statement(db);
}
