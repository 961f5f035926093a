import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import mysql from 'mysql2/promise';
import { insertEvents } from '../../../server/adapters/store/audit-rows.js';
import { digestOf } from '../../../server/adapters/store/deleted-accounts.js';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import { eventsOf } from '../../../server/core/audit/events.js';
import { TwoFactorError } from '../../../server/core/errors.js';
import { untouchedBudget } from '../../../server/core/two-factor/attempt-policy.js';
import { createAccountStore } from '../../../server/reference/account/account-store.js';
import { hostMigrations } from '../../../server/reference/account/host-migrations.js';
import type { HostOnlyTables } from '../../../server/reference/account/tables.js';
import { createInstances, type Instance, type Instances } from '../support/instances.js';
import { createMariadb, type MariadbServer } from '../support/mariadb-server.js';
import { mariadbDatabase } from '../support/test-database.js';
import { cheapArgon2 } from '../support/test-server.js';
import { enrolled, type Answer, type Enrolled } from '../support/visitor.js';

const run = promisify(execFile);
let folder: string;
let mariadb: MariadbServer;
let url: string;
let store: OpenStore;
let outside: mysql.Connection;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-mariadb-tls-'));
  mariadb = await createMariadb();
  ({ url } = await mariadbDatabase(mariadb.url));
  store = await openStore(url);
  outside = await mysql.createConnection(url);
});
after(async () => {
  outside.destroy();
  await store.close();
  await mariadb.remove();
  await rm(folder, { recursive: true });
});

const now = new Date();
const entry = (accountId: string) => eventsOf({ accountId }, now, 'challenge_issued');

/** Reads, and writes a row with an entry. */
async function write(accountId: string): Promise<boolean> {
  const factor = await store.secondFactors.read(accountId);
  return store.secondFactors.recordFailure(factor, untouchedBudget, entry(accountId));
}

async function assertNothingLeft(accountId: string): Promise<void> {
  assert.deepEqual(await store.audit.list(accountId), []);
  assert.equal((await store.secondFactors.read(accountId)).version, 0);
}

describe('a migration on MariaDB, which has no transaction for it', () => {
  it('that ended in the middle is made at the next start', async () => {
    const { url: own } = await mariadbDatabase(mariadb.url);
    const opened = await openStore(own);
    await opened.migrate('host_migrations', hostMigrations);
    const accounts = await createAccountStore(opened.db.withTables<HostOnlyTables>(), cheapArgon2);
    const account = (await accounts.create('ada@example.com', 'correct horse battery', now))!;
    // What was done is there, and the record of it is not.
    await sql`delete from host_migrations where name = '008_account_keys'`.execute(opened.db);
    await sql`delete from two_factor_migrations where name = '011_account_keys'`.execute(opened.db);
    await opened.migrate('host_migrations', hostMigrations);
    assert.equal((await accounts.find('ada@example.com'))?.id, account.id);
    await opened.close();
    await (await openStore(own)).close();
  });

  it('that meets a backup between two of its statements is made once the table is free', async () => {
    let runs = 0;
    await store.migrate('backup_migrations', {
      '001': {
        async up(db) {
          runs += 1;
          await db.schema.alterTable('enrolments').addColumn('first', 'text').execute();
          if (runs === 1) {
            await outside.query('begin');
            await outside.query('select * from enrolments');
          } else await outside.query('commit');
          await db.schema.alterTable('enrolments').addColumn('second', 'text').execute();
        },
      },
    });
    assert.equal(runs, 2);
    const [columns] = await outside.query<mysql.RowDataPacket[]>('show columns from enrolments');
    assert.deepEqual(
      columns.slice(-2).map((column) => String(column['Field'])),
      ['first', 'second'],
    );
  });

  it('lets answers pass while a backup reads its table, and is made once the table is free', async () => {
    await outside.query('begin');
    await outside.query('select * from sign_ins');
    const migrating = store.migrate('lock_migrations', {
      '001': { up: async (db) => void (await sql`alter table sign_ins add column extra text`.execute(db)) },
    });
    // As many answers as would wait behind the migration for two seconds, and fail then.
    for (let answers = 0; answers < 40; answers += 1) {
      await store.signIns.endAll('nobody');
      await setTimeout(50);
    }
    await outside.query('commit');
    await migrating;
  });
});

