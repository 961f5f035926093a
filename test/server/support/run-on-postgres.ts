import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createCluster } from './postgres-cluster.js';

/** Runs a command, given as arguments, with the address of a new PostgreSQL in `TEST_POSTGRES`. */
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
