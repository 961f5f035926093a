import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createCluster } from './postgres-cluster.js';

/**
 * Runs a command, given as arguments, with the address of a new PostgreSQL in `TEST_POSTGRES`. `TEST_POSTGRES_MODE` makes it a special one:
 * `serializable` is how CockroachDB and YugabyteDB answer, with failures that have to be repeated.
 */
const [command = '', ...parameters] = process.argv.slice(2);
const cluster = await createCluster();
try {
  const child = spawn(command, parameters, {
    stdio: 'inherit',
    env: { ...process.env, TEST_POSTGRES: cluster.url },
  });
  const [code] = (await once(child, 'close')) as [number | null];
  process.exitCode = code ?? 1;
} finally {
  await cluster.remove();
}
