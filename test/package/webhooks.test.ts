import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { freePort } from '../server/support/program.js';

const root = join(import.meta.dirname, '..', '..');
const page = await readFile(join(root, 'demo/docs/webhooks.md'), 'utf8');

function codeIn(section: string): string {
  const part = page.split(`\n## ${section}\n`)[1]?.split('\n## ')[0] ?? '';
  const code = /```js\n(.*?)```/s.exec(part)?.[1];
  assert.ok(code, `the page has code in “${section}”`);
  return code;
}

const secret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
const [current, former] = [secret(), secret()];

/** An app that begins a set-up, which writes an entry. */
const app = `
import { twoFactor } from './sender.mjs';
const proof = { method: 'password', at: new Date() };
await twoFactor.beginSetup({ accountId: 'ada', accountName: 'Ada', proof });
`;

describe('the receiver and the sender of the page about webhooks', () => {
  let folder: string;
  let receiver: ChildProcess;
  let sender: ChildProcess | undefined;
  let lines: Interface;
  let url: string;
  let errors = '';

  before(async () => {
    await mkdir(join(root, 'data'), { recursive: true });
    folder = await mkdtemp(join(root, 'data', 'webhooks-'));
    await mkdir(join(folder, 'node_modules'));
    await symlink(root, join(folder, 'node_modules', 'harmony-2fa'));
    await writeFile(join(folder, 'receiver.mjs'), codeIn('Receive'));
    await writeFile(join(folder, 'sender.mjs'), codeIn('In your own app'));
    await writeFile(join(folder, 'app.mjs'), app);
    const port = await freePort();
    url = `http://127.0.0.1:${port}/`;
    receiver = spawn(process.execPath, ['receiver.mjs'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], PORT: String(port), WEBHOOK_SECRETS: `${current},${former}` },
    });
    receiver.stderr!.on('data', (text: Buffer) => (errors += String(text)));
    lines = createInterface(receiver.stdout!);
    while (!(await fetch(url).catch(() => null))) {
      assert.equal(receiver.exitCode, null, errors);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
  after(async () => {
    for (const child of [receiver, sender]) {
      if (!child || child.exitCode !== null) continue;
      child.kill();
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  });

  it('send and accept an event, by one of the two secrets that the receiver knows', async () => {
    const line = once(lines, 'line');
    sender = spawn(process.execPath, ['app.mjs'], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: 'file:./store.sqlite',
        HARMONY_2FA_KEYS: `k1:${randomBytes(32).toString('base64')}`,
        SIEM_URL: url,
        WEBHOOK_SECRETS: former,
      },
    });
    sender.stderr!.on('data', (text: Buffer) => (errors += String(text)));
    const ended = once(sender, 'exit').then(() => assert.fail(errors));
    assert.deepEqual(await Promise.race([line, ended]), ['harmony_2fa.setup_begun ada']);
  });

  it('refuse what nobody has signed', async () => {
    assert.equal((await fetch(url, { method: 'POST', body: '{}' })).status, 401);
  });
});
