import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { rotateKeys } from '../../../server/core/two-factor/rotate-keys.js';
import { parseKeyRing } from '../../../server/core/crypto/key-ring.js';
import { startProgram, type Program } from '../support/program.js';
import { addAuthenticator } from '../support/authenticators.js';
import { newKey, startServer, type TestServer } from '../support/test-server.js';
import { twoFactorOf } from '../support/use-cases.js';
import { challenged, enrolled, proved, type Enrolled } from '../support/visitor.js';

const [oldKey, newest] = [newKey('old'), newKey('new')];
const ring = `${newest},${oldKey}`;

let server: TestServer;
let people: Enrolled[] = [];
before(async () => {
  server = await startServer({ keys: oldKey });
  people = await Promise.all(Array.from({ length: 12 }, () => enrolled(server)));
});
after(() => server.close());

const rotate = (keys: string, { database }: TestServer = server): Program =>
  startProgram('admin/rotate-keys.ts', { DATABASE_URL: database.url, HARMONY_2FA_KEYS: keys });

async function assertAllSignIn(everybody: Enrolled[]): Promise<void> {
  server.clock.advance(60);
  for (const person of everybody) {
    const half = await challenged(server, person);
    assert.equal((await half.op('answerChallenge', { code: person.phone.code(server.clock.now()) })).status, 200);
    const again = await challenged(server, person);
    assert.equal((await again.op('answerChallenge', { backupCode: person.backupCodes.pop() })).status, 200);
  }
}

