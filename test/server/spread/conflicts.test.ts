import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import { transact } from '../../../server/adapters/store/transact.js';
import { untouchedBudget } from '../../../server/core/two-factor/attempt-policy.js';
import { eventsOf } from '../../../server/core/audit/events.js';
import type { SecondFactorRows } from '../../../server/core/two-factor/rows.js';
import { createTwoFactorStore } from '../../../server/core/two-factor/store-over-rows.js';
import type { TwoFactorStore } from '../../../server/core/two-factor/store.js';
import { createTwoFactor, parseKeyRing } from '../../../server/index.js';
import { openTestAccounts, type KnownPerson, type TestAccounts } from '../support/test-accounts.js';
import { query } from '../support/postgres-query.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { signedIn } from '../support/visitor.js';

const keys = `test:${randomBytes(32).toString('base64')}`;
let stores: [OpenStore, OpenStore];
let reference: TestServer;
let accounts: TestAccounts;
before(async () => {
  reference = await startServer({ keys });
  stores = [
    await openStore(serializable(reference.database.url)),
    await openStore(serializable(reference.database.url)),
  ];
  accounts = await openTestAccounts(serializable(reference.database.url), keys);
});
after(async () => {
  await accounts.close();
  await Promise.all(stores.map((store) => store.close()));
  await reference.close();
});

function serializable(url: string): string {
  const address = new URL(url);
  address.searchParams.set('options', '-c default_transaction_isolation=serializable -c deadlock_timeout=100ms');
  return address.href;
}

/** Lets the first tries of a statement on this table fail; a sequence keeps its value when a transaction is undone. */
async function failing(table: string, tries: number, failure: string, work: () => Promise<void>): Promise<number> {
  const { url } = reference.database;
  await query(
    url,
    `create sequence tries;
     create function fail() returns trigger language plpgsql as $$
       begin if nextval('tries') <= ${tries} then ${failure}; end if; return new; end $$;
     create trigger fail before insert or update on ${table} for each row execute function fail()`,
  );
  try {
    await work();
    const [row] = await query<{ tried: string }>(url, 'select last_value as tried from tries');
    return Number(row!.tried);
  } finally {
    await query(url, `drop trigger fail on ${table}; drop function fail; drop sequence tries`);
  }
}

const raise = (code: string): string => `raise exception 'planted' using errcode = '${code}'`;

