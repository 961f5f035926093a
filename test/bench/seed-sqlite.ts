import { closeSync, fsyncSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { openStore } from '../../server/adapters/store/open-store.js';
import { readArguments } from './seed-rows.js';

/** Fills a SQLite file, by its path. */
const { where, runs } = readArguments(process.argv.slice(2));
await (await openStore(`file:${where}`)).close();

const database = new Sqlite(where);
// No WAL and no sync: after a failure the bench deletes the file.
database.pragma('journal_mode = MEMORY');
database.pragma('synchronous = OFF');
database.pragma('locking_mode = EXCLUSIVE');
database.exec('begin');
let insert: Sqlite.Statement | undefined;
for await (const { first, last, columns } of runs()) {
  const names = Object.keys(columns);
  insert ??= database.prepare(
    `insert into second_factors (account_id, ${names.join()})
     with recursive accounts (n) as (select @first union all select n + 1 from accounts where n < @last)
     select printf('account-%09d', n), ${names.map((name) => `@${name}`).join()} from accounts`,
  );
  insert.run({ first, last, ...columns });
}
database.exec('commit');
database.pragma('journal_mode = WAL');
database.close();
// Otherwise the system writes the file within the next half minute, during a measurement.
const file = openSync(where, 'r+');
fsyncSync(file);
closeSync(file);
