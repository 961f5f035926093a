import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql, type Kysely } from 'kysely';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import { hashToken, newToken } from '../../../server/core/crypto/token.js';
import { createAccountStore, type AccountStore } from '../../../server/reference/account/account-store.js';
import { createDeviceStore, type DeviceStore } from '../../../server/reference/account/device-store.js';
import { hostMigrations } from '../../../server/reference/account/host-migrations.js';
import { createSessionStore, type SessionStore } from '../../../server/reference/account/session-store.js';
import type { HostOnlyTables, HostTables } from '../../../server/reference/account/tables.js';
import { createEarlierAccount, createEarlierDatabase, password, signInEarlier } from '../support/earlier-version.js';
import type { EarlierDatabase, EarlierTokens } from '../support/earlier-version.js';
import { databaseKind } from '../support/test-database.js';
import { cheapArgon2 } from '../support/test-server.js';

let earlier: EarlierDatabase;
let store: OpenStore;
let sessions: SessionStore;
let devices: DeviceStore;
let accounts: AccountStore;
let ada: string;
let tokens: EarlierTokens;
before(async () => {
  earlier = await createEarlierDatabase();
  ada = (await createEarlierAccount(earlier.db, 'ada@example.com'))!;
  tokens = await signInEarlier(earlier.db, ada);
  store = await openStore(earlier.url);
  await store.migrate('host_migrations', hostMigrations);
  const db = store.db.withTables<HostOnlyTables>();
  sessions = createSessionStore(db);
  devices = createDeviceStore(db, 30);
  accounts = await createAccountStore(db, cheapArgon2);
});
after(async () => {
  await store.close();
  await earlier.close();
});

const now = new Date();
const inAMinute = new Date(now.getTime() + 60_000);
const proof = { method: 'password', at: now } as const;

/** As the version before looks for a session: by the hash alone. */
function findEarlier(db: Kysely<HostTables>, token: string) {
  return db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .select(['accounts.id', 'stage'])
    .where('id_hash', '=', hashToken(token))
    .executeTakeFirst();
}

describe(`an upgrade from the version before, on ${databaseKind}`, () => {
  it('keeps its sessions, and their next token names the account', async () => {
    assert.equal((await sessions.find(tokens.session, now))?.accountId, ada);
    const fresh = await sessions.rotate(tokens.session, null, now);
    assert.ok(fresh?.startsWith(ada));
    assert.equal(await sessions.find(tokens.session, now), null);
    assert.equal((await sessions.find(fresh!, now))?.accountId, ada);
  });

  it('keeps the sign-ins of the library, and their next token names the account', async () => {
    assert.equal((await store.signIns.find(tokens.signIn, now))?.accountId, ada);
    const fresh = await store.signIns.rotate(tokens.signIn, null, now);
    assert.ok(fresh?.startsWith(ada));
    assert.equal(await store.signIns.find(tokens.signIn, now), null);
    assert.equal((await store.signIns.find(fresh!, now))?.accountId, ada);
  });

  it('keeps its trusted devices', async () => {
    assert.notEqual(await devices.redeem(tokens.device, { accountId: ada }, tokens.session, 'of before', now), null);
  });

  it('finds its accounts by their address, which nobody else gets', async () => {
    assert.deepEqual(await accounts.authenticate('Ada@example.com', password).then(({ right }) => right), true);
    assert.equal((await accounts.find('ada@example.com'))?.id, ada);
    assert.equal(await accounts.create('ada@example.com', password, now), null);
    const address = store.db.withTables<HostOnlyTables>().selectFrom('addresses').selectAll();
    assert.deepEqual(await address.where('account_id', '=', ada).execute(), [
      { email: 'ada@example.com', account_id: ada },
    ]);
  });

  it('makes every primary key begin with the account, or with what its table is looked up by', async () => {
    const others: Record<string, string> = {
      accounts: 'id',
      addresses: 'email',
      enforcements: 'rule',
      forgotten_accounts: 'account_digest',
      forgotten_account_guards: 'part',
      // On MariaDB: the migrations that have begun.
      host_migrations_begun: 'name',
      two_factor_migrations_begun: 'name',
      webhook_endpoints: 'name',
    };
    const keys = await firstColumnsOfKeys(store);
    assert.ok(keys.length >= 12, keys.map(({ table }) => table).join());
    for (const { table, column } of keys) assert.equal(column, others[table] ?? 'account_id', table);
  });
});

