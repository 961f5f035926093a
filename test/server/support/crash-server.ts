import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { freePort } from './program.js';
import { origin } from './test-server.js';
import type { Place } from './visitor.js';

const root = join(import.meta.dirname, '..', '..', '..');

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

/** Translated once, since a process that is started hundreds of times would spend its life translating. */
export async function crashServers(databaseUrl: string, keys: string): Promise<CrashServers> {
  // Below the packages, so that the bundle finds them.
  const outdir = join(root, 'node_modules', '.cache', `harmony-2fa-crash-${process.pid}`);
  await build({
    entryPoints: [join(root, 'server', 'reference', 'main.ts'), join(import.meta.dirname, 'crash-at-statement.ts')],
    outdir,
    entryNames: '[name]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['better-sqlite3', '@node-rs/argon2', 'pg', 'pg-native'],
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
    logLevel: 'error',
  });
  const running = new Set<CrashServer>();

  return {
    async start() {
      const port = await freePort();
      const child = spawn(
        process.execPath,
        ['--import', join(outdir, 'crash-at-statement.mjs'), join(outdir, 'main.mjs')],
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
      await rm(outdir, { recursive: true, force: true });
    },
  };
}
