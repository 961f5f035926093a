import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Kysely } from 'kysely';
import { voidAfterRestore } from '../../../server/core/two-factor/after-restore.js';
import { parseKeyRing } from '../../../server/core/crypto/key-ring.js';
import { startProgram } from '../support/program.js';
import { databaseKind } from '../support/test-database.js';
import { wrongClock } from '../support/wrong-clock.js';
import { newKey, startServer, type TestServer } from '../support/test-server.js';
import { phone } from '../support/phone.js';
import { twoFactorOf } from '../support/use-cases.js';
import { assertProblem, challenged, enrolled, proved, signedIn, visit, type Enrolled } from '../support/visitor.js';

let server: TestServer;
before(async () => (server = await startServer({ trustedDeviceDays: 30 })));
after(() => server.close());

const now = (): Date => server.clock.now();
/** The program of the operator has no other clock than that of the machine. @param ahead of it, in seconds */
const setClock = (ahead: number) => server.clock.advance(Math.floor((Date.now() - now().getTime()) / 1000) + ahead);
const tables = ['second_factors', 'sessions', 'devices', 'sign_ins', 'accounts'];

/** What a backup of the database has; `restore` brings it back. */
async function backUp(): Promise<{ restore(): Promise<void> }> {
  // The tables of the library and of the host have no type in common.
  const db = server.store.db as unknown as Kysely<Record<string, Record<string, unknown>>>;
  const saved = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
  return {
    async restore() {
      for (const table of tables) await db.deleteFrom(table).execute();
      for (const [index, table] of [...tables.entries()].reverse()) {
        for (const row of saved[index]!) await db.insertInto(table).values(row).execute();
      }
    },
  };
}

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

const afterRestore = (...parameters: string[]): Promise<Run> => afterRestoreWith({}, ...parameters);

async function afterRestoreWith(settings: Record<string, string>, ...parameters: string[]): Promise<Run> {
  const env = { DATABASE_URL: server.database.url, HARMONY_2FA_KEYS: server.keys, ...settings };
  const program = startProgram('admin/main.ts', env, ['after-restore', ...parameters]);
  program.child.stdin?.end();
  const code = await program.ended;
  return { code, ...program.output() };
}

const confirmed = ['--yes', 'all', '--reason', 'the disk failed'] as const;

async function answer(person: Enrolled, body: Record<string, unknown>) {
  return (await challenged(server, person)).op('answerChallenge', body);
}

/** What a thief has seen of a person between the backup and the restore, and the restore itself. */
async function robbed(): Promise<{
  person: Enrolled;
  code: string;
  backupCode: string;
  session: string;
  device: string;
}> {
  setClock(-120);
  const person = await enrolled(server);
  const other = await proved(server, person);
  const half = await challenged(server, person);
  server.clock.advance(60);
  const trusted = await half.op('answerChallenge', { code: person.phone.code(now()), trustDevice: true });
  const device = trusted.headers
    .getSetCookie()
    .find((cookie) => cookie.includes('harmony_device='))!
    .split(';', 1)[0]!;
  server.clock.advance(30);
  const { restore } = await backUp();
  // The phone's clock is ahead: the code is that of the next step.
  const code = person.phone.code(new Date(now().getTime() + 30_000));
  const backupCode = person.backupCodes[3]!;
  assert.equal((await answer(person, { code })).status, 200);
  assert.equal((await answer(person, { backupCode })).status, 200);
  const session = other.cookie!;
  assert.equal((await other.op('removeOtherDevices')).status, 200);
  await other.call('DELETE', '/api/session');
  await restore();
  return { person, code, backupCode, session, device };
}

