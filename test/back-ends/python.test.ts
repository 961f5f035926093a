import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { freePort } from '../server/support/program.js';
import { Authenticator } from '../support/authenticator.js';
import { Camera } from '../support/camera.js';
import { launchBrowser } from '../support/launch-browser.js';

/*
 * The back end that people copy: it keeps every promise that the kit can check, and a person can live the whole story with it.
 * It needs Python 3.11.
 */

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'demo', 'back-ends', 'python');
/** On another machine the tests are skipped, and say why. */
const withPython = { skip: missing() };

function missing(): string | false {
  try {
    execFileSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))'], { stdio: 'ignore' });
    return false;
  } catch {
    return 'this machine has no python3 of version 3.11 or later';
  }
}

/** Runs the built kit, as an adopter does. */
async function runKit(...options: string[]): Promise<{ code: number | null; output: string }> {
  const port = String(await freePort());
  const driver = `python3 -B "${join(folder, 'driver.py')}" ${port}`;
  const main = join(root, 'dist', 'server', 'conformance', 'main.js');
  const child = spawn(
    process.execPath,
    [main, `http://127.0.0.1:${port}/api/2fa`, '--driver-command', driver, ...options],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

describe('the back end in Python', withPython, () => {
  it('is short enough to copy: under 400 lines of code', async () => {
    const modules = ['codes.py', 'problem.py', 'server.py', 'store.py', 'two_factor.py'];
    const texts = await Promise.all(modules.map((name) => readFile(join(folder, name), 'utf8')));
    const code = texts
      .join('\n')
      .replaceAll(/^ *"""[^]*?"""$/gm, '')
      .replaceAll(/^ *#.*$/gm, '');
    const lines = code.split('\n').filter((line) => line.trim());
    assert.ok(lines.length > 300 && lines.length < 400, `${lines.length} lines`);
  });

  it('keeps every promise of the conformance kit', { timeout: 900_000 }, async () => {
    const { code, output } = await runKit('--quiet');
    assert.equal(code, 0, output);
    // What the back end does not have is the optional operations, and nothing else. Two checks of spent codes are of several authenticators.
    const groups = output.slice(output.indexOf('By group'), output.indexOf('By standard'));
    const notShown = [...groups.matchAll(/^ +\S+ +(\S+) .* not shown$/gm)].map(([, group]) => group);
    assert.deepEqual(notShown, ['replay', 'optional'], output);
    assert.match(output, /\d+ hold, 0 fail/);
  });
});

describe('a person at the page of the back end in Python', withPython, () => {
  let data: string;
  let server: ChildProcess;
  let browser: Browser;
  let page: Page;
  let app: Authenticator;
  const faults: string[] = [];

  before(async () => {
    data = await mkdtemp(join(tmpdir(), 'harmony-2fa-python-'));
    const port = String(await freePort());
    server = spawn('python3', ['-B', join(folder, 'server.py'), '--port', port, '--data', data], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(server.stdout!, 'data');
    browser = await launchBrowser();
    page = await browser.newPage({ reducedMotion: 'reduce', locale: 'en-GB' });
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`http://localhost:${port}/`);
  });
  after(async () => {
    await browser.close();
    server.kill();
    await once(server, 'exit');
    await rm(data, { recursive: true, force: true });
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });

  async function signIn(password = 'correct horse battery staple'): Promise<void> {
    await page.getByLabel('Email').fill('ada@example.com');
    await page.getByLabel('Password').fill(password);
    await button('Sign in').click();
  }

  it('is told that a password is wrong', async () => {
    await signIn('wrong');
    await page.getByText('Email or password is not right.').waitFor();
  });

  it('enables 2FA with a scanned QR code', async () => {
    await signIn();
    await button('Enable 2FA').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Enable 2FA' }).click();
    await page.getByRole('heading', { name: 'Set Up Two-Factor Authentication' }).waitFor();
    app = new Authenticator(await (await Camera.open(browser)).reads(page));
    assert.deepEqual([app.issuer, app.account], ['Python example', 'ada@example.com']);
    await page.getByLabel('I have saved my backup codes').check();
    await page.getByLabel('Enter verification code').fill(app.codeOf(app.stepAt(Date.now())));
    await button('Verify').click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByText('10 of 10 backup codes left').waitFor();
  });

  it('signs in by the code of the next step, after a wrong one', async () => {
    await button('Sign out').click();
    await signIn();
    await page.getByLabel('Enter the 6-digit code').fill(app.wrongCode());
    await page.getByText('That code is not right.').waitFor();
    await page.getByLabel('Enter the 6-digit code').fill(app.codeOf(app.stepAt(Date.now()) + 1));
    await button('Sign out').waitFor();
    await button('Disable 2FA').waitFor();
  });

  it('disables 2FA and needs no code from then on', async () => {
    await button('Disable 2FA').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable 2FA' }).click();
    await button('Enable 2FA').waitFor();
    await button('Sign out').click();
    await signIn();
    await button('Enable 2FA').waitFor();
    assert.deepEqual(faults, []);
  });
});
