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

/**
 * A transaction that has run a statement and stays open, as that of a backup: it keeps changes of its tables waiting. It has no limit of
 * time, though roles have one behind a pooler.
 *
 * @returns ends it
 */
export async function holdTransaction(url: string, statement: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`begin; set local idle_in_transaction_session_timeout = 0; ${statement}`);
  return () => client.end();
}
