import pg from 'pg';
import { openStore } from '../../server/adapters/store/open-store.js';
import { readArguments } from './seed-rows.js';

/** Fills a PostgreSQL database, by its URL. */
const { where, runs } = readArguments(process.argv.slice(2));
await (await openStore(where)).close();

const client = new pg.Client({ connectionString: where });
await client.connect();
await client.query('begin');
for await (const { first, last, columns } of runs()) {
  const names = Object.keys(columns);
  await client.query({
    name: 'insert',
    text: `insert into second_factors (account_id, ${names.join()})
      select 'account-' || lpad(n::text, 9, '0'), ${names.map((_, index) => `$${index + 3}`).join()}
      from generate_series($1::integer, $2::integer) as n`,
    values: [first, last, ...Object.values(columns)],
  });
}
await client.query('commit');
// Otherwise the database does this by itself within minutes, during a measurement.
await client.query('vacuum (freeze, analyze) second_factors');
await client.query('checkpoint');
await client.end();
