import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { query } from './postgres-query.js';
import { freePort } from './program.js';

export interface Pgbouncer {
  /** Of the same database over the pooler, without a parameter for it. */
  url: string;
  close(): Promise<void>;
}

/** PgBouncer does not run as root. */
const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/**
 * Debian's PgBouncer in front of a cluster. Its connections to the server take turns, so that nothing which a connection remembers is
 * there for the next transaction.
 *
 * @param direct the address of the cluster
 * @param poolSize how many connections to the server there are
 */
export async function createPgbouncer(
  direct: string,
  mode: 'transaction' | 'session',
  poolSize = 60,
): Promise<Pgbouncer> {
  const folder = await mkdtemp(join(tmpdir(), 'harmony-2fa-pgbouncer-'));
  await chmod(folder, 0o755);
  const url = new URL(direct);
  const port = await freePort();
  const settings = `[databases]
* = host=127.0.0.1 port=${url.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${join(folder, 'users.txt')}
pool_mode = ${mode}
max_client_conn = 1000
default_pool_size = ${poolSize}
server_round_robin = 1
server_idle_timeout = 5
`;
  await writeFile(join(folder, 'users.txt'), `"${url.username}" ""\n`);
  await writeFile(join(folder, 'pgbouncer.ini'), settings);
  const child = spawn('pgbouncer', [join(folder, 'pgbouncer.ini')], {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: `${process.env['PATH']}:/usr/sbin` },
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`install Debian’s pgbouncer: ${error.message}`)));
    child.once('close', () => reject(new Error(`PgBouncer did not start: ${output}`)));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('process up')) resolve();
    });
  });
  url.port = String(port);
  return {
    url: url.href,
    async close() {
      child.kill('SIGTERM');
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What `server/docs/scale.md` tells an operator to set. */
export async function limitRole(direct: string): Promise<void> {
  for (const limit of [`statement_timeout = '2s'`, `idle_in_transaction_session_timeout = '2500ms'`]) {
    await query(direct, `alter role ${new URL(direct).username} set ${limit}`);
  }
}
