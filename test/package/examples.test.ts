import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { URI } from 'otpauth';
import { freePort } from '../server/support/program.js';

const root = join(import.meta.dirname, '..', '..');
const password = 'correct horse';

/** The code block in a section of a Markdown file. */
async function codeOf(file: string, section: string): Promise<string> {
  const text = await readFile(join(root, file), 'utf8');
  const part = text.split(`\n## ${section}\n`)[1]?.split('\n## ')[0] ?? '';
  const code = /```js\n(.*?)```/s.exec(part)?.[1];
  assert.ok(code, `${file} has code in “${section}”`);
  return code;
}

/** A browser with one cookie, on a page of the origin that the README names. */
class Browser {
  cookie = '';
  readonly #address: string;
  constructor(address: string) {
    this.#address = address;
  }

  async call(method: string, path: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }> {
    const answer = await fetch(this.#address + path, {
      method,
      headers: {
        origin: 'http://localhost:3000',
        cookie: this.cookie,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const [set] = answer.headers.getSetCookie();
    if (set) this.cookie = set.split(';')[0]!;
    const text = await answer.text();
    return { status: answer.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} };
  }

  async signIn(): Promise<unknown> {
    return (await this.call('POST', '/sign-in', { email: 'ada@acme.example', password })).body['next'];
  }
}

describe('the README’s `app.mjs` with the `accounts.mjs` of the page about the host', () => {
  let folder: string;
  let app: ChildProcess;
  let address: string;
  let output = '';
  let backupCodes: string[];

  before(async () => {
    // A folder inside the package, so that the examples find Express. The link is where an installation puts the package.
    await mkdir(join(root, 'data'), { recursive: true });
    folder = await mkdtemp(join(root, 'data', 'example-'));
    await mkdir(join(folder, 'node_modules'));
    await symlink(root, join(folder, 'node_modules', 'harmony-2fa'));
    await writeFile(join(folder, 'app.mjs'), await codeOf('README.md', 'Mount'));
    await writeFile(join(folder, 'accounts.mjs'), await codeOf('demo/docs/host.md', 'Example'));
    const port = await freePort();
    address = `http://localhost:${port}`;
    app = spawn(process.execPath, ['app.mjs'], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        SESSION_SECRET: 'of the tests',
        HARMONY_2FA_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      },
    });
    for (const stream of [app.stdout!, app.stderr!]) stream.on('data', (text: Buffer) => (output += String(text)));
    while (!(await fetch(address).catch(() => null))) {
      assert.equal(app.exitCode, null, output);
      await wait(50);
    }
  });
  after(async () => {
    if (app.exitCode === null) {
      app.kill();
      await once(app, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  });

  it('turns 2FA on, asks for a code at the next sign-in, and accepts each code and each challenge once', async () => {
    const [laptop, tablet, stranger] = [new Browser(address), new Browser(address), new Browser(address)];
    assert.equal((await stranger.call('GET', '/api/2fa/status')).status, 401);
    assert.equal((await stranger.call('POST', '/sign-in', {})).status, 401);
    assert.equal((await stranger.call('POST', '/sign-in', { email: 'nobody@acme.example' })).status, 401);

    assert.equal(await laptop.signIn(), 'full');
    assert.equal(await tablet.signIn(), 'full');
    const { body: setup } = await laptop.call('POST', '/api/2fa/setup');
    backupCodes = setup['backupCodes'] as string[];
    const phone = URI.parse(setup['keyUri'] as string);
    const codeAt = (timestamp: number): string => phone.generate({ timestamp });
    const before = laptop.cookie;
    const first = { code: codeAt(Date.now()), id: setup['id'] };
    assert.equal((await laptop.call('POST', '/api/2fa/setup/confirm', first)).status, 200, output);
    assert.notEqual(laptop.cookie, before, 'a new session id');
    assert.equal((await laptop.call('GET', '/api/2fa/status')).body['enabled'], true);
    assert.equal((await tablet.call('GET', '/api/2fa/status')).status, 401, 'the other session is ended');

    assert.equal(await tablet.signIn(), 'challenge');
    assert.equal((await tablet.call('GET', '/api/2fa/status')).status, 401, 'half signed in');
    assert.equal((await tablet.call('GET', '/account')).status, 401, 'half signed in');
    const half = tablet.cookie;
    assert.equal((await tablet.call('POST', '/api/2fa/challenge', { code: first.code })).status, 422, 'a spent code');
    const passed = await tablet.call('POST', '/api/2fa/challenge', { code: codeAt(Date.now() + 30_000) });
    assert.deepEqual([passed.status, passed.body['result']], [200, { redirect: '/' }]);
    assert.equal((await tablet.call('GET', '/api/2fa/status')).status, 200);
    assert.equal((await fetch(`${address}/account`, { headers: { cookie: tablet.cookie } })).status, 200);

    stranger.cookie = half;
    assert.equal(
      (await stranger.call('POST', '/api/2fa/challenge', { backupCode: backupCodes[0] })).status,
      401,
      'a used challenge',
    );
  });

  it('accepts one of two simultaneous right answers to one challenge', async () => {
    const browsers = [new Browser(address), new Browser(address)];
    assert.equal(await browsers[0]!.signIn(), 'challenge');
    browsers[1]!.cookie = browsers[0]!.cookie;
    const answers = await Promise.all(
      browsers.map((browser, index) =>
        browser.call('POST', '/api/2fa/challenge', { backupCode: backupCodes[index + 1] }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401]);
  });

  it('serves the single file that the README embeds', async () => {
    const embedded = /src="(\/assets\/[^"]+)"/.exec(await readFile(join(root, 'README.md'), 'utf8'))![1]!;
    const answer = await fetch(address + embedded);
    assert.equal(answer.status, 200);
    assert.equal(await answer.text(), await readFile(join(root, 'dist', 'harmony-2fa.js'), 'utf8'));
  });
});
