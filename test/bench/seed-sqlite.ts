import Sqlite from 'better-sqlite3';
import { parseKeyRing } from '../../server/crypto/key-ring.js';
import { openStore } from '../../server/store/open-store.js';
import { enrolledRows } from './seed.js';

/** Fills a SQLite file with enrolled accounts, first to last: `tsx test/bench/seed-sqlite.ts <path> <keys> <first> <last>`. */
const [path = '', keys = '', first = '0', last = '0'] = process.argv.slice(2);
await (await openStore(`file:${path}`)).close();

const database = new Sqlite(path);
database.pragma('synchronous = OFF');
const insert = database.prepare(
  `insert into second_factors (account_id, version, enabled_at, secret, last_step, backup_codes, backup_codes_spent, failures,
     recent_failures)
   values (@account_id, @version, @enabled_at, @secret, @last_step, @backup_codes, @backup_codes_spent, @failures,
     @recent_failures)`,
);
database.exec('begin');
let written = 0;
for (const row of await enrolledRows(parseKeyRing(keys), Number(first), Number(last))) {
  insert.run(row);
  written += 1;
  if (written % 100_000 === 0) database.exec('commit; begin');
}
database.exec('commit');
database.pragma('wal_checkpoint(TRUNCATE)');
database.close();
