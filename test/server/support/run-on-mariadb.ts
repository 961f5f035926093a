import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createMariadb } from './mariadb-server.js';

/** Runs a command, given as arguments, with the address of a new MariaDB in `TEST_MARIADB`. */
const [command = '', ...parameters] = process.argv.slice(2);
const server = await createMariadb();
try {
  const child = spawn(command, parameters, {
    stdio: 'inherit',
    env: { ...process.env, TEST_MARIADB: server.url },
  });
  const [code] = (await once(child, 'close')) as [number | null];
  process.exitCode = code ?? 1;
} finally {
  await server.remove();
}
