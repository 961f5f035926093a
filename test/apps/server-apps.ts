import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { HostBuild } from '../hosts/host-build.js';
import { freePort } from '../server/support/program.js';

const run = promisify(execFile);

interface ServerKind {
  /** The arguments of `node` in the app's folder. */
  start: readonly string[];
  /** The same for a step before the first start. */
  build?: readonly string[];
  /** What it prints when it is ready. */
  ready: RegExp;
}

const plain: ServerKind = { start: ['app.mjs'], ready: /: https?:\/\/\S+\n/ };

/** The folders of `demo/hosts/servers`. */
export const servers: Record<string, ServerKind> = {
  'express-5': plain,
  'express-4': plain,
  hono: plain,
  fastify: plain,
  nest: plain,
  next: {
    build: ['../../../../node_modules/next/dist/bin/next', 'build'],
    start: ['../../../../node_modules/next/dist/bin/next', 'start'],
    ready: /Ready in/,
  },
  sveltekit: { build: ['../../../../node_modules/vite/bin/vite.js', 'build'], start: ['build'], ready: /Listening on/ },
};

/** What the apps install beside the package. */
const packages = [
  ...['lit', 'zod', 'otpauth', 'kysely', 'better-sqlite3', '@node-rs/argon2'],
  ...['express', 'express4', 'express-session', 'passport', 'passport-local'],
  ...['hono', '@hono/node-server', 'fastify'],
  ...['@nestjs/common', '@nestjs/core', '@nestjs/platform-express', 'reflect-metadata', 'rxjs'],
  ...['next', 'react', 'react-dom'],
  ...['svelte', '@sveltejs/kit', '@sveltejs/adapter-node', '@sveltejs/vite-plugin-svelte', 'vite'],
];

/** The apps of `demo/hosts/servers`, each a process on a free port with a new database, over the installed package. */
export class ServerApps {
  readonly #build: HostBuild;
  readonly #stops: (() => Promise<void>)[] = [];

  private constructor(build: HostBuild) {
    this.#build = build;
  }

  static async open(): Promise<ServerApps> {
    return new ServerApps(await HostBuild.open({ packages, paths: ['demo/hosts/servers'] }));
  }

  /**
   * Builds the app, if it has a build, and starts it.
   *
   * @param settings environment variables beside those of the tests
   * @returns its origin
   * @throws {Error} with its output when it ends before it is ready
   */
  async start(name: string, settings: Record<string, string> = {}): Promise<string> {
    const { start, build, ready } = servers[name]!;
    const cwd = this.#build.path('demo/hosts/servers', name);
    const machine = { PATH: process.env['PATH'], NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as const;
    // No key and no database: a build must not need them.
    if (build) await run(process.execPath, build, { cwd, env: machine });
    // After the build, which takes long enough for others to take the port.
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const env = {
      ...machine,
      PORT: String(port),
      ORIGIN: origin,
      DATABASE_URL: `file:${this.#folderOf(name)}/2fa.sqlite`,
      HARMONY_2FA_KEYS: `test:${randomBytes(32).toString('base64')}`,
      ...settings,
    };
    const child = spawn(process.execPath, start, { cwd, env });
    // A test that crashes must not leave its server running.
    process.once('exit', () => child.kill());
    const ended = once(child, 'close');
    this.#stops.push(async () => {
      child.kill();
      await ended;
    });
    let output = '';
    const isReady = new Promise<void>((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          if (ready.test(output)) resolve();
        });
      }
    });
    const outcome = await Promise.race([isReady, ended.then(() => 'ended' as const)]);
    if (outcome === 'ended') throw new Error(`${name} ended before it was ready:\n${output}`);
    return origin;
  }

  /** Puts the app's database out of reach. Returns what brings it back. */
  async hideDatabase(name: string): Promise<() => Promise<void>> {
    const folder = this.#folderOf(name);
    await writeFile(folder, 'a file where a folder has to be');
    return () => rm(folder);
  }

  #folderOf(name: string): string {
    return this.#build.path(`${name}-data`);
  }

  async close(): Promise<void> {
    await Promise.all(this.#stops.map((stop) => stop()));
    await this.#build.close();
  }
}