describe(`an instance of the version before, on the upgraded ${databaseKind}`, () => {
  it('finds a session of a new instance, and the new one finds what it has made of it', async () => {
    const half = await sessions.begin({ accountId: ada }, now);
    assert.deepEqual(await findEarlier(earlier.db, half), { id: ada, stage: 'challenge' });
    const full = newToken();
    await earlier.db
      .updateTable('sessions')
      .set({ id_hash: hashToken(full), stage: 'full', challenge_expires_at: null })
      .where('id_hash', '=', hashToken(half))
      .execute();
    assert.equal((await sessions.find(full, now))?.stage, 'full');
    await sessions.end(full);
    assert.equal(await findEarlier(earlier.db, full), undefined);
  });

  it('finds a sign-in of a new instance', async () => {
    const token = await store.signIns.begin(ada, inAMinute, now);
    const found = earlier.db.selectFrom('sign_ins').select('account_id').where('token_hash', '=', hashToken(token));
    assert.deepEqual(await found.executeTakeFirst(), { account_id: ada });
  });

  it('redeems a device that a new instance trusts', async () => {
    const session = await sessions.begin({ accountId: ada }, now);
    const token = await devices.remember({ accountId: ada }, session, 'now', now);
    const middle = token!.length / 2;
    const found = earlier.db
      .selectFrom('devices')
      .select('account_id')
      .where('series_hash', '=', hashToken(token!.slice(0, middle)))
      .where('secret_hash', '=', hashToken(token!.slice(middle)));
    assert.deepEqual(await found.executeTakeFirst(), { account_id: ada });
  });

  it('makes an account that signs in at a new one, and neither takes an address of the other', async () => {
    const grace = await createEarlierAccount(earlier.db, 'grace@example.com');
    assert.equal((await accounts.authenticate('grace@example.com', password)).accountId, grace);
    assert.equal((await accounts.find('grace@example.com'))?.id, grace);
    assert.equal(await accounts.create('grace@example.com', password, now), null);
    assert.notEqual(await accounts.create('alan@example.com', password, now), null);
    assert.equal(await createEarlierAccount(earlier.db, 'alan@example.com'), null);
  });

  it('deletes an account with all that a new one has written, and its address is free again', async () => {
    const { id } = (await accounts.create('gone@example.com', password, now))!;
    const half = await sessions.begin({ accountId: id }, now);
    await sessions.promote(half, proof, now);
    await deleteEarlier(id);
    for (const table of ['sessions', 'addresses'] as const) {
      const rows = earlier.db.selectFrom(table).select('account_id').where('account_id', '=', id);
      assert.deepEqual(await rows.execute(), [], table);
    }
    assert.notEqual(await accounts.create('gone@example.com', password, now), null);
  });
});

/** The host's part of a deletion. SQLite keeps references only where it is told to, as every version tells it. */
async function deleteEarlier(id: string): Promise<void> {
  if (databaseKind === 'SQLite') await sql`pragma foreign_keys = on`.execute(earlier.db);
  await earlier.db.deleteFrom('accounts').where('id', '=', id).execute();
}

async function firstColumnsOfKeys({ db }: OpenStore): Promise<{ table: string; column: string }[]> {
  const catalog = {
    SQLite: sql<{ table: string; column: string }>`select "table".name as "table", "column".name as "column"
      from sqlite_schema as "table", pragma_table_info("table".name) as "column"
      where "table".type = 'table' and "column".pk = 1`,
    PostgreSQL: sql<{ table: string; column: string }>`select table_name as "table", column_name as "column"
      from information_schema.key_column_usage where constraint_name like '%_pkey' and ordinal_position = 1`,
    MariaDB: sql<{ table: string; column: string }>`select table_name as \`table\`, column_name as \`column\`
      from information_schema.statistics
      where table_schema = database() and index_name = 'PRIMARY' and seq_in_index = 1`,
  }[databaseKind];
  const { rows } = await catalog.execute(db);
  return rows.filter(({ table }) => !/_migrations(_lock)?$/.test(table));
}
