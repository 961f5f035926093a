import { query } from '../server/support/postgres-query.js';

/** @param maintenance the cluster's own database, beside which the new one is made @returns the new one's URL */
export async function createDatabase(maintenance: string, name: string): Promise<string> {
  await query(maintenance, `create database ${name}`);
  const url = new URL(maintenance);
  url.pathname = `/${name}`;
  return url.href;
}

/** On disk, indexes and what is stored beside the rows included. */
export async function tableBytes(url: string, table: string): Promise<number> {
  const [row] = await query<{ bytes: string }>(url, `select pg_total_relation_size('${table}') as bytes`);
  return Number(row!.bytes);
}