describe('a conflict of transactions', () => {
  for (const code of ['40001', '40P01']) {
    it(`${code} of a single statement is repeated, and its change and its entry are written once`, async () => {
      const person = await accounts.active();
      const { secondFactors, audit } = stores[0];
      const factor = await secondFactors.read(person.accountId);
      const entries = eventsOf(person, new Date(), 'second_factor_failed');
      const tried = await failing('audit_events', 2, raise(code), async () => {
        assert.ok(await secondFactors.recordFailure(factor, { ...untouchedBudget, failures: 1 }, entries));
      });
      assert.equal(tried, 3);
      const after = await secondFactors.read(person.accountId);
      assert.deepEqual([after.version, after.budget.failures], [factor.version + 1, 1]);
      assert.equal((await audit.list(person.accountId)).length, 1);
    });

    it(`${code} of a transaction of the reference server repeats all of it`, async () => {
      const { account } = await signedIn(reference);
      const found = await reference.accounts.find(account.email);
      const tried = await failing('audit_events', 2, raise(code), async () => {
        const begun = reference.sessions.begin(
          { accountId: found!.id },
          new Date(),
          eventsOf({ accountId: found!.id }, new Date(), 'challenge_issued'),
        );
        await begun;
      });
      assert.equal(tried, 3);
      const sessions = await query(reference.database.url, `select 1 from sessions where account_id = '${found!.id}'`);
      assert.equal(sessions.length, 2, 'that of the person, and one more');
    });
  }

  it('that does not end is given up within the time of a request', async () => {
    const person = await accounts.active();
    const factor = await stores[0].secondFactors.read(person.accountId);
    const started = performance.now();
    await failing('second_factors', 1_000_000, raise('40001'), async () => {
      await assert.rejects(stores[0].secondFactors.recordFailure(factor, untouchedBudget, []), /planted/);
    });
    const took = performance.now() - started;
    assert.ok(took > 1000 && took < 6000, `${took}`);
  });

  it('is not seen in a statement whose connection was lost: that one may have been committed', async () => {
    const person = await accounts.active();
    const factor = await stores[0].secondFactors.read(person.accountId);
    const tried = await failing('second_factors', 1, 'perform pg_terminate_backend(pg_backend_pid())', async () => {
      await assert.rejects(stores[0].secondFactors.recordFailure(factor, untouchedBudget, []));
    });
    assert.equal(tried, 1);
  });

  it('repeats the read too: simultaneous transactions count on from one another', async () => {
    const person = await accounts.active();
    const add = (index: number): Promise<void> =>
      transact(stores[index % 2]!.db, async (transaction) => {
        const row = transaction.selectFrom('second_factors').select('failures');
        const { failures } = await row.where('account_id', '=', person.accountId).executeTakeFirstOrThrow();
        const change = transaction.updateTable('second_factors').set({ failures: failures + 1 });
        await change.where('account_id', '=', person.accountId).execute();
      });
    await Promise.all(Array.from({ length: 8 }, (_, index) => add(index)));
    assert.equal((await accounts.read(person)).budget.failures, 8);
  });

  it('two transactions that wait for each other both end', async () => {
    const people = [await accounts.active(), await accounts.active()];
    const touchBoth = (store: OpenStore, order: readonly number[]): Promise<void> =>
      transact(store.db, async (transaction) => {
        for (const index of order) {
          await transaction
            .updateTable('second_factors')
            .set({ failures: sql<number>`failures + 1` })
            .where('account_id', '=', people[index]!.accountId)
            .execute();
          await sleep(100);
        }
      });
    await Promise.all([touchBoth(stores[0], [0, 1]), touchBoth(stores[1], [1, 0])]);
    for (const person of people) assert.equal((await accounts.read(person)).budget.failures, 2);
  });

  it('lets one of many simultaneous right answers at two instances through', async () => {
    for (let round = 0; round < 5; round += 1) {
      const person = await accounts.active();
      assert.equal(await countAccepted(person, createTwoFactorStore), 1);
      const { budget } = await accounts.read(person);
      assert.ok(budget.failures >= 1 && budget.failures <= 5);
      assert.equal((await accounts.entries(person)).second_factor_ok, 1);
    }
  });

  it('would let several through, if a retry took only the version anew: the count sees it', async () => {
    const person = await accounts.active();
    const accepted = await countAccepted(person, (rows) => createTwoFactorStore(retryingByVersion(rows)));
    assert.ok(accepted > 1, `${accepted}`);
  });
});

const simultaneous = 16;

/** Right answers with one code at two instances in turn. All of them have read the row before the first one is stored. */
async function countAccepted(
  person: KnownPerson,
  storeOver: (rows: SecondFactorRows) => TwoFactorStore,
): Promise<number> {
  const read = afterCalls(simultaneous);
  const instances = stores.map(({ rows }) => {
    const store = storeOver({ ...rows, read: async (id) => read(await rows.read(id)) });
    return createTwoFactor({ store, keys: parseKeyRing(keys), issuer: 'Harmony' });
  });
  const answer = { code: person.phone.code(new Date()) };
  const due = { accountId: person.accountId, expiresAt: new Date(Date.now() + 60_000) };
  const answers = await Promise.allSettled(
    Array.from({ length: simultaneous }, (_, index) => instances[index % 2]!.answerChallenge(due, answer)),
  );
  return answers.filter(({ status }) => status === 'fulfilled').length;
}

/** Returns its argument as soon as it was called so many times. */
function afterCalls(count: number): <Value>(value: Value) => Promise<Value> {
  let calls = 0;
  let open: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return async (value) => {
    if (++calls === count) open();
    await opened;
    return value;
  };
}

/** A planted fault: after a conflict it stores what was decided by the row of before. */
function retryingByVersion(rows: SecondFactorRows): SecondFactorRows {
  return {
    ...rows,
    async compareAndSet(factor, next, events) {
      for (let read = factor; ; read = await rows.read(factor.accountId)) {
        if (await rows.compareAndSet(read, next, events)) return true;
      }
    },
  };
}

describe('the transactions of the server', () => {
  it('are all begun where a conflict repeats them', () => {
    const root = join(import.meta.dirname, '..', '..', '..', 'server');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
    const beginning = files.filter((path) =>
      /\.(transaction|startTransaction)\(\)\.(execute|set)/.test(
        readFileSync(join(root, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\s+/g, ''),
      ),
    );
    assert.deepEqual(beginning, [join('adapters', 'store', 'transact.ts')]);
  });
});
