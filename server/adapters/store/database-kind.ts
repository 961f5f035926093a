import { MysqlAdapter, PostgresAdapter, type Kysely } from 'kysely';

export function onPostgres<Tables>(db: Kysely<Tables>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

export function onMariadb<Tables>(db: Kysely<Tables>): boolean {
  return db.getExecutor().adapter instanceof MysqlAdapter;
}
