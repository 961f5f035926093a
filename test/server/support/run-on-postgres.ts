import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createPgbouncer, limitRole } from './pgbouncer.js';
import { createPartitionedTemplate } from './partitions.js';
import { createCluster } from './postgres-cluster.js';

/**
 * Runs a command, given as arguments, with the address of a new PostgreSQL in `TEST_POSTGRES`. `TEST_POSTGRES_MODE` makes it a special one:
 * `serializable` is how CockroachDB and YugabyteDB answer, with failures that have to be repeated, `pgbouncer` has Debian's
 * PgBouncer in front of it, and `partitioned` spreads every table by the account.
 */
const [command = '', ...parameters] = process.argv.slice(2);
const cluster = await createCluster();
const mode = process.env['TEST_POSTGRES_MODE'];
const bouncer = mode === 'pgbouncer' ? await createPgbouncer(cluster.url, 'transaction') : null;
try {
  if (bouncer) await limitRole(cluster.url);
  const child = spawn(command, parameters, {
    stdio: 'inherit',
    env: {
      ...process.env,
      TEST_POSTGRES: bouncer ? `${bouncer.url}?pooler=transaction` : cluster.url,
      ...(mode === 'partitioned' && { TEST_POSTGRES_TEMPLATE: await createPartitionedTemplate(cluster.url) }),
    },
  });
  const [code] = (await once(child, 'close')) as [number | null];
  process.exitCode = code ?? 1;
} finally {
  await bouncer?.close();
  await cluster.remove();
}
