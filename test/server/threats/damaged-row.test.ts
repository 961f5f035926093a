import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createAccountStore } from '../../../server/reference/account/account-store.js';
import type { HostOnlyTables } from '../../../server/reference/account/tables.js';
import { rotateKeys } from '../../../server/core/two-factor/rotate-keys.js';
import { parseKeyRing } from '../../../server/core/crypto/key-ring.js';
import { createMetrics } from '../../../server/adapters/metrics/metrics.js';
import type { SecondFactorTable } from '../../../server/adapters/store/tables.js';
import { DamagedRowError } from '../../../server/core/two-factor/store.js';
import { emptyFactor } from '../../../server/core/two-factor/store-over-rows.js';
import { databaseKind } from '../support/test-database.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { phone } from '../support/phone.js';
import { assertProblem, challenged, enrolled, visit, type Answer, type Enrolled } from '../support/visitor.js';

const metrics = createMetrics();
let server: TestServer;
before(async () => (server = await startServer({ metrics })));
after(() => server.close());

async function damage(person: Enrolled, columns: Partial<Record<keyof SecondFactorTable, unknown>>): Promise<string> {
  const { id } = (await server.accounts.find(person.account.email)) ?? { id: '' };
  await server.store.db
    .updateTable('second_factors')
    .set(columns as Partial<SecondFactorTable>)
    .where('account_id', '=', id)
    .execute();
  return id;
}

/** Changes that no operation makes to the row of an account with 2FA on. */
const damages: Record<string, Partial<Record<keyof SecondFactorTable, unknown>>> = {
  'without its secret': { secret: null },
  'without its backup codes': { backup_codes: null },
  'without its last step': { last_step: null },
  'without the time since when it is on': { enabled_at: null },
  'with nothing left but its secret': { backup_codes: null, last_step: null, enabled_at: null },
  'with spent backup codes alone': {
    secret: null,
    backup_codes: null,
    last_step: null,
    enabled_at: null,
    backup_codes_spent: 1,
  },
  'with an empty secret': { secret: '' },
  'with a secret that was never sealed': { secret: 'JBSWY3DPEHPK3PXP' },
  'with a step before the first': { last_step: -1 },
  'with authenticators that are no JSON': { authenticators: 'x' },
  'with six authenticators': { authenticators: JSON.stringify(['x', ...Array<unknown[]>(6).fill([])]) },
  'with failures below none': { failures: -3 },
  'with failures of thirty days that are none': { recent_failures: 'none' },
  'with a time that no date can hold': { enabled_at: 8.64e15 + 1 },
  'with an end of a wait that no date can hold': { locked_until: Number.MAX_SAFE_INTEGER },
  'with half a pending set-up': { setup_secret: 'k.abc' },
  'with a pending set-up that never ends': { setup_secret: 'k.abc', setup_backup_codes: 'k.abc' },
  'with pending backup codes that never end': { new_backup_codes: 'k.abc' },
  'with an end of pending backup codes alone': { new_backup_codes_expires_at: 1 },
  'with a recovery that begins at once and never ends': { recovery_code: 'k.abc' },
  'with the times of a recovery alone': { recovery_from: 1, recovery_expires_at: 2 },
  'with a recovery code that was never sealed': {
    recovery_code: 'ABCD-EFGH-JKMN-PQRS',
    recovery_from: 1,
    recovery_expires_at: 2,
  },
  'with a recovery from a time that no date can hold': {
    recovery_code: 'k.abc',
    recovery_from: Number.MAX_SAFE_INTEGER,
    recovery_expires_at: 2,
  },
  'with half a row of codes': { blocked_at: 1, right_codes_step: 59_000_000 },
  // Other databases hold no such number in this column.
  ...(databaseKind === 'SQLite' && { 'with more spent codes than bits': { backup_codes_spent: 2 ** 32 } }),
};