describe('rotating keys', () => {
  it('can be killed twice, and keeps what it has done', async () => {
    await server.restart({ keys: ring });
    const store = server.store.secondFactors;
    let resealed = 0;
    for (const most of [4, 8]) {
      // Killed right before the write of one row, with others still to do.
      const dying = rotateKeys(
        {
          ...store,
          reseal: async (...parts) => {
            if (resealed === most) throw new Error('killed');
            resealed += 1;
            return store.reseal(...parts);
          },
        },
        parseKeyRing(ring),
      );
      await assert.rejects(dying, /killed/);
    }
    assert.equal(resealed, 8, 'the second run continued after the first');
    await assertAllSignIn(people);
  });

  it('reports its result, and that the old key may be removed; then the server works without it', async () => {
    const program = rotate(ring);
    assert.equal(await program.ended, 0, program.output().stderr);
    assert.match(program.output().stdout, /^12 accounts checked, \d+ resealed\n/);
    assert.match(
      program.output().stdout,
      /key new: 24 values\nkey old: 0 values, it may be removed from the ring now\n$/,
    );
    await server.restart({ keys: newest });
    await assertAllSignIn(people);
  });

  it('a second run finds nothing to do', async () => {
    const rotation = await rotateKeys(server.store.secondFactors, parseKeyRing(ring));
    assert.deepEqual([rotation.accounts, rotation.resealed], [12, 0]);
  });

  it('after a kill in the middle everybody can still sign in', async () => {
    const third = newKey('third');
    const release = await server.database.lock();
    const program = rotate(`${third},${newest}`);
    // It waits for the lock, or has not come so far yet. In both cases it dies with rows left to do.
    program.child.kill('SIGKILL');
    await program.ended;
    await release();
    await server.restart({ keys: `${third},${newest}` });
    await assertAllSignIn(people);
    const whole = rotate(`${third},${newest}`);
    assert.equal(await whole.ended, 0);
    assert.match(whole.output().stdout, /key new: 0 values, it may be removed/);
  });

  it('reads a row again that has changed meanwhile', async () => {
    const store = server.store.secondFactors;
    let rivals = 0;
    const next = `${newKey('rival')},${server.keys}`;
    const rotation = await rotateKeys(
      {
        ...store,
        async reseal(factor, values, events) {
          const rival = rivals < 3;
          rivals += 1;
          if (rival) await store.resetFailures(factor, factor.budget, []);
          return store.reseal(factor, values, events);
        },
      },
      parseKeyRing(next),
    );
    assert.equal(rotation.resealed, 12);
    assert.deepEqual([...rotation.valuesUnder], [['rival', 24]]);
    const { secret } = await server.store.db.selectFrom('second_factors').select('secret').executeTakeFirstOrThrow();
    assert.match(secret ?? '', /^rival\./);
    await server.restart({ keys: next });
    await assertAllSignIn(people);
  });

  it('reseals pending values, and deletes expired ones', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    assert.equal((await browser.op('beginBackupCodes')).status, 201);
    const setup = await browser.op('beginSetup');
    const next = newKey('fourth');
    const keys = `${next},${server.keys}`;
    await rotateKeys(server.store.secondFactors, parseKeyRing(keys), { now: server.clock.now });
    await server.restart({ keys: next });
    assert.equal((await browser.op('keepBackupCodes')).status, 200);
    const { phone } = await import('../support/phone.js');
    const code = phone(setup.body['keyUri'] as string).code(server.clock.now());
    assert.equal((await browser.op('confirmSetup', { code })).status, 200);

    await browser.op('beginSetup');
    server.clock.advance(601);
    const last = newKey('fifth');
    await rotateKeys(server.store.secondFactors, parseKeyRing(`${last},${next}`), { now: server.clock.now });
    const rows = await server.store.db.selectFrom('second_factors').select('setup_secret').execute();
    assert.ok(rows.every(({ setup_secret }) => setup_secret === null));
    await server.restart({ keys: `${last},${next}` });
  });

  it('reseals every authenticator, and one that is being added', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    const tablet = await addAuthenticator(server, browser);
    const begun = await browser.op('beginSetup', { mode: 'add' });
    assert.equal(begun.status, 201, begun.text);
    const next = newKey('sealed');
    const keys = `${next},${server.keys}`;
    const rotation = await rotateKeys(server.store.secondFactors, parseKeyRing(keys), { now: server.clock.now });
    assert.deepEqual([...rotation.valuesUnder.keys()], ['sealed']);
    await server.restart({ keys: next });
    const { phone } = await import('../support/phone.js');
    const code = phone(begun.body['keyUri'] as string).code(server.clock.now());
    const confirmed = await browser.op('confirmSetup', { code, id: begun.body['id'] });
    assert.equal((confirmed.body['authenticators'] as unknown[]).length, 3, confirmed.text);
    server.clock.advance(30);
    for (const one of [person.phone, tablet.phone]) {
      const half = await challenged(server, person);
      assert.equal((await half.op('answerChallenge', { code: one.code(server.clock.now()) })).status, 200);
    }
    await server.restart({ keys });
  });

  it('skips a value that cannot be opened, names the account, and fails', async () => {
    const { id } = (await server.accounts.find(people[0]!.account.email))!;
    const { id: other } = (await server.accounts.find(people[1]!.account.email))!;
    const { secret } = await server.store.db
      .selectFrom('second_factors')
      .select('secret')
      .where('account_id', '=', other)
      .executeTakeFirstOrThrow();
    await server.store.db.updateTable('second_factors').set({ secret }).where('account_id', '=', id).execute();
    const program = rotate(`${newKey('sixth')},${server.keys}`);
    assert.equal(await program.ended, 1);
    assert.match(program.output().stdout, new RegExp(`account ${id}: a value cannot be opened and stays as it is`));
    assert.doesNotMatch(program.output().stdout, new RegExp(other));
    assert.match(program.output().stdout, /key sealed: \d+ values, it has to stay in the ring/);
  });

  it('names a key that is not in the ring, and fails', async () => {
    const program = rotate(newKey('stranger'));
    assert.equal(await program.ended, 1);
    assert.match(program.output().stdout, /key sixth: \d+ values, and the key is not in the ring/);
  });

  it('lets no key go while the row of an account cannot be read: what seals its values is not known', async (t) => {
    const own = await startServer({ keys: oldKey });
    t.after(() => own.close());
    const person = await enrolled(own);
    const { id } = (await own.accounts.find(person.account.email))!;
    const damage = (recent_failures: string) =>
      own.store.db.updateTable('second_factors').set({ recent_failures }).where('account_id', '=', id).execute();
    await damage('none');
    const program = rotate(ring, own);
    assert.equal(await program.ended, 1);
    assert.match(
      program.output().stdout,
      /^key old: 0 values, it has to stay in the ring: 1 account that cannot be read may need it$/m,
    );
    await damage('');
    await own.restart({ keys: ring });
    own.clock.advance(60);
    const half = await challenged(own, person);
    assert.equal((await half.op('answerChallenge', { code: person.phone.code(own.clock.now()) })).status, 200);
  });

  it('keeps the old key until the last recovery is over, whose owner has a link that it has sealed', async (t) => {
    const own = await startServer({ keys: oldKey });
    t.after(() => own.close());
    const [person, other] = [await enrolled(own), await enrolled(own)];
    const clock = () => new Date();
    const ends: Date[] = [];
    let stopToken = '';
    for (const [recoveryDelayHours, { account }] of [
      [24, person],
      [1, other],
    ] as const) {
      // prettier-ignore
      const twoFactor = twoFactorOf(own, { recoveryDelayHours, clock });
      const { id } = (await own.accounts.find(account.email))!;
      ends.push((await twoFactor.beginRecovery({ accountId: id }, 'operator: lost phone'))!.expiresAt);
      stopToken ||= (await twoFactor.runningRecovery(id))!.stopToken;
    }
    // The second run as well, though nothing in the rows shows the old key any more.
    for (const _run of ['first', 'second']) {
      const program = rotate(ring, own);
      assert.equal(await program.ended, 0);
      assert.ok(
        program
          .output()
          .stdout.includes(
            `\nkey old: 0 values, it may be removed from the ring after ${ends[0]!.toISOString()}: until then a link that stops a recovery may need it\n`,
          ),
        program.output().stdout,
      );
    }
    await own.restart({ keys: ring });
    const twoFactor = twoFactorOf(own, { clock });
    await twoFactor.stopRecovery(stopToken);
    const { id } = (await own.accounts.find(person.account.email))!;
    assert.equal(await twoFactor.runningRecovery(id), null);
    const program = rotate(ring, own);
    await program.ended;
    assert.ok(program.output().stdout.includes(`after ${ends[1]!.toISOString()}:`), program.output().stdout);
  });

  it('beside a server under load loses no write: codes stay spent, and nobody is refused', async (t) => {
    const [a, b] = [newKey('a'), newKey('b')];
    const busy = await startServer({ keys: `${a},${b}` });
    t.after(() => busy.close());
    const everybody = await Promise.all(Array.from({ length: 6 }, () => enrolled(busy)));
    busy.clock.advance(60);
    let answering = true;
    let rotations = 0;
    const rotating = async (): Promise<void> => {
      for (; answering; rotations += 1) {
        await rotateKeys(busy.store.secondFactors, parseKeyRing(rotations % 2 === 0 ? `${b},${a}` : `${a},${b}`));
        await setImmediate();
      }
    };
    const answerAll = async (): Promise<void> => {
      for (const person of everybody) {
        for (const backupCode of person.backupCodes) {
          const half = await challenged(busy, person);
          assert.equal((await half.op('answerChallenge', { backupCode })).status, 200);
        }
      }
    };
    await Promise.all([rotating(), answerAll().finally(() => (answering = false))]);
    assert.ok(rotations > 10, `${rotations} rotations`);
    for (const person of everybody) {
      const half = await challenged(busy, person);
      assert.equal((await half.op('answerChallenge', { backupCode: person.backupCodes[0] })).status, 422);
    }
  });
});
