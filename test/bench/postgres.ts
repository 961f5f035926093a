import pg from 'pg';

/** A query over a connection of its own. */
export async function query<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

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
