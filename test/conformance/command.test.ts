import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readArguments, UsageError } from '../../server/conformance/arguments.js';
import { checks } from '../../server/conformance/checks/index.js';
import { freePort } from '../server/support/program.js';

const root = join(import.meta.dirname, '..', '..');
const support = join(root, 'test/conformance/support');
const module = join(support, 'stand-in-driver.ts');
const program = `"${process.execPath}" --import tsx "${join(support, 'stand-in-command.ts')}"`;

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command; `PORT` in the arguments is where the driver's stand-in listens. */
async function kit(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const port = String(await freePort());
  const all = [
    '--import',
    'tsx',
    join(root, 'server/conformance/main.ts'),
    ...args.map((arg) => arg.replace('PORT', port)),
  ];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      all,
      { cwd: root, env: { ...process.env, STAND_IN_PORT: port, NO_COLOR: '1', ...env } },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

const address = 'http://127.0.0.1:PORT/api/2fa';
const run = (...args: string[]): string[] => [address, '--driver', module, ...args];

let folder: string;
before(async () => (folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-kit-'))));
after(() => rm(folder, { recursive: true, force: true }));

describe('harmony-2fa-conformance', () => {
  it('lists every check with its promise and its sources', async () => {
    const { code, stdout } = await kit(['--list']);
    assert.equal(code, 0);
    const lines = stdout.trim().split('\n');
    assert.deepEqual(
      lines.map((line) => line.split(' ')[0]),
      checks.map(({ id }) => id),
    );
    for (const line of lines) assert.match(line, / P-\d+ .*\[.+\]$/);
  });

  it('says where it makes accounts, has a line for each check, and ends with 0 when all hold', async () => {
    const { code, stdout, stderr } = await kit(run('--only', 'story/1,pending', '--grade'));
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^Accounts are made at http:\/\/127\.0\.0\.1:\d+\/api\/2fa through the driver/);
    assert.equal(stdout.match(/ holds /g)?.length, checks.filter(({ group }) => group === 'pending').length + 1);
    assert.match(stdout, /harmony-2fa conformance: 2 of 2 groups\n$/);
  });

  it('ends with 1 when a check fails, and says what is wrong', async () => {
    const { code, stdout } = await kit(run('--only', 'replay', '--quiet'), {
      STAND_IN_FAULT: 'a spent step is accepted again',
    });
    assert.equal(code, 1);
    assert.match(stdout, /FAILS +replay\/1/);
    assert.match(stdout, /promise +P-\d+: A code that was accepted/);
    assert.match(stdout, /came +200/);
    assert.match(stdout, /read .*RFC 6238 §5\.2/);
    assert.doesNotMatch(stdout, / holds {5}replay/);
  });

  it('ends with 2 and one line for wrong usage', async () => {
    const { code, stdout, stderr } = await kit(['https://example.com', '--driver', 'x', '--no-such-option']);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^harmony-2fa-conformance: [^\n]+\n$/);
  });

  for (const args of [
    [],
    ['example.com', '--driver', 'x'],
    ['https://user:secret@example.com', '--driver', 'x'],
    ['https://example.com?q=1', '--driver', 'x'],
    ['https://example.com', 'https://example.org', '--driver', 'x'],
    ['https://example.com'],
    ['https://example.com', '--driver', 'x', '--driver-command', 'y'],
    ['https://example.com', '--driver', 'x', '--only', 'nothing'],
    ['https://example.com', '--driver', 'x', '--profile', 'nothing'],
    ['https://example.com', '--driver', 'x', '--report', 'pdf'],
    ['https://example.com', '--driver', 'x', '--report', 'tap', '--report', 'json'],
    ['https://example.com', '--driver', 'x', '--jobs', '0'],
  ]) {
    it(`refuses: ${args.join(' ')}`, () => assert.throws(() => readArguments(args), UsageError));
  }

  it('ends with 3 when nothing fails and a required check is not shown, and says why', async () => {
    const { code, stdout } = await kit(run('--only', 'story/1,attempts/4,attempts/18'), { STAND_IN_CLOCK: 'real' });
    assert.equal(code, 3, stdout);
    assert.match(stdout, /The driver has no moveClock/);
    assert.match(stdout, /not shown attempts\/18[^\n]*\n +why +this takes days, and the driver has no moveClock/);
  });

  it('ends with 4 when the driver or the back end cannot be used', async () => {
    const missing = await kit([address, '--driver', join(folder, 'none.mjs')]);
    assert.deepEqual([missing.code, missing.stdout], [4, '']);
    assert.match(missing.stderr, /the driver .* cannot be loaded/);
    const elsewhere = await kit(['http://127.0.0.1:1/api/2fa', '--driver', module]);
    assert.equal(elsewhere.code, 4);
    assert.match(elsewhere.stderr, /ECONNREFUSED/);
    const wrongPath = await kit(['http://127.0.0.1:PORT/elsewhere', '--driver', module]);
    assert.equal(wrongPath.code, 4);
    assert.match(wrongPath.stderr, /is the address the base path of the protocol\?/);
  });

  it('ends with 5 for an unexpected failure and for an unexpected pass, and with 0 for the expected', async () => {
    const env = { STAND_IN_FAULT: 'a set-up spends no step' };
    const known = async (fails: string[]): Promise<Ended> => {
      const file = join(folder, 'known.json');
      await writeFile(file, JSON.stringify({ fails }));
      return kit(run('--only', 'replay/1,replay/6,replay/7', '--expect', file), env);
    };
    assert.equal((await known(['replay/6', 'replay/7'])).code, 0);
    const fewer = await known(['replay/6']);
    assert.equal(fewer.code, 5);
    assert.match(fewer.stdout, /unexpected: replay\/7 fails, but --expect does not list it/);
    const more = await known(['replay/1', 'replay/6', 'replay/7']);
    assert.equal(more.code, 5);
    assert.match(more.stdout, /unexpected: replay\/1 holds, but --expect lists it as failing/);
  });

  it('writes reports to files and to standard output, which then has nothing else', async () => {
    const file = join(folder, 'report.html');
    const { code, stdout, stderr } = await kit(run('--only', 'story/1', '--report', `html=${file}`, '--report', 'tap'));
    assert.equal(code, 0);
    assert.match(stdout, /^TAP version 14\n1\.\.1\nok 1 - story\/1 /);
    assert.match(stderr, /Accounts are made at/);
    assert.match(await readFile(file, 'utf8'), /^<!doctype html>/);
  });

  it('takes a driver in any language, over lines of JSON', async () => {
    const { code, stdout, stderr } = await kit([address, '--driver-command', program, '--only', 'story,window/2']);
    assert.equal(code, 0, stdout + stderr);
  });
});
