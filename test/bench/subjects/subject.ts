import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of the bench: listens on a free port of loopback and says which, as JSON on one line. */
export function serve(listener: RequestListener): void {
  const server = createServer(listener).listen(0, '127.0.0.1', () => {
    process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
  });
  server.keepAliveTimeout = 60_000;
  process.once('SIGTERM', () => process.exit(0));
  // Its figures, whenever they are asked for.
  process.on('message', (word) => {
    if (word !== 'figures') return;
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMicroseconds: user + system, heapBytes: process.memoryUsage().heapUsed });
  });
}

export const accounts = Number(process.env['ACCOUNTS'] ?? 1000);
