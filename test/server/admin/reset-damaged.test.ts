import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { silentLog } from '../../../server/core/log.js';
import { DamagedRowError } from '../../../server/core/two-factor/store.js';
import { allColumns } from '../../../server/adapters/store/second-factor-columns.js';
import {
  createTwoFactor,
  emptyFactor,
  openStore,
  parseKeyRing,
  type OpenStore,
  type SecondFactor,
  type TwoFactor,
} from '../../../server/index.js';
import { phone } from '../support/phone.js';
import { createDatabase, databaseKind, type TestDatabase } from '../support/test-database.js';
import { cheapArgon2, newKey } from '../support/test-server.js';

const isSqlite = databaseKind === 'SQLite';
const detail = 'grace: the row is damaged';
let database: TestDatabase;
let store: OpenStore;
let twoFactor: TwoFactor;
let now = new Date('2026-11-24T09:00:00.000Z');
before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
  const keys = parseKeyRing(newKey('k'));
  twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Acme', clock: () => now, hash: cheapArgon2.derive, log: silentLog }); // prettier-ignore
  await fill('template');
});
after(async () => {
  await store.close();
  await database.remove();
});

let accounts = 0;
const newId = (): string => `account-${(accounts += 1)}`;

/** An account of which every column has a value: 2FA on, a set-up and codes pending, a recovery running, blocked, with failures. */
async function fill(accountId: string): Promise<void> {
  const proof = { method: 'password', at: now } as const;
  const { keyUri } = await twoFactor.beginSetup({ accountId, accountName: 'Ada', proof });
  await twoFactor.confirmSetup({ accountId }, phone(keyUri).code(now));
  now = new Date(now.getTime() + 30_000);
  const requester = { accountId, accountName: 'Ada', proof: { method: 'second_factor', at: now } } as const;
  await twoFactor.beginSetup(requester);
  await twoFactor.beginBackupCodes(requester);
  await twoFactor.beginRecovery(requester, detail);
  const factor = await store.secondFactors.read(accountId);
  const budget = { ...factor.budget, failures: 3, recent: [{ day: 20_000, count: 3 }], blockedAt: 1, lockedUntil: 2 };
  const rightCodes = { count: 1, step: 59_000_000 };
  assert.ok(await store.secondFactors.recordFailure(factor, { ...budget, rightCodes }, []));
}

/** A copy of such a row. Its sealed values belong to another account, which only an answer would notice. */
async function whole(): Promise<string> {
  const accountId = newId();
  const others = sql.join(allColumns.slice(1).map((column) => sql.ref(column)));
  await sql`insert into second_factors (account_id, ${others})
    select ${accountId}, ${others} from second_factors where account_id = 'template'`.execute(store.db);
  return accountId;
}

/** @param value a literal of SQL */
async function damage(accountId: string, column: string, value: string): Promise<void> {
  await sql`update second_factors set ${sql.ref(column)} = ${sql.raw(value)} where account_id = ${accountId}`.execute(
    store.db,
  );
}

/** The columns of 31 bits that no write leaves empty. */
const small = ['version', 'failures', 'backup_codes_spent'];
const texts = ['secret', 'backup_codes', 'authenticators', 'setup_secret', 'setup_backup_codes', 'new_backup_codes', 'recovery_code', 'recent_failures']; // prettier-ignore
const columns = allColumns.slice(1);

const nothing = (column: string): string[] => (small.includes(column) || column === 'recent_failures' ? [] : ['null']);
/** Only a column of SQLite holds a value of another type. Most of these it does not turn into the type of the column. */
const ofOtherTypes = isSqlite ? ["x'00ff'", "'x'", "''", '1.5', '-1.5', '9e999', "'9 or 1=1'"] : [];
const numbers = ['0', '-1', '-2147483648', '2147483647'];
const large = [
  '9007199254740991',
  '9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
  '8640000000000001',
];

function damagesOf(column: string): string[] {
  if (texts.includes(column)) {
    return [
      ...nothing(column),
      "''",
      "'x'",
      "'k.'",
      "'k.abc'",
      "'[]'",
      "'1:1 x'",
      ...(isSqlite ? ["x'00ff'", '7'] : []),
    ];
  }
  return [...nothing(column), ...ofOtherTypes, ...numbers, ...(isSqlite || !small.includes(column) ? large : [])];
}

