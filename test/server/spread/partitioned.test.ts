import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Kysely, type CompiledQuery } from 'kysely';
import pg from 'pg';
import { createAuditLog } from '../../../server/adapters/store/audit-log.js';
import { parseDatabaseUrl } from '../../../server/adapters/store/database-url.js';
import { openStore } from '../../../server/adapters/store/open-store.js';
import { postgresDialect, writeGuarded } from '../../../server/adapters/store/postgres.js';
import { createSecondFactorRows } from '../../../server/adapters/store/second-factor-rows.js';
import { createSignInStore } from '../../../server/adapters/store/sign-in-store.js';
import { createLog } from '../../../server/adapters/log/json-log.js';
import { eventsOf, unknownClient } from '../../../server/core/audit/events.js';
import { createTwoFactorStore } from '../../../server/core/two-factor/store-over-rows.js';
import { untouchedBudget } from '../../../server/core/two-factor/attempt-policy.js';
import { createAccountStore } from '../../../server/reference/account/account-store.js';
import { createDeviceStore } from '../../../server/reference/account/device-store.js';
import { createPasswordFailures } from '../../../server/reference/account/password-failures.js';
import { createSessionStore } from '../../../server/reference/account/session-store.js';
import type { HostTables } from '../../../server/reference/account/tables.js';
import { createPartitionedTemplate, partitionTables } from '../support/partitions.js';
import { createCluster, type PostgresCluster } from '../support/postgres-cluster.js';
import { query } from '../support/postgres-query.js';
import { sqlOfSection } from '../support/scale-page.js';
import { postgresDatabase } from '../support/test-database.js';
import { cheapArgon2 } from '../support/test-server.js';

let cluster: PostgresCluster;
let template: string;
let url: string;
let db: Kysely<HostTables>;
const statements: CompiledQuery[] = [];
before(async () => {
  cluster = await createCluster();
  template = await createPartitionedTemplate(cluster.url);
  ({ url } = await postgresDatabase(cluster.url, template));
  const address = parseDatabaseUrl(url);
  assert.equal(address.kind, 'postgres');
  db = new Kysely<HostTables>({
    dialect: postgresDialect(address.address, 'limited'),
    log: ({ query: statement }) => void statements.push(statement),
  });
});
after(async () => {
  await db.destroy();
  await cluster.remove();
});

describe('the tables of a database that is partitioned by the account', () => {
  it('are all that have an account, in 8 parts each', async () => {
    const tables = await query<{ name: string; parts: number }>(
      url,
      `select partrelid::regclass::text as name, (select count(*)::int from pg_inherits where inhparent = partrelid) as parts
        from pg_partitioned_table order by name`,
    );
    const names = ['accounts', 'addresses', 'audit_events', 'deleted_workspaces', 'devices', 'enrolments'];
    names.push('second_factors', 'sessions', 'sign_ins', 'webhook_deliveries');
    assert.deepEqual(
      tables,
      names.map((name) => ({ name, parts: 8 })),
    );
  });

  it('cannot have a unique index across accounts', async () => {
    const planted = await postgresDatabase(cluster.url);
    await query(planted.url, 'create table notes (account_id text, id text, title text, primary key (account_id, id))');
    await partitionTables(planted.url);
    await query(planted.url, 'create table later (account_id text, id text, title text, primary key (account_id, id))');
    await query(planted.url, 'create unique index later_title on later (title)');
    await assert.rejects(
      partitionTables(planted.url),
      /unique constraint on partitioned table must include all partit/,
    );
  });
});

describe('the ordered indexes that the page gives for YugabyteDB', () => {
  it('are on PostgreSQL those of the migrations', async () => {
    const database = await postgresDatabase(cluster.url);
    await (await openStore(database.url)).close();
    const indexes = `select indexdef from pg_indexes where tablename = 'audit_events' order by indexname`;
    const made = await query(database.url, indexes);
    const blocks = await sqlOfSection('YugabyteDB');
    for (const block of blocks) await query(database.url, block);
    assert.deepEqual(await query(database.url, indexes), made);
  });
});

const now = new Date();
const inAnHour = new Date(now.getTime() + 3_600_000);
const proof = { method: 'password', at: now } as const;