describe('a restored backup', () => {
  it('brings back what was used since, which is why the operator runs a command', async () => {
    const { person, code, backupCode, session } = await robbed();
    assert.equal((await visit(server, session).op('status')).status, 200);
    assert.equal((await answer(person, { code })).status, 200);
    assert.equal((await answer(person, { backupCode })).status, 200);
  });

  it('lets nobody in with what was used since, after the command', async () => {
    const { person, code, backupCode, session, device } = await robbed();
    const run = await afterRestore(...confirmed);
    assert.equal(run.code, 0, run.stderr);
    assert.match(
      run.stdout,
      /accounts changed: codes up to now and all backup codes are void, and everybody is signed out/,
    );
    assert.equal((await answer(person, { code })).body['code'], 'code_invalid');
    for (const each of [backupCode, person.backupCodes[0]!]) {
      assert.equal((await answer(person, { backupCode: each })).body['code'], 'code_invalid');
    }
    assertProblem(await visit(server, session).op('status'), 401, 'not_signed_in');
    const { body } = await visit(server, device).signIn(person.account);
    assert.deepEqual(body, { next: 'challenge' }, 'the device is not trusted any more');
  });

  it('leaves the authenticators: the next code signs in, and the owner gets new backup codes', async () => {
    const { person } = await robbed();
    assert.equal((await afterRestore(...confirmed)).code, 0);
    setClock(90);
    const browser = await challenged(server, person);
    const verified = await browser.op('answerChallenge', { code: person.phone.code(now()) });
    assert.deepEqual([verified.status, verified.body['backupCodes']], [200, { remaining: 0, total: 10 }]);
    const { backupCodes, id } = (await browser.op('beginBackupCodes')).body as { backupCodes: string[]; id: string };
    assert.equal((await browser.op('keepBackupCodes', { id })).status, 200);
    assert.equal((await answer(person, { backupCode: backupCodes[0] })).status, 200);
  });

  it('tells the owner, and the trail who has done it and why', async () => {
    setClock(0);
    const person = await enrolled(server);
    const account = (await server.accounts.find(person.account.email))!;
    assert.equal((await afterRestore(...confirmed)).code, 0);
    const entry = (await server.store.audit.list(account.id, 20)).find(({ event }) => event === 'admin_restored');
    assert.match(entry?.detail ?? '', /^\S+: the disk failed$/);
    const queued = await server.store.notices.claim(new Date(), 100, account.id);
    assert.ok(queued.some(({ event }) => event.event === 'admin_restored'));
  });

  it('makes void what is pending: a set-up, new backup codes, a recovery code', async () => {
    setClock(0);
    const { browser: off, account } = await signedIn(server);
    const setup = await off.op('beginSetup');
    const person = await enrolled(server);
    const pending = (await person.browser.op('beginBackupCodes')).body;
    const lost = await enrolled(server);
    const accountId = (await server.accounts.find(lost.account.email))!.id;
    const recovery = await twoFactorOf(server).beginRecovery({ accountId }, 'lost phone');
    assert.equal((await afterRestore(...confirmed)).code, 0);
    setClock(90);
    const browser = await challenged(server, person);
    assert.equal((await browser.op('answerChallenge', { code: person.phone.code(now()) })).status, 200);
    assertProblem(await browser.op('keepBackupCodes', { id: pending['id'] }), 410, 'setup_expired');
    server.clock.advance(25 * 60 * 60);
    assert.equal((await answer(lost, { backupCode: recovery!.code })).body['code'], 'code_invalid');
    const again = visit(server);
    await again.signIn(account);
    const code = phone(setup.body['keyUri'] as string).code(now());
    assertProblem(await again.op('confirmSetup', { code }), 410, 'setup_expired');
  });

  it('is not touched without a reason and a confirmation', async () => {
    const person = await enrolled(server);
    for (const [parameters, code, stderr] of [
      [[], 2, /--reason is missing/],
      [['--reason', 'test'], 1, /--yes all confirms it/],
      [['--reason', 'test', '--yes', person.account.email], 1, /--yes all confirms it/],
      [['--yes', 'all'], 2, /--reason is missing/],
    ] as const) {
      const run = await afterRestore(...parameters);
      assert.equal(run.code, code);
      assert.match(run.stderr, stderr);
    }
    assert.equal((await person.browser.op('status')).status, 200);
    assert.equal((await answer(person, { backupCode: person.backupCodes[0] })).status, 200);
  });

  it('says which accounts cannot be read, and goes on with the others', async () => {
    const [locked, other] = [await enrolled(server), await enrolled(server)];
    const idOf = async ({ account }: Enrolled) => (await server.accounts.find(account.email))!.id;
    const restoration = await voidAfterRestore(
      { secondFactors: server.store.secondFactors, signIns: server.store.signIns },
      parseKeyRing(newKey('another')),
      { now },
    );
    assert.ok(restoration.unreadable.includes(await idOf(locked)));
    assert.equal((await server.store.secondFactors.read(await idOf(other))).active?.spentBackupCodes, 0);
    const again = await voidAfterRestore(server.store, parseKeyRing(server.keys), { now });
    assert.deepEqual(again.unreadable, []);
    assert.equal((await server.store.secondFactors.read(await idOf(other))).active?.spentBackupCodes, 2 ** 10 - 1);
  });
});

describe('the command with a wrong clock', () => {
  const days = 24 * 60 * 60;
  const today = (ahead: number): string => new Date(Date.now() + ahead * 1000).toISOString().slice(0, 10);

  for (const [how, ahead] of [
    ['ahead', 3 * days],
    ['behind', -3 * days],
    ['a minute ahead', 60],
  ] as const) {
    it(`is refused and changes nothing: ${how}`, async (t) => {
      if (databaseKind === 'SQLite' && Math.abs(ahead) < days) return t.skip('the trail does not tell it');
      setClock(-60);
      const person = await enrolled(server);
      const { id } = (await server.accounts.find(person.account.email))!;
      const before = await server.store.secondFactors.read(id);
      const { code, stderr } = await afterRestoreWith(wrongClock(ahead), ...confirmed);
      assert.equal(code, 1, stderr);
      assert.match(stderr, /^harmony-2fa: nothing was changed: the clock of this machine says /);
      assert.deepEqual(await server.store.secondFactors.read(id), before);
      assert.equal((await person.browser.op('status')).status, 200, 'nobody is signed out');
    });
  }

  it('on SQLite is believed when the operator names its date, as for an old backup, and on no other database', async () => {
    setClock(-60);
    await enrolled(server);
    const ahead = wrongClock(3 * days);
    const refused = await afterRestoreWith(ahead, ...confirmed, '--today', today(-9 * days));
    assert.equal(refused.code, 1, refused.stderr);
    const { code, stderr } = await afterRestoreWith(ahead, ...confirmed, '--today', today(3 * days));
    assert.equal(code, databaseKind === 'SQLite' ? 0 : 1, stderr);
  });
});