async function resetAfter(column: string, value: string): Promise<void> {
  const what = `${column} = ${value}`;
  const accountId = await whole();
  const before = await store.secondFactors.read(accountId);
  await damage(accountId, column, value);
  assert.equal(await twoFactor.reset({ accountId }, detail), true, what);

  const { version, ...state } = await store.secondFactors.read(accountId);
  const { version: _none, ...empty } = emptyFactor(accountId);
  assert.deepEqual(state, empty, `${what}: nothing of the row is left`);
  assert.equal(await twoFactor.isEnabled(accountId), false, what);
  assert.equal(await twoFactor.reset({ accountId }, detail), false, what);
  const resets = (await store.audit.list(accountId)).filter(({ event }) => event === 'admin_reset');
  assert.deepEqual(
    resets.map((entry) => entry.detail),
    [detail],
    what,
  );
  // A request that has read the row before must not write it back.
  const { active, budget } = before;
  assert.equal(await store.secondFactors.activate(before, active!, budget, []), false, what);
  assert.notEqual(version, before.version, what);
  const due = { accountId, expiresAt: new Date(now.getTime() + 60_000) };
  await assert.rejects(twoFactor.answerChallenge(due, { code: '123456' }), { code: 'challenge_expired' }, what);
  await assert.rejects(twoFactor.confirmSetup({ accountId }, '123456'), { code: 'setup_expired' }, what);

  const proof = { method: 'password', at: now } as const;
  const { keyUri } = await twoFactor.beginSetup({ accountId, accountName: 'Ada', proof });
  await twoFactor.confirmSetup({ accountId }, phone(keyUri).code(now));
  assert.equal(await twoFactor.isEnabled(accountId), true, what);
}

describe(`a reset turns 2FA off, whatever is damaged, on ${databaseKind}`, () => {
  for (const column of columns) {
    it(column, async () => {
      // At once, so that their writes share commits.
      await Promise.all(damagesOf(column).map((value) => resetAfter(column, value)));
    });
  }
});

describe('a row whose version is damaged', () => {
  const damages = damagesOf('version').filter((value) => isSqlite || numbers.includes(value));

  for (const value of damages) {
    it(`lets nobody in and takes no write until it is reset: ${value}`, async () => {
      const accountId = await whole();
      const before = await store.secondFactors.read(accountId);
      await damage(accountId, 'version', value);
      await assert.rejects(store.secondFactors.read(accountId), DamagedRowError);
      await assert.rejects(twoFactor.isEnabled(accountId), { code: 'unavailable' });
      const requester = { accountId, accountName: 'Ada', proof: { method: 'password', at: now } } as const;
      await assert.rejects(twoFactor.beginSetup(requester), { code: 'unavailable' });
      await assert.rejects(twoFactor.unblock({ accountId }, detail), DamagedRowError);
      const { active, budget } = before;
      assert.equal(await store.secondFactors.activate(before, active!, budget, []), false);
      assert.equal(await store.secondFactors.activate({ ...before, version: 0 }, active!, budget, []), false);
    });
  }

  it('is repaired once by many resets at once', async () => {
    const accountId = await whole();
    await damage(accountId, 'version', '-5');
    const resets = await Promise.all(Array.from({ length: 10 }, () => twoFactor.reset({ accountId }, detail)));
    assert.equal(resets.filter(Boolean).length, 1);
    const entries = (await store.audit.list(accountId)).filter(({ event }) => event === 'admin_reset');
    assert.equal(entries.length, 1);
  });

  it('gets a version that no request can have read before, however often it is damaged', async () => {
    const accountId = await whole();
    const known: SecondFactor[] = [];
    for (let count = 0; count < 5; count += 1) {
      known.push(await store.secondFactors.read(accountId));
      await damage(accountId, 'version', '0');
      assert.equal(await twoFactor.reset({ accountId }, detail), true);
      for (let writes = 0; writes < 10; writes += 1) {
        const factor = await store.secondFactors.read(accountId);
        assert.ok(await store.secondFactors.recordFailure(factor, factor.budget, []));
        for (const former of known) assert.equal(await store.secondFactors.reset(former, []), false);
      }
    }
  });

  it('is left alone by a repair when its version is none of these', async () => {
    const accountId = await whole();
    const factor = await store.secondFactors.read(accountId);
    assert.equal(await store.secondFactors.reset({ ...emptyFactor(accountId), version: -1 }, []), false);
    assert.deepEqual(await store.secondFactors.read(accountId), factor);
  });
});
