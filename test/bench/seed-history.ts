import { closeSync, fsyncSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import pg from 'pg';

/*
 * tsx test/bench/seed-history.ts sqlite|postgres <where> <accounts> <entries of each>
 *
 * Fills the audit trail of a seeded database with a year of entries, in the order of time, as it grows in real use: two neighbours
 * are of different accounts. The database makes the rows itself, and its indexes afterwards.
 */
const [kind, where = '', accounts = '0', each = '0'] = process.argv.slice(2);
const yearMs = 365 * 24 * 60 * 60 * 1000;
const total = Number(accounts) * Number(each);
const from = Date.now() - yearMs;
const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const columns = 'account_id, id, at, event, method, address, user_agent, request_id';
const at = `${from} + n * ${yearMs} / ${total}`;
/** Prime, and coprime with the number of accounts: one leap after another reaches all of them. */
const account = `(n * 7919) % ${accounts}`;
const time = 'audit_events_at on audit_events (at)';

if (kind === 'sqlite') fillSqlite();
else await fillPostgres();

function fillSqlite(): void {
  const database = new Sqlite(where);
  // No WAL and no sync: after a failure the bench deletes the file.
  database.pragma('journal_mode = MEMORY');
  database.pragma('synchronous = OFF');
  database.pragma('locking_mode = EXCLUSIVE');
  // The primary key is filled in a random order: all of it has to fit.
  database.pragma('cache_size = -6000000');
  database.exec(`
    drop index audit_events_at;
    with recursive entries (n) as (select 0 union all select n + 1 from entries where n < ${total - 1})
    insert into audit_events (${columns})
      select printf('account-%09d', ${account}), printf('%012x-%016x-0-%08x', ${at}, n, (n * 2654435761) % 4294967296), ${at},
        'second_factor_ok', 'totp', '192.0.2.1', '${userAgent}', printf('%036x', n) from entries;
    create index ${time};
  `);
  database.pragma('journal_mode = WAL');
  database.close();
  // Otherwise the system writes the file within the next half minute, during a measurement.
  const file = openSync(where, 'r+');
  fsyncSync(file);
  closeSync(file);
}

async function fillPostgres(): Promise<void> {
  const client = new pg.Client({ connectionString: where });
  await client.connect();
  await client.query(`set maintenance_work_mem = '1GB'`);
  // Truncated in the same transaction, the table is written without a log of its rows where wal_level is minimal.
  await client.query(
    `begin; truncate audit_events; drop index audit_events_at; alter table audit_events drop constraint audit_events_pkey`,
  );
  await client.query(`insert into audit_events (${columns})
    select 'account-' || lpad((${account})::text, 9, '0'),
      lpad(to_hex(${at}), 12, '0') || '-' || lpad(to_hex(n), 16, '0') || '-0-' || substr(md5(n::text), 1, 8), ${at},
      'second_factor_ok', 'totp', '192.0.2.1', '${userAgent}', lpad(to_hex(n), 36, '0')
    from generate_series(0, ${total - 1}::bigint) as n`);
  await client.query(`alter table audit_events add constraint audit_events_pkey primary key (account_id, id)`);
  await client.query(`create index ${time}`);
  await client.query('commit');
  // Otherwise the database does this by itself within minutes, during a measurement.
  await client.query('vacuum (freeze, analyze) audit_events');
  await client.query('checkpoint');
  await client.end();
}