describe('a damaged row is never “2FA is off”', () => {
  for (const [how, columns] of Object.entries(damages)) {
    it(how, async () => {
      const person = await enrolled(server);
      const id = await damage(person, columns);
      const browser = visit(server);
      const signIn = await browser.signIn(person.account);
      assertProblem(signIn, 503, 'unavailable', { retryAfter: 60 });
      assert.equal((await browser.call('GET', '/api/workspaces/design')).status, 401);
      assertProblem(await person.browser.op('status'), 503, 'unavailable', { retryAfter: 60 });
      for (const operation of ['beginSetup', 'beginBackupCodes', 'keepBackupCodes', 'disable'] as const) {
        assert.equal((await person.browser.op(operation)).status, 503, operation);
      }
      const entries = (await server.store.audit.list(id)).filter(({ event }) => event === 'integrity_failed');
      assert.equal(entries.length, 1, 'one entry for all of these requests');
      assert.notEqual(entries[0]!.detail, null);
      assert.equal(server.logs().match(new RegExp(`"accountId":"${id}","reason":"[^"]+"`, 'g'))?.length, 1);
    });
  }

  const firstOf = ({ backupCodes }: Answer['body']) => ({ backupCode: (backupCodes as string[])[0] });
  const moves: [
    what: string,
    to: 'secret' | 'backup_codes',
    from: keyof SecondFactorTable,
    answer: (setup: Answer['body'], codes: Answer['body']) => object,
  ][] = [
    [
      'a pending secret in the place of the active one',
      'secret',
      'setup_secret',
      ({ keyUri }) => ({ code: phone(keyUri as string).code(server.clock.now()) }),
    ],
    ['pending codes in the place of those in use', 'backup_codes', 'setup_backup_codes', firstOf],
    ['new codes in the place of those in use', 'backup_codes', 'new_backup_codes', (_setup, codes) => firstOf(codes)],
  ];
  for (const [what, to, from, answer] of moves) {
    it(`${what} cannot be opened`, async () => {
      const person = await enrolled(server);
      const setup = await person.browser.op('beginSetup');
      const codes = await person.browser.op('beginBackupCodes');
      const { id } = (await server.accounts.find(person.account.email)) ?? { id: '' };
      const { db } = server.store;
      const move = db.updateTable('second_factors').set(({ ref }) => ({ [to]: ref(from) }));
      await move.where('account_id', '=', id).execute();
      const browser = await challenged(server, person);
      server.clock.advance(30);
      const refused = await browser.op('answerChallenge', answer(setup.body, codes.body));
      assertProblem(refused, 503, 'unavailable', { retryAfter: 60 });
      assert.ok((await server.store.audit.list(id)).some(({ event }) => event === 'integrity_failed'));
    });
  }

  it('a pending value that version 0.1.0 has sealed can still be confirmed', async () => {
    const person = await enrolled(server);
    const { body: setup } = await person.browser.op('beginSetup');
    const { id } = (await server.accounts.find(person.account.email)) ?? { id: '' };
    const factor = await server.store.secondFactors.read(id);
    const ring = parseKeyRing(server.keys);
    const earlier = (sealed: string, pending: string, active: string): string =>
      ring.seal(ring.open(sealed, { accountId: id, purpose: pending }), { accountId: id, purpose: active });
    await damage(person, {
      setup_secret: earlier(factor.pendingSetup!.sealedSecret, 'pending-totp-secret', 'totp-secret'),
      setup_backup_codes: earlier(factor.pendingSetup!.sealedBackupCodes, 'pending-backup-codes', 'backup-codes'),
    });
    server.clock.advance(30);
    const code = phone(setup['keyUri'] as string).code(server.clock.now());
    assert.equal((await person.browser.op('confirmSetup', { code, id: setup['id'] })).status, 200);
    const browser = await challenged(server, person);
    const [backupCode] = setup['backupCodes'] as string[];
    assert.equal((await browser.op('answerChallenge', { backupCode })).status, 200);
  });

  it('affects no other account, and is counted', async () => {
    const person = await enrolled(server);
    const other = await enrolled(server);
    await damage(person, { secret: null });
    assert.deepEqual((await visit(server).signIn(other.account)).body, { next: 'challenge' });
    await visit(server).signIn(person.account);
    assert.match(await metrics.text(), /harmony_2fa_events_total\{[^}]*event="integrity_failed"[^}]*\} [1-9]/);
  });

  /** A sealed value of another account: it can be read, and not opened. */
  const foreign = (): string =>
    parseKeyRing(server.keys).seal(Buffer.from('x'), { accountId: 'other', purpose: 'backup-codes' });
  const polled: [what: string, columns: () => Partial<Record<keyof SecondFactorTable, unknown>>][] = [
    ['a damaged row', () => ({ secret: null })],
    ['a value that cannot be opened', () => ({ backup_codes: foreign() })],
  ];
  for (const [what, columns] of polled) {
    it(`${what} is in the trail and the log once an hour, however often a page asks`, async () => {
      const person = await enrolled(server);
      const id = await damage(person, columns());
      const faults = (): string[] =>
        server
          .logs()
          .split('\n')
          .filter((line) => line.includes('"level":50'));
      const before = faults().length;
      const poll = async (times: number): Promise<void> => {
        const answers = await Promise.all(Array.from({ length: times }, () => person.browser.op('status')));
        for (const answer of answers) assertProblem(answer, 503, 'unavailable', { retryAfter: 60 });
      };
      const reports = async (): Promise<[entries: number, lines: number]> => {
        const entries = (await server.store.audit.list(id)).filter(({ event }) => event === 'integrity_failed');
        return [entries.length, faults().length - before];
      };
      await poll(10);
      await poll(10);
      assert.deepEqual(await reports(), [1, 1]);
      // A session ends after an hour without use.
      for (let minutes = 0; minutes < 60; minutes += 30) {
        server.clock.advance(30 * 60);
        await poll(10);
      }
      assert.deepEqual(await reports(), [2, 2]);
    });
  }

  it('another damage of the same row, and damage after a reset, are in the trail at once', async () => {
    const person = await enrolled(server);
    const id = await damage(person, { failures: -3 });
    const detailsOf = async (): Promise<(string | null)[]> => {
      await visit(server).signIn(person.account);
      const entries = (await server.store.audit.list(id)).filter(({ event }) => event === 'integrity_failed');
      return entries.map(({ detail }) => detail).reverse();
    };
    assert.equal((await detailsOf()).length, 1);
    await damage(person, { secret: null });
    assert.equal((await detailsOf()).length, 2);
    const factor = await server.store.secondFactors.read(id).catch((error: unknown) => error);
    assert.ok(factor instanceof DamagedRowError);
    assert.ok(await server.store.secondFactors.reset({ ...emptyFactor(id), version: factor.version }, []));
    await damage(person, { failures: -3 });
    const details = await detailsOf();
    assert.equal(details.length, 3);
    assert.equal(details[2], details[0]);
  });

  it('a rotation of keys names it and continues', async () => {
    const person = await enrolled(server);
    const other = await enrolled(server);
    const id = await damage(person, { secret: null });
    const ring = parseKeyRing(server.keys);
    const { unreadable } = await rotateKeys(server.store.secondFactors, ring, { now: server.clock.now });
    assert.ok(unreadable.includes(id));
    assert.deepEqual((await visit(server).signIn(other.account)).body, { next: 'challenge' });
  });

  it('the store throws, with the version that a reset needs', async () => {
    const person = await enrolled(server);
    const id = await damage(person, { last_step: null });
    await assert.rejects(server.store.secondFactors.read(id), (error) => {
      assert.ok(error instanceof DamagedRowError);
      return error.version > 0 && error.accountId === id;
    });
    const accounts = await createAccountStore(server.store.db.withTables<HostOnlyTables>());
    assert.equal((await accounts.find(id))?.email, person.account.email);
  });
});
