import Sqlite from 'better-sqlite3';
import { parseKeyRing } from '../../server/crypto/key-ring.js';
import { openStore } from '../../server/store/open-store.js';
import { enrolledRows } from './seed.js';

/** Fills a SQLite file with enrolled accounts: `tsx test/bench/seed-sqlite.ts <path> <keys> <count> [<every>]`. */
const [path = '', keys = '', count = '0', every = '1'] = process.argv.slice(2);
await (await openStore(`file:${path}`)).close();

const database = new Sqlite(path);
database.pragma('synchronous = OFF');
database.pragma('wal_autocheckpoint = 20000');
const columns = database.prepare("select name from pragma_table_info('second_factors')").pluck().all() as string[];
const insert = database.prepare(
  `insert into second_factors (${columns.join()}) values (${columns.map((name) => `@${name}`).join()})`,
);
database.exec('begin');
let written = 0;
for (const row of await enrolledRows(parseKeyRing(keys), { count: Number(count), every: Number(every) })) {
  insert.run(row);
  written += 1;
  if (written % 100_000 === 0) database.exec('commit; begin');
}
database.exec('commit');
database.pragma('wal_checkpoint(TRUNCATE)');
database.close();
