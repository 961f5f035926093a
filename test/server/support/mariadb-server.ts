import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './program.js';

const run = promisify(execFile);
/** MariaDB refuses to run as root; `nobody` exists everywhere and needs no account to be made. */
const nobody = 65534;
const asRoot = process.getuid?.() === 0;
const user = asRoot ? { uid: nobody, gid: nobody } : {};
// Debian keeps the server where only root has its path.
const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/usr/local/sbin` };

export interface MariadbServer {
  /** Of the database `mysql`; another one has its name in its place. */
  url: string;
  start(): Promise<void>;
  /** As a crash would: connections are cut, nothing is written down in order. */
  stop(): Promise<void>;
  /** Stops it and deletes its files. */
  remove(): Promise<void>;
}

/** A real MariaDB of the tests' own, from the system's package `mariadb-server`. */
export async function createMariadb(settings: readonly string[] = []): Promise<MariadbServer> {
  const folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-mariadb-'));
  const data = join(folder, 'data');
  await chmod(folder, 0o755);
  // A server that starts deletes the temporary files of all that share its folder for them.
  const temporary = join(folder, 'tmp');
  for (const own of [data, temporary]) {
    await mkdir(own);
    if (asRoot) await chown(own, nobody, nobody);
  }
  await run(
    'mariadb-install-db',
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--tmpdir=${temporary}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ],
    { ...user, cwd: folder, env },
  );
  const port = await freePort();
  let server: ChildProcess | undefined;

  const mariadb: MariadbServer = {
    url: `mysql://root@127.0.0.1:${port}/mysql`,
    async start() {
      const all = ['bind-address=127.0.0.1', 'max-connections=300', 'innodb-buffer-pool-size=64M', ...settings];
      const started = spawn(
        'mariadbd',
        [
          '--no-defaults',
          `--datadir=${data}`,
          `--tmpdir=${temporary}`,
          `--port=${port}`,
          `--socket=${join(data, 'mariadb.sock')}`,
          `--pid-file=${join(data, 'mariadb.pid')}`,
          ...all.map((setting) => `--${setting}`),
        ],
        { ...user, cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] },
      );
      server = started;
      let output = '';
      await new Promise<void>((resolve, reject) => {
        started.stderr.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          if (output.includes('ready for connections')) resolve();
        });
        started.once('error', reject);
        started.once('close', () => reject(new Error(`MariaDB did not start: ${output}`)));
      });
    },
    async stop() {
      if (!server || server.exitCode !== null || server.signalCode !== null) return;
      const closed = once(server, 'close');
      server.kill('SIGKILL');
      await closed;
      server = undefined;
    },
    async remove() {
      await mariadb.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await mariadb.start();
  return mariadb;
}