describe('a deletion on MariaDB', () => {
  it('that has its lock and nothing more already holds up every write', async () => {
    const digest = digestOf('locked-first');
    const untouched = await store.secondFactors.read('locked-first');
    await outside.query('begin');
    await outside.query('select 1 from forgotten_account_guards where part = ? for update', [digest.slice(0, 1)]);
    const pending = [
      store.audit.append(entry('locked-first')),
      assert.rejects(
        store.secondFactors.recordFailure(untouched, untouchedBudget, entry('locked-first')),
        TwoFactorError,
      ),
      assert.rejects(store.secondFactors.recordFailure(untouched, untouchedBudget, []), TwoFactorError),
      assert.rejects(store.signIns.begin('locked-first', new Date(now.getTime() + 1000), now), TwoFactorError),
    ];
    await setTimeout(300);
    await outside.query('insert into forgotten_accounts (account_digest, at) values (?, ?)', [digest, now.getTime()]);
    await setTimeout(100);
    await outside.query('commit');
    await Promise.all(pending);
    await assertNothingLeft('locked-first');
    assert.equal((await outside.query<mysql.RowDataPacket[]>('select * from sign_ins'))[0].length, 0);
  });

  it('waits for every open transaction that has written for the account', async () => {
    let deleted = false;
    let deletion: Promise<void> | undefined;
    await store.db.transaction().execute(async (transaction) => {
      await insertEvents(transaction, entry('open'));
      deletion = store.secondFactors.forget('open', now).then(() => void (deleted = true));
      await setTimeout(300);
      assert.equal(deleted, false);
    });
    await deletion;
    await assertNothingLeft('open');
  });
});

describe('an id on MariaDB', () => {
  it('of 255 characters fits, and a longer one is refused and never cut', async () => {
    const longest = '😀'.repeat(255);
    assert.equal(await write(longest), true);
    assert.equal((await store.secondFactors.read(longest)).version, 1);
    const tooLong = `${longest}x`;
    await assert.rejects(store.secondFactors.read(tooLong), /accountId is longer than the 255 characters/);
    await assert.rejects(store.signIns.begin(tooLong, new Date(now.getTime() + 1000), now), /Data too long/);
    await assert.rejects(store.audit.append(entry(tooLong)), /Data too long/);
    assert.equal((await store.audit.list(longest)).length, 1);
  });

  it('belongs to one account in every table, also in the conditions of a host', async () => {
    await store.audit.append(entry('Anna'));
    for (const other of ['anna', 'Anna ', 'Änna']) assert.deepEqual(await store.audit.list(other), [], other);
    const signIn = await store.signIns.begin('Anna', new Date(now.getTime() + 1000), now);
    await store.signIns.endAll('anna');
    await store.signIns.endAll('Anna ');
    assert.equal((await store.signIns.find(signIn, now))?.accountId, 'Anna');
  });
});

describe('a statement on MariaDB', () => {
  it('counts the rows that it finds, also those that it leaves as they are', async () => {
    await write('found');
    const { numUpdatedRows } = await store.db
      .updateTable('second_factors')
      .set((row) => ({ failures: row.ref('failures') }))
      .where('account_id', '=', 'found')
      .executeTakeFirst();
    assert.equal(numUpdatedRows, 1n);
  });

  it('takes every text as a value, also one that ends a literal', async () => {
    const id = `quote ' backslash \\' \\\\ "\`; -- \n\u001a %_?`;
    assert.equal(await write(id), true);
    assert.equal((await store.secondFactors.read(id)).accountId, id);
    const [event] = await store.audit.list(id);
    assert.equal(event?.accountId, id);
  });

  it('waits two seconds for a lock, and no longer', async () => {
    await write('locked');
    const factor = await store.secondFactors.read('locked');
    await outside.query('begin');
    await outside.query("update second_factors set failures = failures where account_id = 'locked'");
    const started = performance.now();
    await assert.rejects(store.secondFactors.recordFailure(factor, untouchedBudget, entry('locked')));
    // The server’s own limit for a lock is 50 seconds.
    assert.ok(performance.now() - started < 20_000);
    await outside.query('rollback');
    assert.equal(await store.secondFactors.recordFailure(factor, untouchedBudget, entry('locked')), true);
    assert.equal((await store.audit.list('locked')).length, 2);
  });

  const countDeadlocks = async (): Promise<number> => {
    const [rows] = await outside.query<mysql.RowDataPacket[]>(
      "select variable_value as count from information_schema.global_status where variable_name = 'innodb_deadlocks'",
    );
    return Number(rows[0]!['count']);
  };

  it('that loses a deadlock is made again, with its transaction', async () => {
    await write('deadlock');
    const factor = await store.secondFactors.read('deadlock');
    const before = await countDeadlocks();
    await outside.query('begin');
    // The server undoes the transaction that has changed less.
    for (let at = 0; at < 50; at += 1) {
      await outside.query('insert into forgotten_accounts (account_digest, at) values (?, 0)', [`weight ${at}`]);
    }
    // Keeps the place of the entry, after the change of the row.
    await outside.query("select * from audit_events where account_id = 'deadlock' for update");
    const writing = store.secondFactors.recordFailure(factor, untouchedBudget, entry('deadlock'));
    // One call, all of it in the server: the store gives a statement two seconds, and a busy machine may take those for a few calls.
    // The table of transactions is renewed only when nobody has read it for 0.1 seconds.
    await outside.query(`begin not atomic
      while not exists (select 1 from information_schema.innodb_trx where trx_state = 'LOCK WAIT') do do sleep(0.15); end while;
      update second_factors set failures = failures where account_id = 'deadlock';
      rollback;
    end`);
    assert.equal(await writing, true);
    assert.equal(await countDeadlocks(), before + 1);
    assert.equal((await store.audit.list('deadlock')).length, 2);
  });

  it('in a transaction sees the commits before it', async () => {
    await store.db.transaction().execute(async (transaction) => {
      const count = () =>
        transaction.selectFrom('second_factors').select('version').where('account_id', '=', 'seen').execute();
      assert.equal((await count()).length, 0);
      await write('seen');
      assert.equal((await count()).length, 1);
    });
  });

  it('gives the time of the server', async () => {
    const time = await store.time();
    assert.ok(time && Math.abs(time.getTime() - Date.now()) < 5000);
  });
});

