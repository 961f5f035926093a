import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createSummary } from '../../../server/reference/admin/report.js';
import type { ReportLine } from '../../../server/reference/administration/report-lines.js';
import { startProgram } from '../support/program.js';
import { startServer, type TestServer } from '../support/test-server.js';
import { challenged, createAccount, enrolled, type Enrolled } from '../support/visitor.js';

const day = 24 * 60 * 60 * 1000;

let server: TestServer;
let folder = '';
let app: Enrolled;
let codes: Enrolled;
let without: { email: string };
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-report-'));
  server = await startServer();
  [app, codes] = [await enrolled(server), await enrolled(server)];
  server.clock.advance(90);
  const half = await challenged(server, codes);
  assert.equal((await half.op('answerChallenge', { backupCode: codes.backupCodes[0] })).status, 200);
  without = await createAccount(server);
  await server.accounts.create('=cmd|calc!a1@example.com', 'correct horse battery', server.clock.now());
});
after(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function admin(...parameters: string[]) {
  const env = { DATABASE_URL: server.database.url, HARMONY_2FA_KEYS: server.keys };
  const program = startProgram('admin/main.ts', env, parameters);
  program.child.stdin?.end();
  const code = await program.ended;
  return { code, ...program.output() };
}

describe('harmony-2fa-admin report', () => {
  it('says how many accounts have 2FA, with what, and when they last used it', async () => {
    const { code, stdout } = await admin('report');
    assert.equal(code, 0);
    const [first, ...rest] = stdout.trimEnd().split('\n');
    assert.equal(first, '4 accounts: 2 with 2FA, 2 without');
    assert.ok(rest.includes('  2 authenticator app and backup codes'), stdout);
    assert.ok(
      rest.some((line) => /^ {2}2 (within \d+ days|longer ago)$/.test(line)),
      stdout,
    );
  });

  it('exports a line for each account as JSON, without a secret or a code', async () => {
    const file = join(folder, 'report.ndjson');
    const { code, stderr } = await admin('report', file);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /an administrator exported the report/);
    const text = await readFile(file, 'utf8');
    const lines = text.trimEnd().split('\n').map((line) => JSON.parse(line) as ReportLine); // prettier-ignore
    assert.equal(lines.length, 4);
    const lineOf = ({ email }: { email: string }) => lines.find(({ address }) => address === email)!;
    const { account, enabledAt, ...state } = lineOf(codes.account);
    assert.match(account, /^[0-9a-f-]{36}$/);
    assert.ok(enabledAt);
    assert.deepEqual(state, {
      address: codes.account.email,
      twoFactor: 'on',
      methods: ['totp', 'backup_code'],
      backupCodesLeft: 9,
      lastUsedAt: server.clock.now().toISOString(),
      lastUsedBy: 'backup_code',
      extendedUntil: null,
    });
    assert.deepEqual([lineOf(app.account).lastUsedBy, lineOf(app.account).backupCodesLeft], ['totp', 10]);
    assert.deepEqual([lineOf(without).twoFactor, lineOf(without).methods], ['off', []]);
    for (const { phone, backupCodes } of [app, codes]) {
      for (const secret of [phone.base32, ...backupCodes]) assert.ok(!text.includes(secret));
    }
    if (process.platform !== 'win32') assert.equal((await stat(file)).mode & 0o777, 0o600);
  });

  it('exports a table in which no address is a formula', async () => {
    const file = join(folder, 'report.csv');
    assert.equal((await admin('report', file)).code, 0);
    const text = await readFile(file, 'utf8');
    const [header, ...rows] = text.trimEnd().split('\r\n');
    assert.match(header!, /^account,address,twoFactor,/);
    assert.equal(rows.length, 4);
    assert.ok(text.includes(`"'=cmd|calc!a1@example.com"`), text);
    assert.doesNotMatch(text, /(^|,)"?[=+\-@]/m);
  });

  it('never overwrites a file', async () => {
    const file = join(folder, 'kept.csv');
    await writeFile(file, 'kept');
    const { code, stderr } = await admin('report', file);
    assert.deepEqual([code, stderr], [1, 'harmony-2fa: the file exists already, or cannot be written\n']);
    assert.equal(await readFile(file, 'utf8'), 'kept');
  });

  it('counts by method and by last use', () => {
    const now = new Date('2026-12-01T00:00:00.000Z');
    const on: ReportLine = {
      account: 'a',
      address: 'a@example.com',
      twoFactor: 'on',
      enabledAt: now.toISOString(),
      methods: ['totp', 'backup_code'],
      backupCodesLeft: 10,
      lastUsedAt: now.toISOString(),
      lastUsedBy: 'totp',
      extendedUntil: null,
    };
    const off: ReportLine = { ...on, twoFactor: 'off', methods: [], lastUsedAt: null, lastUsedBy: null };
    const ago = (days: number): string => new Date(now.getTime() - days * day).toISOString();
    const summary = createSummary(now);
    for (const line of [
      on,
      { ...on, lastUsedAt: ago(7) },
      { ...on, lastUsedAt: ago(8), methods: ['totp'] } satisfies ReportLine,
      { ...on, lastUsedAt: ago(90), methods: ['backup_code'] } satisfies ReportLine,
      { ...on, lastUsedAt: ago(91) },
      off,
      { ...off, extendedUntil: ago(-1) },
      { ...off, extendedUntil: ago(1) },
      { ...off, twoFactor: 'damaged' } satisfies ReportLine,
    ]) {
      summary.add({ line, blocked: false });
    }
    summary.add({ line: on, blocked: true });
    assert.deepEqual(summary.texts(), [
      '10 accounts: 6 with 2FA, 3 without',
      '1 cannot be read: status says why; reset turns 2FA off and replaces the damaged row',
      '1 without 2FA have more time',
      'with 2FA, by what they can answer with:',
      '  3 authenticator app and backup codes',
      '  1 authenticator app, no backup code left',
      '  1 backup codes only: authenticator codes are paused for a day',
      '  1 blocked: a backup code, or three codes in a row',
      'with 2FA, by the last use of it:',
      '  3 within 7 days',
      '  1 within 30 days',
      '  1 within 90 days',
      '  1 longer ago',
    ]);
  });
});

describe('harmony-2fa-admin extend', () => {
  const inDays = (days: number): string => new Date(Date.now() + days * day).toISOString().replace(/\.\d+Z$/, 'Z');
  const extend = (until: string, ...more: string[]) =>
    admin('extend', without.email, '--until', until, '--yes', without.email, ...more);

  it('gives one account more time, and records who and why', async () => {
    const until = inDays(30);
    const { code, stdout, stderr } = await extend(until, '--reason', 'on parental leave');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^the account has time until .* to turn 2FA on\n$/);
    const { id } = (await server.accounts.find(without.email))!;
    assert.deepEqual((await server.store.enrolments.find(id)).extendedUntil, new Date(until));
    const [entry] = await server.store.audit.list(id, 1);
    assert.equal(entry?.event, 'admin_enrolment_extended');
    assert.match(entry?.detail ?? '', /^until .*, \S+: on parental leave$/);
    assert.match((await admin('status', without.email)).stdout, /^has time until .* to turn 2FA on$/m);
  });

  it('gives no time that never ends, and none that is over', async () => {
    for (const until of [inDays(91), inDays(-1), '2199-01-01']) {
      const { code, stderr } = await extend(until, '--reason', 'for ever');
      assert.deepEqual(
        [code, /--until has to be in the future, at most 90 days ahead/.test(stderr)],
        [1, true],
        stderr,
      );
    }
  });

  it('needs a date and a reason', async () => {
    assert.equal((await extend('2026-02-30', '--reason', 'no such day')).code, 2);
    assert.equal((await extend(inDays(3))).code, 2);
    assert.equal((await admin('extend', without.email, '--yes', without.email, '--reason', 'no date')).code, 2);
  });
});