describe('on a database that is partitioned by the account, the parts of one account alone are touched by', () => {
  it('a sign-in by password, right and wrong', async () => {
    const accounts = await createAccountStore(db, cheapArgon2);
    const failures = createPasswordFailures(db, () => undefined, createLog('error', { write: () => undefined }));
    const { id } = (await accounts.create('ada@example.com', 'correct horse battery', now))!;
    await assertOneAccount(async () => {
      assert.equal((await accounts.authenticate('ada@example.com', 'correct horse battery')).right, true);
      assert.equal(await accounts.checkPassword({ accountId: id }, 'wrong'), false);
      await accounts.passwordHashOf(id);
      await failures.record(id, unknownClient, now);
    });
    await assertOneAccount(() => failures.record(null, unknownClient, now));
  });

  it('a session of the reference server, from its beginning to its end', async () => {
    const accounts = await createAccountStore(db, cheapArgon2);
    const { id: accountId } = (await accounts.create('alan@example.com', 'correct horse battery', now))!;
    const [sessions, devices] = [createSessionStore(db), createDeviceStore(db, 30)];
    await assertOneAccount(async () => {
      const half = await sessions.begin({ accountId }, now, eventsOf({ accountId }, now, 'password_ok'));
      assert.equal((await sessions.find(half, now))?.stage, 'challenge');
      const full = (await sessions.promote(half, proof, now))!;
      const later = new Date(now.getTime() + 120_000);
      assert.equal((await sessions.find(full, later))?.stage, 'full');
      const device = (await devices.remember({ accountId }, full, 'fingerprint', now))!;
      const second = await sessions.begin({ accountId }, now);
      assert.notEqual(await devices.redeem(device, { accountId }, second, 'fingerprint', now), null);
      const trusted = (await sessions.promote(second, proof, now))!;
      assert.equal((await sessions.find(trusted, now))?.stage, 'full');
      const rotated = (await sessions.rotate(full, proof, now))!;
      await sessions.list(accountId, rotated, now);
      assert.equal(await sessions.endOthers({ accountId }, rotated, now), true);
      await sessions.end(rotated);
      assert.equal(await sessions.endAll({ accountId }, now), 0);
    });
  });

  it('a sign-in of the library, from its beginning to its end', async () => {
    const signIns = createSignInStore(db);
    await assertOneAccount(async () => {
      const half = await signIns.begin('ada', inAnHour, now, 'Chrome on Windows');
      const full = (await signIns.promote(half, proof, inAnHour, now))!;
      assert.equal((await signIns.find(full, new Date(now.getTime() + 120_000)))?.stage, 'full');
      const rotated = (await signIns.rotate(full, proof, now))!;
      await signIns.list('ada', rotated, now);
      await signIns.endOthers('ada', rotated);
      await signIns.end(rotated);
    });
  });

  it('an answer with a code: the read of the row, its change and its entries', async () => {
    const factors = createTwoFactorStore(createSecondFactorRows(db, writeGuarded));
    const audit = createAuditLog(db);
    const entry = () => eventsOf({ accountId: 'ada' }, now, 'challenge_issued');
    await assertOneAccount(async () => {
      assert.equal(await factors.recordFailure(await factors.read('ada'), untouchedBudget, entry()), true);
      assert.equal(await factors.recordFailure(await factors.read('ada'), untouchedBudget, entry()), true);
      await audit.append(entry());
      assert.equal((await audit.list('ada')).length, 3);
    });
  });

  it('the deletion of an account', async () => {
    const accounts = await createAccountStore(db, cheapArgon2);
    const { id } = (await accounts.create('gone@example.com', 'correct horse battery', now))!;
    await assertOneAccount(() => accounts.delete(id, now));
  });
});

/**
 * Explains every statement of the work, as it is planned with its parameters, and as it stays when it was prepared. The same account is
 * in the part with the same number in every table; the part of an address is another one.
 */
async function assertOneAccount(work: () => Promise<unknown>): Promise<void> {
  statements.length = 0;
  await work();
  const ran = statements.filter(({ sql }) => /^(select|insert|update|delete|with) /.test(sql.trimStart()));
  const numbers = new Set<string>();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await client.query(`set plan_cache_mode = ${mode}`);
      for (const { sql, parameters } of ran) {
        await client.query(`prepare statement as ${sql}`);
        const values = parameters.map((value) =>
          value === null ? 'null' : client.escapeLiteral(String(value as string | number)),
        );
        const call = values.length > 0 ? `statement (${values.join()})` : 'statement';
        const { rows } = await client.query<{ 'QUERY PLAN': unknown }>(`explain (format json) execute ${call}`);
        await client.query('deallocate statement');
        const parts = partsIn(rows[0]!['QUERY PLAN']);
        const tables = new Set(parts.map(({ table }) => table));
        assert.equal(parts.length, tables.size, `${mode}: ${sql}`);
        for (const { table, number } of parts) if (table !== 'addresses') numbers.add(number);
      }
    }
  } finally {
    await client.end();
  }
  assert.equal(numbers.size, 1, `the parts ${[...numbers].join()}`);
}

interface Part {
  table: string;
  number: string;
}

/** The parts that a plan reads, each once. */
function partsIn(plan: unknown): Part[] {
  const found = new Map<string, Part>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { 'Node Type': type, 'Relation Name': relation } = node as Record<string, unknown>;
    const [, table, number] = /^(\w+)_(\d)$/.exec(String(relation)) ?? [];
    if (table && number && String(type).includes('Scan')) found.set(String(relation), { table, number });
    for (const child of Object.values(node)) visit(child);
  };
  visit(plan);
  return [...found.values()];
}
