import { query } from '../server/support/postgres-query.js';

/** @param maintenance the URL of the cluster's own database @returns the URL of the new database */
export async function createDatabase(maintenance: string, name: string): Promise<string> {
  await query(maintenance, `create database ${name}`);
  const url = new URL(maintenance);
  url.pathname = `/${name}`;
  return url.href;
}

/** Bytes on disk, with indexes and TOAST. */
export async function tableBytes(url: string, table: string): Promise<number> {
  const [row] = await query<{ bytes: string }>(url, `select pg_total_relation_size('${table}') as bytes`);
  return Number(row!.bytes);
}
