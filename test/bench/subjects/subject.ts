import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import type { Express } from 'express';
import type * as ExpressModule from '../../../server/express.js';
import type * as FetchModule from '../../../server/fetch.js';
import type * as ServerModule from '../../../server/index.js';
import type { Usage } from '../measure.js';

/** Starts servers on free ports of loopback, sends the ports to the bench, and answers its questions about usage. */
export async function serve(...servers: Server[]): Promise<void> {
  for (const server of servers) {
    server.keepAliveTimeout = 60_000;
    await once(server.listen(0, '127.0.0.1'), 'listening');
  }
  process.send!(servers.map((server) => (server.address() as AddressInfo).port));
  // The default of 10 ms is part of each delay. A finer resolution would make idle servers slow down the measured one.
  const delay = monitorEventLoopDelay();
  delay.enable();
  process.on('message', (question) => process.send!(question === 'heap' ? heapBytes() : usage(delay)));
  process.once('SIGTERM', () => process.exit(0));
}

function usage(delay: IntervalHistogram): Usage {
  const { user, system } = process.cpuUsage();
  const loopDelayP99 = delay.percentile(99) / 1e6;
  delay.reset();
  return { cpuMicroseconds: user + system, loopDelayP99 };
}

/** After a collection, because garbage is no growth. */
function heapBytes(): number {
  globalThis.gc!();
  return process.memoryUsage().heapUsed;
}

/** Like the reference server, or like `app.listen`. */
export async function serverOf(app: Express): Promise<Server> {
  return process.env['LISTEN'] === 'app.listen' ? createServer(app) : (await builtServer()).createExpressServer(app);
}

/** The number of accounts. */
export const accounts = Number(process.env['ACCOUNTS'] ?? 1000);

/** The server from `npm run build`, as the package ships it. */
export async function builtServer(): Promise<typeof ServerModule & typeof ExpressModule & typeof FetchModule> {
  const folder = join(import.meta.dirname, '..', '..', '..', 'dist', 'server');
  const [server, express, fetch] = (await Promise.all([
    import(join(folder, 'index.js')),
    import(join(folder, 'express.js')),
    import(join(folder, 'fetch.js')),
  ])) as [typeof ServerModule, typeof ExpressModule, typeof FetchModule];
  return { ...server, ...express, ...fetch };
}