describe('a MariaDB that answers before a commit is durable', () => {
  it('is refused', async () => {
    const refused = /innodb_flush_log_at_trx_commit other than 1: after a crash a spent code could work/;
    for (const value of [0, 2]) {
      await outside.query(`set global innodb_flush_log_at_trx_commit = ${value}`);
      await assert.rejects(openStore(url), refused);
    }
    await outside.query('set global innodb_flush_log_at_trx_commit = 1');
    await (await openStore(url)).close();
  });

  it('is refused with a binary log that is not', async () => {
    const logging = await createMariadb(['log-bin=binlog']);
    try {
      const address = (await mariadbDatabase(logging.url)).url;
      await assert.rejects(openStore(address), /a binary log and sync_binlog other than 1/);
      const connection = await mysql.createConnection(address);
      await connection.query('set global sync_binlog = 1');
      await connection.end();
      const opened = await openStore(address);
      const { secondFactors } = opened;
      const factor = await secondFactors.read('logged');
      assert.equal(await secondFactors.recordFailure(factor, untouchedBudget, entry('logged')), true);
      await secondFactors.forget('logged');
      await opened.close();
    } finally {
      await logging.remove();
    }
  });
});

describe('a MariaDB that only reads', () => {
  /** `root` may write there, and an app may not. */
  async function forApp(): Promise<{ address: string; set: (readOnly: 0 | 1) => Promise<unknown> }> {
    const address = new URL((await mariadbDatabase(mariadb.url)).url);
    const name = address.pathname.slice(1);
    for (const host of ['%', 'localhost']) {
      await outside.query(`create user if not exists app@'${host}' identified by 'x'`);
      await outside.query(`grant all on ${name}.* to app@'${host}'`);
    }
    address.username = 'app';
    address.password = 'x';
    return { address: address.href, set: (readOnly) => outside.query(`set global read_only = ${readOnly}`) };
  }
  const refused = /the database is a replica or allows no writes \(read_only\)/;

  it('is refused', async () => {
    const { address, set } = await forApp();
    await (await openStore(address)).close();
    await set(1);
    try {
      await assert.rejects(openStore(address), refused);
    } finally {
      await set(0);
    }
  });

  it('is refused by a new connection, and by one that cannot write any more', async () => {
    const { address, set } = await forApp();
    const opened = await openStore(address);
    await opened.ping();
    await set(1);
    try {
      await assert.rejects(opened.ping(), /read-only/);
      await assert.rejects(opened.secondFactors.read('somebody'), refused);
    } finally {
      await set(0);
    }
    assert.equal((await opened.secondFactors.read('somebody')).version, 0);
    await opened.close();
  });

  it('is refused by a new connection, as is one whose commits are not durable', async () => {
    const { address } = await forApp();
    const opened = await openStore(address);
    const { rows } = await sql<{ id: number }>`select connection_id() as id`.execute(opened.db);
    await outside.query('set global innodb_flush_log_at_trx_commit = 2');
    try {
      await outside.query(`kill ${rows[0]!.id}`);
      await setTimeout(300);
      await assert.rejects(opened.secondFactors.read('somebody'), /innodb_flush_log_at_trx_commit other than 1/);
    } finally {
      await outside.query('set global innodb_flush_log_at_trx_commit = 1');
    }
    await opened.close();
  });
});

