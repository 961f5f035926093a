import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { silentLog } from '../../../server/core/log.js';
import { createTwoFactor, openStore, parseKeyRing, type OpenStore, type TwoFactor } from '../../../server/index.js';
import { phone, type Phone } from '../support/phone.js';
import { startProgram } from '../support/program.js';
import { createDatabase, type TestDatabase } from '../support/test-database.js';
import { cheapArgon2, newKey } from '../support/test-server.js';

const keys = newKey('k');
let database: TestDatabase;
let store: OpenStore;
let twoFactor: TwoFactor;
let now = new Date('2026-11-24T09:00:00.000Z');
before(async () => {
  database = await createDatabase();
  store = await openStore(database.url);
  twoFactor = createTwoFactor({
    store: store.secondFactors,
    keys: parseKeyRing(keys),
    issuer: 'Acme',
    clock: () => now,
    hash: cheapArgon2.derive,
    log: silentLog,
  });
});
after(async () => {
  await store.close();
  await database.remove();
});

const detail = 'grace: lost phone and codes';

async function enrol(accountId: string): Promise<Phone> {
  const proof = { method: 'password', at: now } as const;
  const device = phone((await twoFactor.beginSetup({ accountId, accountName: accountId, proof })).keyUri);
  await twoFactor.confirmSetup({ accountId }, device.code(now));
  return device;
}

async function latestEntry(accountId: string): Promise<[string, string | null]> {
  const [{ event, detail } = { event: 'none', detail: null }] = await store.audit.list(accountId, 1);
  return [event, detail];
}

describe('an administrator in an app that mounts the library', () => {
  it('turns 2FA off for a person, once, and the audit trail says why', async () => {
    await enrol('ada');
    assert.equal(await twoFactor.reset({ accountId: 'ada' }, detail), true);
    assert.equal(await twoFactor.isEnabled('ada'), false);
    assert.deepEqual(await latestEntry('ada'), ['admin_reset', detail]);
    assert.equal(await twoFactor.reset({ accountId: 'ada' }, detail), false);
    assert.equal(await twoFactor.reset({ accountId: 'nobody' }, detail), false);
  });

  it('drops a set-up that is pending', async () => {
    const proof = { method: 'password', at: now } as const;
    await twoFactor.beginSetup({ accountId: 'pending', accountName: 'pending', proof });
    assert.equal(await twoFactor.reset({ accountId: 'pending' }, detail), true);
    await assert.rejects(twoFactor.confirmSetup({ accountId: 'pending' }, '123456'), { code: 'setup_expired' });
  });

  it('repairs a damaged row, which refuses everything else', async () => {
    await enrol('broken');
    await store.db.updateTable('second_factors').set({ secret: null }).where('account_id', '=', 'broken').execute();
    await assert.rejects(twoFactor.isEnabled('broken'), { code: 'unavailable' });
    assert.equal(await twoFactor.reset({ accountId: 'broken' }, detail), true);
    assert.equal(await twoFactor.isEnabled('broken'), false);
  });

  it('lifts a lock', async () => {
    const device = await enrol('locked');
    const due = { accountId: 'locked', expiresAt: new Date(now.getTime() + 600_000) };
    assert.equal(await twoFactor.unblock(due, detail), false);
    for (let count = 0; count < 5; count += 1) {
      await assert.rejects(twoFactor.answerChallenge(due, { code: device.wrongCode(now) }), { code: 'code_invalid' });
    }
    now = new Date(now.getTime() + 30_000);
    await assert.rejects(twoFactor.answerChallenge(due, { code: device.code(now) }), { code: 'too_many_attempts' });
    assert.equal(await twoFactor.unblock(due, detail), true);
    assert.deepEqual(await latestEntry('locked'), ['admin_unblocked', detail]);
    assert.equal((await twoFactor.answerChallenge(due, { code: device.code(now) })).method, 'totp');
  });

  it('has to say why', async () => {
    for (const change of ['reset', 'unblock'] as const) {
      for (const wrong of [undefined, '', '  ', 7]) {
        await assert.rejects(twoFactor[change]({ accountId: 'ada' }, wrong as string), TypeError);
      }
    }
  });
});

describe('harmony-2fa-admin on the database of an app that mounts the library', () => {
  const tableNames = async (): Promise<string[]> =>
    (await store.db.introspection.getTables()).map(({ name }) => name).sort();

  for (const parameters of [['webhooks'], ['export-trail', '-', '--reason', 'audit']]) {
    it(`${parameters[0]} makes no tables of the reference server`, async () => {
      const earlier = await tableNames();
      const env = { DATABASE_URL: database.url, HARMONY_2FA_KEYS: keys };
      const program = startProgram('admin/main.ts', env, parameters);
      program.child.stdin?.end();
      assert.equal(await program.ended, 0, program.output().stderr);
      assert.deepEqual(await tableNames(), earlier);
    });
  }
});
