import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Decrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import { readImportRow } from '../../../server/index.js';
import { startProgram } from '../support/program.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { addAuthenticator, listed } from '../support/authenticators.js';
import { twoFactorOf } from '../support/use-cases.js';
import { wrongClock } from '../support/wrong-clock.js';
import { enrolled, signedIn, visit } from '../support/visitor.js';

const base32 = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

let folder: string;
let server: TestServer;
let other: TestServer;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-transfer-'));
  server = await startServer();
  other = await startServer();
});
after(async () => {
  await server.close();
  await other.close();
  await rm(folder, { recursive: true });
});

async function admin(on: TestServer, ...parameters: string[]) {
  // The clock of the tests is not that of the machine.
  const today = parameters[0] === 'import' ? ['--today', new Date().toISOString().slice(0, 10)] : [];
  return adminWith({}, on, ...parameters, ...today);
}

async function adminWith(settings: Record<string, string>, { database, keys }: TestServer, ...parameters: string[]) {
  const env = { DATABASE_URL: database.url, HARMONY_2FA_KEYS: keys, ...settings };
  const program = startProgram('admin/main.ts', env, parameters);
  program.child.stdin?.end();
  const code = await program.ended;
  return { code, ...program.output() };
}

async function fileOf(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

async function isEnabled(email: string): Promise<boolean> {
  const { id } = (await server.accounts.find(email))!;
  return (await server.store.secondFactors.read(id)).active !== null;
}

describe('harmony-2fa-admin import', () => {
  it('is refused with a wrong clock and takes no row, but for a dry run', async () => {
    const { account } = await signedIn(server);
    const file = await fileOf(
      'clock.ndjson',
      JSON.stringify({ account: account.email, secret: base32, encoding: 'base32' }),
    );
    for (const days of [-400, 400]) {
      const settings = wrongClock(days * 24 * 60 * 60);
      const { code, stderr } = await adminWith(settings, server, 'import', file, '--reason', 'move');
      assert.equal(code, 1, stderr);
      assert.match(stderr, /nothing was changed: the clock of this machine/);
      assert.ok(!(await isEnabled(account.email)));
      const tried = await adminWith(settings, server, 'import', file, '--dry-run', '--reason', 'move');
      assert.equal(tried.code, 0, tried.stderr);
    }
  });

  it('takes each row that can be taken, lists every other one with its reason, and may run again', async () => {
    const { account } = await signedIn(server);
    const live = await enrolled(server);
    const rows = [
      { account: account.email, secret: base32, encoding: 'base32' },
      { account: live.account.email, secret: base32, encoding: 'base32' },
      { account: 'nobody@example.com', secret: base32, encoding: 'base32' },
      { account: account.email, secret: base32 },
    ];
    const file = await fileOf('rows.ndjson', `${rows.map((row) => JSON.stringify(row)).join('\n')}\n\n{not JSON\n`);

    const tried = await admin(server, 'import', file, '--dry-run', '--reason', 'move');
    assert.equal(tried.code, 1);
    assert.match(tried.stdout, /^1 would be imported, 0 unchanged, 1 kept another factor, 3 refused$/m);
    assert.equal(await isEnabled(account.email), false);

    const done = await admin(server, 'import', file, '--reason', 'move');
    assert.deepEqual(done.stdout.trimEnd().split('\n'), [
      'line 2: the account has another factor, which stays',
      'line 3: there is no such account',
      'line 4: secret needs encoding: base32, hex, base64 or raw',
      'line 6: the line cannot be read',
      '1 imported, 0 unchanged, 1 kept another factor, 3 refused',
    ]);
    assert.match(done.stderr, /"an administrator imported accounts"/);
    assert.ok(!`${done.stdout}${done.stderr}`.includes(base32));
    assert.equal(await isEnabled(account.email), true);
    assert.deepEqual((await visit(server).signIn(account)).body, { next: 'challenge' });
    assert.match((await admin(server, 'status', account.email)).stdout, /imported .*: move$/m);
    assert.match(
      (await admin(server, 'import', file, '--reason', 'again')).stdout,
      /^0 imported, 1 unchanged, 1 kept/m,
    );
  });

  it('goes on after an account whose row is damaged', async () => {
    const [damaged, { account }] = [await enrolled(server), await signedIn(server)];
    const { id } = (await server.accounts.find(damaged.account.email))!;
    await server.store.db.updateTable('second_factors').set({ secret: null }).where('account_id', '=', id).execute();
    const rows = [damaged.account, account].map(({ email }) => ({ email, otp_secret: base32 }));
    const file = await fileOf('damaged.ndjson', rows.map((row) => JSON.stringify(row)).join('\n'));
    const { code, stdout } = await admin(server, 'import', file, '--reason', 'move');
    assert.deepEqual(
      [code, stdout.trimEnd().split('\n')],
      [1, ['line 1: the account cannot be read here', '1 imported, 0 unchanged, 0 kept another factor, 1 refused']],
    );
    const { email } = damaged.account;
    assert.equal((await admin(server, 'reset', email, '--yes', email, '--reason', 'damaged')).code, 0);
  });

  for (const [name, textOf] of Object.entries<(email: string) => string>({
    'rows.csv': (email) => `\ufeffemail,otp_secret,otp_required_for_login\r\n"${email}",${base32},1\r\n`,
    'rows.json': (email) => JSON.stringify([{ user: email, key: '00'.repeat(20), step: 30, confirmed: true }]),
  })) {
    it(`reads ${name}`, async () => {
      const { account } = await signedIn(server);
      const { code, stdout } = await admin(
        server,
        'import',
        await fileOf(name, textOf(account.email)),
        '--reason',
        'move',
      );
      assert.deepEqual([code, stdout], [0, '1 imported, 0 unchanged, 0 kept another factor, 0 refused\n']);
    });
  }

  it('lists the lines of CSV that cannot be read, and records what was imported before a fault', async () => {
    const people = [await signedIn(server), await signedIn(server)];
    const [first, second] = people.map(({ account }) => account.email);
    const lines = [
      'email,otp_secret',
      `${first},${base32}`,
      `${second},${base32}"x`,
      `${second}`,
      `${second},${base32},1`,
      `${second},${base32}`,
      `"${second},${base32}`,
    ];
    const file = await fileOf('faulty.CSV', lines.join('\n'));
    const { code, stdout, stderr } = await admin(server, 'import', file, '--reason', 'move');
    assert.deepEqual(
      [code, stdout.trimEnd().split('\n')],
      [
        1,
        [
          ...[3, 4, 5, 7].map((line) => `line ${line}: the line cannot be read`),
          '2 imported, 0 unchanged, 0 kept another factor, 4 refused',
        ],
      ],
    );
    assert.match(stderr, /"imported":2.*"an administrator imported accounts"/);
    assert.match(stderr, /^harmony-2fa: the file is not valid CSV: a quote is open at its end$/m);
    assert.ok(!`${stdout}${stderr}`.includes(base32));
  });

  it('says in a dry run what two rows of one account would do', async () => {
    const { account } = await signedIn(server);
    const rows = [base32, base32, base32.replace('G', 'A')].map((secret) => ({ email: account.email, base32: secret }));
    const file = await fileOf('twice.ndjson', rows.map((row) => JSON.stringify(row)).join('\n'));
    const counts = 'imported, 1 unchanged, 1 kept another factor, 0 refused';
    const tried = await admin(server, 'import', file, '--dry-run', '--reason', 'move');
    assert.ok(tried.stdout.includes(`1 would be ${counts}`), tried.stdout);
    assert.ok((await admin(server, 'import', file, '--reason', 'move')).stdout.includes(`1 ${counts}`));
  });

  it('takes no secret from two columns of one name', async () => {
    const { account } = await signedIn(server);
    const text = `email,otp_secret,otp_secret\n${account.email},${base32},${base32.replace('G', 'A')}\n`;
    const { stdout } = await admin(server, 'import', await fileOf('columns.csv', text), '--reason', 'move');
    assert.match(stdout, /^line 2: the secret is no text$/m);
  });

  it('ends the sessions that have seen no second factor', async () => {
    const { account, browser } = await signedIn(server);
    const file = await fileOf('session.ndjson', JSON.stringify({ email: account.email, base32 }));
    await admin(server, 'import', file, '--dry-run', '--reason', 'move');
    assert.equal((await browser.call('GET', '/api/session')).status, 200);
    await admin(server, 'import', file, '--reason', 'move');
    assert.equal((await browser.call('GET', '/api/session')).status, 401);
  });

  it('ends the sessions that an import has left which was cut off before', async () => {
    const { account, browser } = await signedIn(server);
    const { id } = (await server.accounts.find(account.email))!;
    const { secret } = readImportRow({ account: id, base32 });
    // All that the first run has done: it died between the write of the factor and the end of the sessions.
    assert.equal(await twoFactorOf(server).import({ accountId: id }, { secret }), 'imported');
    const file = await fileOf('again.ndjson', JSON.stringify({ email: account.email, base32 }));
    await admin(server, 'import', file, '--dry-run', '--reason', 'move');
    assert.equal((await browser.call('GET', '/api/session')).status, 200);
    const { stdout } = await admin(server, 'import', file, '--reason', 'move');
    assert.match(stdout, /^0 imported, 1 unchanged/);
    assert.equal((await browser.call('GET', '/api/session')).status, 401);
  });

  it('says in one line what is wrong with the command or the file', async () => {
    const quotes = await fileOf('quotes.csv', 'email,otp_secret\n"a,b\n');
    for (const [parameters, message] of [
      [['import', join(folder, 'nothing.ndjson'), '--reason', 'x'], /^harmony-2fa: the file cannot be opened\n$/],
      [['import', quotes, '--reason', 'x'], /^harmony-2fa: the file is not valid CSV: [^\n]+\n$/m],
      [['import', join(folder, 'nothing.csv'), '--reason', 'x'], /^harmony-2fa: the file cannot be read\n$/],
      [['import', quotes], /^harmony-2fa: --reason is missing[^\n]*\n$/],
      [['export', join(folder, 'x.age'), '--reason', 'x'], /^harmony-2fa: --to is missing[^\n]*\n$/],
      [
        ['export', join(folder, 'x.age'), '--to', 'age1nonsense', '--reason', 'x'],
        /^harmony-2fa: --to has to be[^\n]*\n$/,
      ],
      [['export', quotes, '--to', 'age1x', '--reason', 'x'], /^harmony-2fa: the file exists already[^\n]*\n$/],
    ] as const) {
      const { code, stderr } = await admin(server, ...parameters);
      assert.notEqual(code, 0);
      assert.match(stderr, message);
    }
  });
});

describe('harmony-2fa-admin export', () => {
  it('writes a file that only the recipient opens, and another server imports it with its backup codes', async () => {
    const { account, browser: preferences, phone, backupCodes } = await enrolled(server);
    const tablet = await addAuthenticator(server, preferences, 'Tablet');
    const path = join(folder, 'all.age');
    const identity = await generateIdentity();
    const to = await identityToRecipient(identity);
    const { code, stdout, stderr } = await admin(server, 'export', path, '--to', to, '--reason', 'leaving');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^\d+ exported, 0 cannot be read\n$/);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    const sealed = await readFile(path);
    assert.ok(!sealed.includes(phone.base32) && !sealed.includes(account.email));
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const lines = (await decrypter.decrypt(sealed, 'text')).trimEnd().split('\n');
    const { id } = (await server.accounts.find(account.email))!;
    const row = lines
      .map((line) => JSON.parse(line) as { account: string; secret: string })
      .find((one) => one.account === id)!;
    assert.equal(row.secret, phone.base32);

    await visit(other).call('POST', '/api/accounts', { body: account });
    const file = await fileOf('own.ndjson', JSON.stringify({ ...row, account: account.email }));
    assert.match((await admin(other, 'import', file, '--reason', 'arrived')).stdout, /^1 imported/);
    const browser = visit(other);
    assert.deepEqual((await browser.signIn(account)).body, { next: 'challenge' });
    const answer = await browser.op('answerChallenge', { backupCode: backupCodes[2] });
    assert.deepEqual([answer.status, answer.body['backupCodes']], [200, { remaining: 9, total: 10 }]);
    const names = listed(await browser.op('status')).map(({ name }) => name);
    assert.deepEqual(names, ['Authenticator 1', 'Tablet']);
    // The import has spent the step of the machine's clock.
    other.clock.advance((Date.now() - other.clock.now().getTime()) / 1000 + 60);
    for (const app of [phone, tablet.phone]) {
      const again = visit(other);
      await again.signIn(account);
      const right = await again.op('answerChallenge', { code: app.code(other.clock.now()) });
      assert.equal(right.status, 200, right.text);
    }
  });
});
