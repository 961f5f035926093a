import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../server/support/program.js';

const root = join(import.meta.dirname, '..', '..');

/**
 * The built reference server as an operator runs it: a process on a free port, with a new SQLite file and a new key. It can
 * stop and start again with its data.
 */
export class ReferenceServer {
  readonly origin: string;
  /** Everything that it printed at the most detailed level; tests search it for secrets. */
  output = '';
  readonly #folder: string;
  /** The file of its database. */
  readonly database: string;
  readonly #env: NodeJS.ProcessEnv;
  #process: ChildProcess | undefined;

  private constructor(port: number, folder: string, settings: NodeJS.ProcessEnv) {
    this.origin = `http://localhost:${port}`;
    this.#folder = folder;
    this.database = join(folder, 'store.sqlite');
    this.#env = {
      PATH: process.env['PATH'],
      PORT: String(port),
      ORIGIN: this.origin,
      DATABASE_URL: `file:${this.database}`,
      HARMONY_2FA_KEYS: `test:${randomBytes(32).toString('base64')}`,
      LOG_LEVEL: 'trace',
      STOP_DELAY: '0',
      // All tests come from the same network.
      NETWORK_LIMIT: '0',
      ...settings,
    };
  }

  /** @param settings variables that differ from the usual ones */
  static async start(settings: NodeJS.ProcessEnv = {}): Promise<ReferenceServer> {
    const folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-'));
    const server = new ReferenceServer(await freePort(), folder, settings);
    await server.start();
    return server;
  }

  /** Resolves at its ready line; rejects with its output when it ends before. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['dist/server/reference/main.js'], { cwd: root, env: this.#env });
    this.#process = child;
    // A test that crashes must not leave its server running.
    process.once('exit', () => child.kill());
    const ended = once(child, 'exit');
    let startOutput = '';
    const ready = new Promise<void>((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          this.output += text;
          startOutput += text;
          if (startOutput.includes('is ready at')) resolve();
        });
      }
    });
    const endedEarly = ended.then(() => {
      throw new Error(`The server ended before it was ready (was \`npm run build\` run?):\n${startOutput}`);
    });
    await Promise.race([ready, endedEarly]);
    endedEarly.catch(() => undefined);
  }

  /** Stops it as an operator does; resolves when it has ended. */
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

  /** Runs `harmony-2fa-admin` with the settings of the server; resolves to its standard output. */
  async administer(...parameters: string[]): Promise<string> {
    const program = ['dist/server/reference/admin/main.js', ...parameters];
    const { stdout } = await promisify(execFile)(process.execPath, program, { cwd: root, env: this.#env });
    return stdout;
  }

  /** Creates a new account each time, so that tests do not share one. */
  async createAccount(name: string): Promise<Account> {
    const account = {
      email: `${name}-${randomBytes(4).toString('hex')}@example.com`,
      password: 'a long enough password',
    };
    const response = await fetch(`${this.origin}/api/accounts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.origin },
      body: JSON.stringify(account),
    });
    if (response.status !== 201)
      throw new Error(`The account was not created: ${response.status} ${await response.text()}`);
    return account;
  }
}

export interface Account {
  email: string;
  password: string;
}
