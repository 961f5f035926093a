import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { compiled, root } from './compiled.js';
import { freePort } from './program.js';
import { origin } from './test-server.js';
import type { Place } from './visitor.js';

/** A server in a process of its own that is there to be killed. */
export interface CrashServer extends Place {
  /** What it wrote on standard error. */
  errors(): string;
  /** Resolves with the signal that ended it. */
  ended: Promise<NodeJS.Signals | null>;
  kill(): Promise<void>;
}

export interface CrashServers {
  start(): Promise<CrashServer>;
  close(): Promise<void>;
}

export function crashServers(databaseUrl: string, keys: string): CrashServers {
  const running = new Set<CrashServer>();

  return {
    async start() {
      const port = await freePort();
      const child = spawn(
        process.execPath,
        ['--import', compiled('test/server/support/crash-at-statement.ts'), compiled('server/reference/main.ts')],
        {
          cwd: root,
          stdio: ['ignore', 'pipe', 'pipe'],
          env: {
            PATH: process.env['PATH'],
            PORT: String(port),
            ORIGIN: origin,
            DATABASE_URL: databaseUrl,
            HARMONY_2FA_KEYS: keys,
            NETWORK_LIMIT: '0',
            LOG_LEVEL: 'error',
          },
        },
      );
      let errors = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
      const ended = once(child, 'close').then(([, signal]) => signal as NodeJS.Signals | null);
      const server: CrashServer = {
        url: `http://127.0.0.1:${port}`,
        clock: { now: () => new Date() },
        errors: () => errors,
        ended,
        async kill() {
          child.kill('SIGKILL');
          await ended;
          running.delete(server);
        },
      };
      running.add(server);
      const ready = await Promise.race([once(child.stdout, 'data').then(String), ended.then(() => '')]);
      assert.match(ready, /is ready/, errors);
      child.stdout.resume();
      return server;
    },
    async close() {
      await Promise.all([...running].map((server) => server.kill()));
    },
  };
}
