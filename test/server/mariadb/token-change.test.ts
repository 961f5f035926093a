import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import mysql from 'mysql2/promise';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import { eventsOf } from '../../../server/core/audit/events.js';
import { hashToken } from '../../../server/core/crypto/token.js';
import { silentLog } from '../../../server/core/log.js';
import { createAccountStore, type AccountStore } from '../../../server/reference/account/account-store.js';
import { createDeviceStore } from '../../../server/reference/account/device-store.js';
import { hostMigrations } from '../../../server/reference/account/host-migrations.js';
import { createPasswordChange } from '../../../server/reference/account/password-change.js';
import { createSessionStore, type SessionStore } from '../../../server/reference/account/session-store.js';
import type { HostOnlyTables, HostTables } from '../../../server/reference/account/tables.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';
import { cheapArgon2 } from '../support/test-server.js';

/*
 * A new token moves the row of a sign-in to another place of the primary key. Here a lock holds a deletion up at the last row but one,
 * when it has passed nearly all places of the account. Then the last row moves.
 */

const now = new Date();
const later = new Date(now.getTime() + 600_000);
const password = 'correct horse battery';
/** Of one in twelve the last row stays behind the one that is locked. */
const rounds = 4;

let database: TestDatabase;
let store: OpenStore;
let outside: mysql.Connection;
let db: Kysely<HostTables>;
let sessions: SessionStore;
let accounts: AccountStore;
before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
  await store.migrate('host_migrations', hostMigrations);
  outside = await mysql.createConnection(database.url);
  await dropReferences();
  db = store.db.withTables<HostOnlyTables>();
  sessions = createSessionStore(db);
  accounts = await createAccountStore(db, cheapArgon2);
});
after(async () => {
  outside.destroy();
  await store.close();
  await database.remove();
});

/** The next release drops the references to an account. They would hold up each change of a key beside a lock of the account. */
async function dropReferences(): Promise<void> {
  const [rows] = await outside.query<mysql.RowDataPacket[]>(
    'select table_name as place, constraint_name as name from information_schema.referential_constraints where constraint_schema = database()',
  );
  assert.ok(rows.length > 0);
  for (const { place, name } of rows) await outside.query(`alter table ${place} drop foreign key ${name}`);
}

interface Race {
  table: 'sign_ins' | 'sessions';
  hash: 'token_hash' | 'id_hash';
  accountId: string;
  tokens: string[];
  end: () => Promise<unknown>;
  /** Gives a sign-in another token. */
  change: (token: string) => Promise<string | null>;
}

/** Returns the token that the last row has got, if any. */
async function moveWhile({ table, hash, accountId, tokens, end, change }: Race): Promise<string | null> {
  const sorted = tokens.toSorted((one, other) => (hashToken(one) < hashToken(other) ? -1 : 1));
  const [held, moved] = sorted.slice(-2) as [string, string];
  await outside.query('begin');
  await outside.query(`select 1 from ${table} where account_id = ? and ${hash} = ? for update`, [
    accountId,
    hashToken(held),
  ]);
  const ending = end();
  // The table of transactions is renewed only when nobody has read it for 0.1 seconds. The deletion itself waits two seconds.
  await outside.query(`begin not atomic
    declare tries int default 0;
    while tries < 10 and not exists (select 1 from information_schema.innodb_trx where trx_state = 'LOCK WAIT') do
      do sleep(0.15);
      set tries = tries + 1;
    end while;
  end`);
  const changing = change(moved);
  await Promise.race([changing, setTimeout(300)]);
  await outside.query('commit');
  const [token] = await Promise.all([changing, ending]);
  return token;
}

async function rowsOf({ table, accountId }: Pick<Race, 'table' | 'accountId'>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(table)} where account_id = ${accountId}`.execute(store.db);
  return rows[0]!.count;
}

const twelve = (begin: () => Promise<string>): Promise<string[]> => Promise.all(Array.from({ length: 12 }, begin));

describe('a sign-in of the library that changes its token', () => {
  const promote = (token: string) => store.signIns.promote(token, null, later, now);
  const ways: Record<string, (accountId: string, own: string) => Promise<unknown>> = {
    endOthers: (accountId, own) => store.signIns.endOthers(accountId, own),
    'endOthers with entries': (accountId, own) =>
      store.signIns.endOthers(accountId, own, eventsOf({ accountId }, now, 'session_revoked')),
    endAll: (accountId) => store.signIns.endAll(accountId),
    'the deletion of the account': (accountId) => store.secondFactors.forget(accountId, now),
  };
  for (const [name, way] of Object.entries(ways)) {
    it(`does not outlive ${name}`, async () => {
      for (let round = 0; round < rounds; round += 1) {
        const accountId = randomUUID();
        const own = (await promote(await store.signIns.begin(accountId, later, now)))!;
        const tokens = await twelve(() => store.signIns.begin(accountId, later, now));
        const place = { table: 'sign_ins', hash: 'token_hash', accountId } as const;
        const full = await moveWhile({ ...place, tokens, end: () => way(accountId, own), change: promote });
        if (full !== null) assert.equal(await store.signIns.find(full, now), null);
        assert.equal(await rowsOf(place), name.startsWith('endOthers') ? 1 : 0);
      }
    });
  }
});

describe('a session of the reference server that changes its id', () => {
  const proof = { method: 'password', at: now } as const;
  const promote = (id: string) => sessions.promote(id, proof, now);
  interface Owner {
    accountId: string;
    own: string;
    device: string;
  }
  const ways: Record<string, [left: number, way: (owner: Owner) => Promise<unknown>]> = {
    endOthers: [1, ({ accountId, own }) => sessions.endOthers({ accountId }, own, now)],
    endAll: [0, ({ accountId }) => sessions.endAll({ accountId }, now)],
    'a token of a trusted device that was copied': [
      1,
      ({ accountId, own, device }) => {
        const copy = device.slice(0, device.length / 2) + 'x'.repeat(device.length / 2);
        return createDeviceStore(db, 30).redeem(copy, { accountId }, own, 'fingerprint', now);
      },
    ],
    'a change of the password': [
      1,
      async ({ accountId, own }) => {
        // Without the second run after it: here the first one has to find the session.
        const change = createPasswordChange({
          db,
          argon2: cheapArgon2,
          sessions: { endOthers: () => Promise.resolve(true) },
          announce: () => undefined,
          log: silentLog,
        });
        const outcome = await change(
          { accountId },
          { sessionId: own, oldPassword: password, newPassword: 'another long password', proof: null },
          now,
        );
        assert.equal(typeof outcome, 'object');
      },
    ],
    'the deletion of the account': [0, ({ accountId }) => accounts.delete(accountId, now)],
  };
  for (const [name, [left, way]] of Object.entries(ways)) {
    it(`does not outlive ${name}`, async () => {
      for (let round = 0; round < rounds; round += 1) {
        const { id: accountId } = (await accounts.create(`${randomUUID()}@example.com`, password, now))!;
        const own = (await promote(await sessions.begin({ accountId }, now)))!;
        const device = (await createDeviceStore(db, 30).remember({ accountId }, own, 'fingerprint', now))!;
        const tokens = await twelve(() => sessions.begin({ accountId }, now));
        const place = { table: 'sessions', hash: 'id_hash', accountId } as const;
        const full = await moveWhile({ ...place, tokens, end: () => way({ accountId, own, device }), change: promote });
        if (full !== null) assert.equal(await sessions.find(full, now), null);
        assert.equal(await rowsOf(place), left);
      }
    });
  }
});