describe('a MariaDB that reads the texts of every client in a character set of its own', () => {
  for (const charset of ['gbk', 'sjis', 'latin1']) {
    it(`keeps each account apart, and runs none as SQL: ${charset}`, async () => {
      const foreign = await createMariadb([`character-set-server=${charset}`, 'skip-character-set-client-handshake']);
      try {
        const opened = await openStore((await mariadbDatabase(foreign.url)).url);
        const { secondFactors, signIns } = opened;
        const ids = ['victim', 'é', '😀', "ö' or 1=1 -- ", "Ø'or 1 limit 1 -- ", '¿\\', '縗', 'é'.repeat(255)];
        for (const [failures, id] of ids.entries()) {
          const factor = await secondFactors.read(id);
          assert.equal(factor.version, 0, id);
          assert.equal(
            await secondFactors.recordFailure(factor, { ...untouchedBudget, failures }, entry(id)),
            true,
            id,
          );
          const token = await signIns.begin(id, new Date(now.getTime() + 1000), now);
          assert.equal((await signIns.find(token, now))?.accountId, id);
        }
        for (const [failures, id] of ids.entries()) {
          const { accountId, version, budget } = await secondFactors.read(id);
          assert.deepEqual([accountId, version, budget.failures], [id, 1, failures]);
        }
        await opened.close();
      } finally {
        await foreign.remove();
      }
    });
  }
});

describe('sslmode=verify-full on MariaDB', () => {
  it('accepts the certificate of the authority for this host, and no other', async () => {
    const file = (name: string): string => join(folder, name);
    const certify = (name: string, host: string) =>
      run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${host}`,
        '-addext', `subjectAltName=DNS:${host}`, '-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)]); // prettier-ignore
    await certify('right', 'localhost');
    await certify('other', 'db.example.com');
    await run('chmod', ['-R', 'a+rX', folder]);
    const trusts: [served: string, tries: [trusted: string | null, fault: RegExp | null][]][] = [
      ['right', [['right', null], ['other', /certificate/], [null, /certificate/]]],
      ['other', [['other', /altnames/]]],
    ]; // prettier-ignore
    for (const [served, tries] of trusts) {
      const secure = await createMariadb([`ssl-cert=${file(`${served}.pem`)}`, `ssl-key=${file(`${served}.key`)}`]);
      try {
        const address = new URL((await mariadbDatabase(secure.url)).url);
        address.hostname = 'localhost';
        for (const [trusted, fault] of tries) {
          address.search = '?sslmode=verify-full';
          if (trusted !== null) address.searchParams.set('sslrootcert', file(`${trusted}.pem`));
          const opening = openStore(address.href);
          if (fault !== null) {
            await assert.rejects(opening, fault);
            continue;
          }
          const opened = await opening;
          const { rows } = await sql<{ Value: string }>`show session status like 'Ssl_cipher'`.execute(opened.db);
          assert.notEqual(rows[0]?.Value, '');
          await opened.close();
        }
      } finally {
        await secure.remove();
      }
    }
  });
});

describe('a MariaDB that stops while requests run', { timeout: 60_000 }, () => {
  let instances: Instances;
  let server: Instance;
  before(async () => {
    instances = await createInstances((await mariadbDatabase(mariadb.url)).url);
    server = await instances.start();
  });
  after(() => instances.close());

  const nextCode = ({ phone }: Enrolled): string => phone.code(new Date(), 1);
  async function assertUnavailable(call: Promise<Answer>): Promise<void> {
    const started = performance.now();
    const { status, headers, text } = await call;
    assert.equal(status, 503, text);
    assert.equal(headers.get('retry-after'), '5');
    assert.ok(performance.now() - started < 6000);
  }

  it('causes 503 for everybody, signs nobody in, and the server recovers by itself', async () => {
    const person = await enrolled(server);
    const [half] = await instances.halfSessions(person, 1, () => server);
    await mariadb.stop();
    for (let time = 0; time < 3; time += 1) {
      await assertUnavailable(half!.op('answerChallenge', { code: nextCode(person) }));
    }
    await assertUnavailable(half!.call('GET', '/readyz'));
    assert.equal((await half!.call('GET', '/healthz')).status, 200);
    assert.equal(server.program.child.exitCode, null, 'the process is alive');

    await mariadb.start();
    assert.equal((await half!.call('GET', '/readyz')).status, 200);
    assert.equal((await half!.call('GET', '/api/session')).status, 401, 'nobody was signed in');
    assert.equal((await half!.op('answerChallenge', { code: nextCode(person) })).status, 200);
  });

  it('and cuts a connection within a transaction fails that transaction alone', async () => {
    const { db } = instances.store;
    const transaction = db.transaction().execute(async (cut) => {
      const { rows } = await sql<{ id: number }>`select connection_id() as id`.execute(cut);
      await sql`kill ${sql.lit(rows[0]!.id)}`.execute(db);
      await sql`select 1`.execute(cut);
    });
    await assert.rejects(transaction, 'the process is alive');
    await instances.store.ping();
  });
});
