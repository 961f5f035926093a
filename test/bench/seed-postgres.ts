import pg from 'pg';
import { openStore } from '../../server/adapters/store/open-store.js';
import { readArguments } from './seed.js';

/** Fills a database of PostgreSQL, which is named by its URL. */
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
// What the database would do by itself within the next minutes, in the midst of a measurement.
await client.query('vacuum (freeze, analyze) second_factors');
await client.query('checkpoint');
await client.end();
