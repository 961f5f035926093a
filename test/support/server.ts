import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/**
 * The built reference server as an operator runs it: a process of its own on a free port, with a fresh SQLite file and a
 * fresh key. It can go away and come back with all it knew.
 */
export class ReferenceServer {
  readonly origin: string;
  /** Everything it printed, at the most talkative level, to be searched for what must not be there. */
  output = '';
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  #process: ChildProcess | undefined;

  private constructor(port: number, folder: string) {
    this.origin = `http://localhost:${port}`;
    this.#folder = folder;
    this.#env = {
      PATH: process.env['PATH'],
      PORT: String(port),
      ORIGIN: this.origin,
      DATABASE_URL: `file:${join(folder, 'store.sqlite')}`,
      HARMONY_2FA_KEYS: `test:${randomBytes(32).toString('base64')}`,
      LOG_LEVEL: 'trace',
      // Every test comes from the same network.
      NETWORK_LIMIT: '0',
    };
  }

  static async start(): Promise<ReferenceServer> {
    const folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-'));
    const server = new ReferenceServer(await freePort(), folder);
    await server.start();
    return server;
  }

  /** Resolves with its ready line; rejects with what it said when it ends before. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['dist/server/reference/main.js'], { cwd: root, env: this.#env });
    this.#process = child;
    // A test that dies must not leave its server behind.
    process.once('exit', () => child.kill());
    const ended = once(child, 'exit');
    let said = '';
    const ready = new Promise<void>((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          this.output += text;
          said += text;
          if (said.includes('is ready at')) resolve();
        });
      }
    });
    const early = ended.then(() => {
      throw new Error(`The server ended before it was ready (was \`npm run build\` run?):\n${said}`);
    });
    await Promise.race([ready, early]);
    early.catch(() => undefined);
  }

  /** As an operator stops it; resolves when it has ended. */
  async stop(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** A new account each time, so that tests do not meet in one. */
  async createAccount(name: string): Promise<Account> {
    const account = {
      email: `${name}-${randomBytes(4).toString('hex')}@example.com`,
      password: 'a long enough password',
    };
    const answer = await fetch(`${this.origin}/api/accounts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.origin },
      body: JSON.stringify(account),
    });
    if (answer.status !== 201) throw new Error(`The account was not created: ${answer.status} ${await answer.text()}`);
    return account;
  }
}

export interface Account {
  email: string;
  password: string;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
