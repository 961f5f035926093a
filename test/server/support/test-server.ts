import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp, type App, type AppParts } from '../../../server/reference/app.js';
import { createArgon2, type Argon2 } from '../../../server/core/crypto/argon2.js';
import { parseKeyRing } from '../../../server/core/crypto/key-ring.js';
import { createExpressServer } from '../../../server/adapters/express/express-server.js';
import { createLog } from '../../../server/adapters/log/json-log.js';
import { openStore, type OpenStore } from '../../../server/adapters/store/open-store.js';
import type { TwoFactorStore } from '../../../server/core/two-factor/store.js';
import { createDatabase, type TestDatabase } from './test-database.js';

export const origin = 'http://localhost:3000';

export interface TestClock {
  now(): Date;
  /** Moves on by seconds; a negative number sets the clock back. */
  advance(seconds: number): void;
}

export interface TestServer extends App {
  url: string;
  clock: TestClock;
  store: OpenStore;
  database: TestDatabase;
  /** The key ring it was started with last. */
  readonly keys: string;
  /** Every log line so far, at the most talkative level. */
  logs(): string;
  /** The same database under other keys, or after a restart. */
  restart(changes?: ServerOptions): Promise<void>;
  close(): Promise<void>;
}

export interface ServerOptions {
  keys?: string;
  origins?: string[];
  secure?: boolean;
  networkLimit?: number;
  trustProxy?: string[];
  pagesDirectory?: string;
  mailer?: AppParts['mailer'];
  trustedDeviceDays?: number;
  requireTwoFactor?: AppParts['config']['requireTwoFactor'];
  ruleFor?: AppParts['ruleFor'];
  recoveryDelayHours?: number;
  administrators?: string[];
  issuerByDomain?: AppParts['config']['issuerByDomain'];
  auditDays?: number;
  metrics?: AppParts['metrics'];
  webhooks?: AppParts['config']['webhooks'];
  openApi?: AppParts['openApi'];
  /** Hashes as slowly as the product does, for a test of just that. */
  fullHashCost?: boolean;
  /** Hashes of the test's own. */
  argon2?: Argon2;
  /** Stands before the ping of the store, to count or to hold it. */
  wrapPing?: (ping: () => Promise<void>) => () => Promise<void>;
  /** A clock of the database's own, which is not the one of the test. Without it there is one clock alone. */
  databaseTime?: (() => Date) | undefined;
  /** Stands between the service and the store, to count or to break. */
  wrapStore?: (store: TwoFactorStore) => TwoFactorStore;
}

/** Argon2id at its lowest cost: the same code paths, without 0.3 s for every person that a test needs. */
export const cheapArgon2 = createArgon2({ memoryCost: 8, timeCost: 1, parallelism: 1 });

export function newKey(id: string): string {
  return `${id}:${randomBytes(32).toString('base64')}`;
}

/** The reference server on a real database and a free port, with a clock that only the test moves. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const database = await createDatabase();
  const clock = testClock();
  const lines: string[] = [];
  let current = { keys: newKey('test'), ...options };
  // The same after a restart, as for a server that people know by its address.
  let port = 0;
  let running = await listen();

  const server: TestServer = {
    ...running.parts,
    url: running.url,
    store: running.store,
    clock,
    database,
    get keys() {
      return current.keys;
    },
    logs: () => lines.join(''),
    async restart(changes = {}) {
      await running.stop();
      current = { ...current, ...changes };
      running = await listen();
      Object.assign(server, running.parts, { url: running.url, store: running.store });
    },
    async close() {
      await running.stop();
      await database.remove();
    },
  };
  return server;

  async function listen() {
    const store = await openStore(database.url);
    // That of the real database is not where the clock of the test is.
    store.time = () => Promise.resolve(current.databaseTime?.() ?? null);
    const { wrapStore = (inner: TwoFactorStore) => inner, wrapPing = (ping: () => Promise<void>) => ping } = current;
    const parts = await createApp({
      config: {
        origins: [origin, ...(current.origins ?? [])] as [string, ...string[]],
        secure: current.secure ?? false,
        keys: parseKeyRing(current.keys),
        issuer: 'Harmony',
        issuerByDomain: current.issuerByDomain ?? new Map(),
        networkLimit: current.networkLimit ?? 0,
        trustProxy: current.trustProxy ?? [],
        trustedDeviceDays: current.trustedDeviceDays ?? 0,
        webhooks: current.webhooks ?? [],
        requireTwoFactor: current.requireTwoFactor ?? 'off',
        recoveryDelayHours: current.recoveryDelayHours ?? 24,
        administrators: current.administrators ?? [],
        auditDays: current.auditDays ?? 90,
      },
      store: { ...store, secondFactors: wrapStore(store.secondFactors), ping: wrapPing(store.ping) },
      log: createLog('trace', { write: (line) => void lines.push(line) }),
      pagesDirectory: current.pagesDirectory ?? '/nowhere',
      clock: clock.now,
      mailer: current.mailer,
      metrics: current.metrics,
      openApi: current.openApi,
      ruleFor: current.ruleFor,
      argon2: current.fullHashCost ? undefined : (current.argon2 ?? cheapArgon2),
    });
    const http = createExpressServer(parts.app);
    // On a busy machine a test sends its next request just as a connection that was idle for the usual five seconds is closed.
    http.keepAliveTimeout = 60_000;
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
    port = (http.address() as AddressInfo).port;
    return { parts, store, url: `http://127.0.0.1:${port}`, stop: () => stop(http, store) };
  }
}

async function stop(http: Server, store: OpenStore): Promise<void> {
  const closed = new Promise((resolve) => http.close(resolve));
  http.closeAllConnections();
  await closed;
  await store.close();
}

function testClock(): TestClock {
  let time = Date.parse('2026-11-24T09:00:00.000Z');
  return {
    now: () => new Date(time),
    advance: (seconds) => void (time += seconds * 1000),
  };
}
