import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { startProgram } from '../support/program.js';
import { databaseKind } from '../support/test-database.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { assertProblem, challenged, enrolled, signedIn, visit, type Enrolled } from '../support/visitor.js';
import { wrongClock } from '../support/wrong-clock.js';

let server: TestServer;
before(async () => (server = await startServer()));
after(() => server.close());

const now = (): Date => server.clock.now();

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

async function admin(...parameters: string[]): Promise<Run> {
  return adminWith({}, ...parameters);
}

async function adminWith(settings: Record<string, string>, ...parameters: string[]): Promise<Run> {
  const env = { DATABASE_URL: server.database.url, HARMONY_2FA_KEYS: server.keys, ...settings };
  const program = startProgram('admin/main.ts', env, parameters);
  program.child.stdin?.end();
  const code = await program.ended;
  return { code, ...program.output() };
}

const latest = async ({ account }: Pick<Enrolled, 'account'>) =>
  (await server.store.audit.list((await server.accounts.find(account.email))!.id, 3)).map(({ event, detail }) => [
    event,
    detail,
  ]);

describe('harmony-2fa-admin', () => {
  it('status describes the account and shows no secret and no code', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    await half.op('answerChallenge', { code: person.phone.wrongCode(now()) });
    const { code, stdout } = await admin('status', person.account.email);
    assert.equal(code, 0);
    for (const line of [
      /^account [0-9a-f-]{36}, p[0-9a-f]+@example\.com$/m,
      /^2FA on since 2026-11-24T.*, 10 backup codes left$/m,
      /^its secret can be opened with this key ring$/m,
      /^failures: 1 in a row, 1 within 30 days$/m,
      /second_factor_failed {2}totp {2}127\.0\.0\.1$/m,
    ]) {
      assert.match(stdout, line);
    }
    for (const secret of [person.phone.base32, ...person.backupCodes]) assert.ok(!stdout.includes(secret));
    assert.match((await admin('status', (await signedIn(server)).account.email)).stdout, /^2FA off$/m);
  });

  it('reset repairs a damaged row, and status names the damage', async () => {
    const person = await enrolled(server);
    const { email } = person.account;
    const { id } = (await server.accounts.find(email)) ?? { id: '' };
    const { db } = server.store;
    await db.updateTable('second_factors').set({ secret: null }).where('account_id', '=', id).execute();
    assert.match((await admin('status', email)).stdout, /its row is damaged: the active factor is incomplete/);
    assert.equal((await admin('reset', email, '--yes', email, '--reason', 'damaged')).code, 0);
    assert.deepEqual((await visit(server).signIn(person.account)).body, { next: 'done' });
  });

  it('reset repairs a row whose version is damaged, too, and status names that damage', async () => {
    for (const version of [0, -5, 2 ** 31 - 1]) {
      const person = await enrolled(server);
      const { email } = person.account;
      const { id } = (await server.accounts.find(email))!;
      await server.store.db.updateTable('second_factors').set({ version }).where('account_id', '=', id).execute();
      assert.match((await admin('status', email)).stdout, /its row is damaged: the version of the row/);
      assert.equal((await admin('reset', email, '--yes', email, '--reason', 'damaged')).code, 0);
      assert.deepEqual((await visit(server).signIn(person.account)).body, { next: 'done' });
      assert.ok((await latest(person)).some(([event]) => event === 'admin_reset'));
    }
  });

  it('reset turns 2FA off, ends every session, and records operator and reason', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    const { email } = person.account;
    const { code, stdout } = await admin('reset', email, '--yes', email, '--reason', 'lost phone and codes');
    assert.equal(code, 0);
    assert.match(stdout, /^2FA is off now, and \d sessions have ended\n$/);
    assertProblem(await person.browser.op('status'), 401, 'not_signed_in');
    assertProblem(await half.op('readChallenge'), 401, 'challenge_expired');
    const browser = visit(server);
    assert.deepEqual((await browser.signIn(person.account)).body, { next: 'done' });
    assert.equal((await browser.op('status')).body['enabled'], false);
    const [[event, detail] = [], [ended] = []] = await latest(person);
    assert.deepEqual([event, ended], ['admin_reset', 'admin_sessions_ended']);
    assert.match(detail ?? '', /^\S+: lost phone and codes$/);
    const again = await admin('reset', email, '--yes', email, '--reason', 'twice');
    assert.deepEqual([again.code, again.stderr], [1, 'harmony-2fa: 2FA is off already\n']);
  });

  it('reset of the last administrator with 2FA goes on, and says so', async () => {
    const [first, second] = [await enrolled(server), await enrolled(server)];
    const ADMINISTRATORS = `${first.account.email},${second.account.email}`;
    const reset = ({ account: { email } }: Enrolled) =>
      adminWith({ ADMINISTRATORS }, 'reset', email, '--yes', email, '--reason', 'stolen phone');
    assert.doesNotMatch((await reset(first)).stdout, /no administrator/);
    const { code, stdout } = await reset(second);
    assert.deepEqual(
      [code, stdout.split('\n')[1]],
      [0, 'no administrator has 2FA any more: let one sign in and turn it on'],
    );
    assert.equal((await visit(server).signIn(second.account)).body['next'], 'done');
  });

  it('unblock lifts the lock and keeps the 30-day count', async () => {
    const person = await enrolled(server);
    const { id } = (await server.accounts.find(person.account.email))!;
    const factor = await server.store.secondFactors.read(id);
    const budget = {
      ...factor.budget,
      failures: 99,
      recent: [{ day: Math.floor(now().getTime() / 86_400_000), count: 42 }],
    };
    await server.store.secondFactors.recordFailure(factor, budget, []);
    const half = await challenged(server, person);
    server.clock.advance(30);
    const code = person.phone.code(now());
    assert.equal((await half.op('answerChallenge', { code: person.phone.wrongCode(now()) })).status, 422);
    assert.equal((await half.op('answerChallenge', { code })).status, 429);
    const run = await admin('unblock', id, '--yes', person.account.email, '--reason', 'called us');
    assert.deepEqual([run.code, run.stdout], [0, 'codes are accepted again now\n']);
    const after = await server.store.secondFactors.read(id);
    assert.deepEqual([after.budget.blockedAt, after.budget.failures, after.budget.recent[0]?.count], [null, 0, 43]);
    assert.equal((await half.op('answerChallenge', { code })).status, 200);
    assert.equal((await admin('unblock', id, '--yes', person.account.email, '--reason', 'again')).code, 1);
  });

  it('recover is refused on a machine whose clock is behind: the code would work before its owner can stop it', async (t) => {
    if (databaseKind === 'SQLite') return t.skip('the database has no clock to compare with');
    const person = await enrolled(server);
    const { email } = person.account;
    const mail = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'no-reply@harmony.example' };
    const behind = { ...mail, ...wrongClock(-25 * 60 * 60) };
    const run = await adminWith(behind, 'recover', email, '--yes', email, '--reason', 'lost phone');
    assert.deepEqual([run.code, run.stdout], [1, '']);
    assert.match(run.stderr, /nothing was changed: the clock of this machine says/);
    assert.doesNotMatch((await admin('status', email)).stdout, /a recovery code works/);
  });

  it('recover makes a code that works after the delay, and stop-recovery makes it void', async () => {
    const person = await enrolled(server);
    const { email } = person.account;
    const mail = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'no-reply@harmony.example', RECOVERY_DELAY_HOURS: '0' };
    const without = await admin('recover', email, '--yes', email, '--reason', 'lost phone');
    assert.deepEqual([without.code, without.stdout], [1, '']);
    assert.match(without.stderr, /the owner has to be told of a recovery: set SMTP_URL and MAIL_FROM/);

    const run = await adminWith(mail, 'recover', email, '--yes', email, '--reason', 'lost phone');
    assert.equal(run.code, 0, run.stderr);
    const [, code] = /^recovery code: ([0-9A-Z-]{19})\nit works once, from 2\S+Z until 2\S+Z\n$/.exec(run.stdout) ?? [];
    assert.ok(code, run.stdout);
    assert.ok(!run.stderr.includes(code), 'no log line has the code');
    assert.match(run.stderr, /"event":"recovery_begun".*"reason":"lost phone"/);
    assert.match((await admin('status', email)).stdout, /^a recovery code works from 2\S+Z until 2\S+Z$/m);

    const stopped = await admin('stop-recovery', email, '--yes', email, '--reason', 'it was not her');
    assert.deepEqual([stopped.code, stopped.stdout], [0, 'the recovery code no longer works\n']);
    assert.deepEqual((await latest(person)).at(0)?.[0], 'recovery_stopped');
    assert.doesNotMatch((await admin('status', email)).stdout, /a recovery code works/);
    const again = await admin('stop-recovery', email, '--yes', email, '--reason', 'twice');
    assert.deepEqual([again.code, again.stderr], [1, 'harmony-2fa: no recovery is running\n']);

    const other = await signedIn(server);
    const { email: off } = other.account;
    const refused = await adminWith(mail, 'recover', off, '--yes', off, '--reason', 'lost phone');
    assert.deepEqual([refused.code, refused.stderr.split('\n').at(-2)], [1, 'harmony-2fa: 2FA is off']);
  });

  it('end-sessions signs the account out everywhere and leaves 2FA as it is', async () => {
    const person = await enrolled(server);
    const { email } = person.account;
    const run = await admin('end-sessions', email, '--yes', email, '--reason', 'stolen laptop');
    assert.deepEqual([run.code, run.stdout], [0, '1 sessions have ended\n']);
    assertProblem(await person.browser.op('status'), 401, 'not_signed_in');
    assert.deepEqual((await visit(server).signIn(person.account)).body, { next: 'challenge' });
  });

  it('lists trusted devices; end-sessions and forget-devices revoke them', async () => {
    await server.restart({ trustedDeviceDays: 30 });
    const person = await enrolled(server);
    const { email } = person.account;
    const trust = async (): Promise<string> => {
      const half = await challenged(server, person);
      server.clock.advance(30);
      const answer = await half.call('POST', '/api/2fa/challenge', {
        body: { code: person.phone.code(server.clock.now()), trustDevice: true },
        headers: { 'user-agent': 'Laptop of Ada' },
      });
      const cookies = answer.headers.getSetCookie();
      return cookies.find((cookie) => cookie.startsWith('harmony_device='))!.split(';')[0]!;
    };
    const next = async (cookie: string): Promise<unknown> =>
      (await visit(server).call('POST', '/api/session', { body: person.account, headers: { cookie } })).body['next'];
    for (const command of ['end-sessions', 'forget-devices']) {
      const device = await trust();
      assert.match((await admin('status', email)).stdout, /^a device is trusted from 2026.*: Laptop of Ada$/m);
      const run = await admin(command, email, '--yes', email, '--reason', 'stolen laptop');
      assert.equal(run.code, 0, run.stderr);
      assert.doesNotMatch((await admin('status', email)).stdout, /^a device is trusted/m);
      assert.equal(await next(device), 'challenge', command);
    }
    const { stdout } = await admin('status', email);
    assert.match(stdout, /admin_devices_forgotten .*: stolen laptop$/m);
    assert.match(stdout, /device_revoked/);
    const again = await admin('forget-devices', email, '--yes', email, '--reason', 'twice');
    assert.deepEqual([again.code, again.stderr], [1, 'harmony-2fa: no device is trusted\n']);
  });

  it('delete removes all data of the account', async () => {
    const person = await enrolled(server);
    const { email } = person.account;
    const run = await admin('delete', email, '--yes', email, '--reason', 'asked for it');
    assert.deepEqual([run.code, run.stdout], [0, 'the account and all its data are deleted\n']);
    assert.match(run.stderr, /"reason":"asked for it","msg":"an account was deleted"\}\n$/);
    assertProblem(await visit(server).signIn(person.account), 401, 'credentials_invalid');
    assert.equal((await admin('status', email)).code, 1);
  });

  it('records each change at every LOG_LEVEL', async () => {
    const person = await enrolled(server);
    const { email } = person.account;
    const { id } = (await server.accounts.find(email))!;
    const factor = await server.store.secondFactors.read(id);
    await server.store.secondFactors.recordFailure(factor, { ...factor.budget, failures: 3 }, []);
    for (const [command, level, text] of [
      ['unblock', 'warn', /"event":"admin_unblocked"/],
      ['end-sessions', 'error', /"event":"admin_sessions_ended"/],
      ['reset', 'silent', /"event":"admin_reset"/],
      ['delete', 'warn', /"msg":"an account was deleted"/],
    ] as const) {
      const run = await adminWith({ LOG_LEVEL: level }, command, email, '--yes', email, '--reason', `the ${command}`);
      assert.equal(run.code, 0, run.stderr);
      const line = JSON.parse(run.stderr.trim().split('\n').at(-1)!) as Record<string, unknown>;
      assert.deepEqual([line['accountId'], line['reason']], [id, `the ${command}`]);
      assert.equal(typeof line['operator'], 'string');
      assert.match(run.stderr, text);
      assert.ok(!run.stderr.includes(email), 'the record contains no address');
    }
  });

  it('sends the owner a notice, as the server does', async () => {
    const mails: string[] = [];
    const smtp = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData: (stream, { envelope }, done) => {
        let text = '';
        stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
        stream.on('end', () => {
          mails.push(`${envelope.rcptTo[0]?.address} ${/^Subject: (.*)$/m.exec(text)?.[1]?.trim()}`);
          done();
        });
      },
    });
    smtp.listen(0, '127.0.0.1');
    await once(smtp.server, 'listening');
    const { port } = smtp.server.address() as AddressInfo;
    try {
      const person = await enrolled(server);
      const { email } = person.account;
      const env = {
        DATABASE_URL: server.database.url,
        HARMONY_2FA_KEYS: server.keys,
        SMTP_URL: `smtp://127.0.0.1:${port}`,
        MAIL_FROM: 'no-reply@harmony.example',
      };
      const program = startProgram('admin/main.ts', env, ['reset', email, '--yes', email, '--reason', 'lost phone']);
      assert.equal(await program.ended, 0);
      assert.deepEqual(mails, [`${email} Harmony: Two-factor authentication was reset`]);
    } finally {
      await new Promise<void>((resolve) => smtp.close(resolve));
    }
  });

  it('changes nothing without the address, without a reason, or for an unknown account', async () => {
    const person = await enrolled(server);
    const { email } = person.account;
    const runs: [string[], number, RegExp][] = [
      [['reset', email, '--reason', 'x'], 1, /this would turn 2FA off and end all sessions of/],
      [['reset', email, '--reason', 'x', '--yes', 'other@example.com'], 1, /that is not the address/],
      [['reset', email, '--yes', email], 2, /--reason is missing/],
      [['reset', email, '--yes', email, '--reason', '  '], 2, /--reason is missing/],
      [['reset', 'nobody@example.com', '--yes', 'nobody@example.com', '--reason', 'x'], 1, /there is no such account/],
      [['reset'], 2, /usage/],
      [['grant', email], 2, /usage/],
      [['status', email, 'more'], 2, /usage/],
      [['status', email, '--force'], 2, /--force/],
    ];
    for (const [parameters, code, line] of runs) {
      const run = await admin(...parameters);
      assert.equal(run.code, code, parameters.join(' '));
      assert.match(run.stderr, line);
      assert.match(run.stderr, /^harmony-2fa: [^\n]+\n$/);
    }
    assert.equal((await person.browser.op('status')).body['enabled'], true);
  });

  it('does nothing without the database or the keys', async () => {
    const program = startProgram('admin/main.ts', { DATABASE_URL: server.database.url }, ['status', 'x@example.com']);
    assert.equal(await program.ended, 2);
    assert.match(program.output().stderr, /^harmony-2fa: HARMONY_2FA_KEYS is missing/);
    const nowhere = { DATABASE_URL: 'postgres://127.0.0.1:1/x', HARMONY_2FA_KEYS: server.keys };
    const other = startProgram('admin/main.ts', nowhere, ['status', 'x@example.com']);
    assert.equal(await other.ended, 1);
    assert.match(other.output().stderr, /^harmony-2fa: [^\n]*ECONNREFUSED[^\n]*\n$/);
  });

  it('has a help text', async () => {
    const { code, stdout } = await admin('--help');
    assert.equal(code, 0);
    assert.match(stdout, /harmony-2fa-admin unblock <account>/);
  });
});
