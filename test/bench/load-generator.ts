import { sharedBackupCodes } from './accounts.js';
import { answer, open } from './raw-http.js';
import { requestOf, type Kind } from './requests.js';

/**
 * Sends requests to a server, or to several instances, over a number of connections with one request at a time each, and
 * measures every answer. It uses raw sockets: autocannon takes 2.3 times the processor time for a request (170 µs, not 72), and
 * its latencies are whole milliseconds. It is a process that receives its settings by messages, so that it is warm after the
 * first round.
 */
export interface LoadSettings {
  /** Each target gets the same number of connections and requests. */
  targets: readonly Target[];
  connections: number;
  kind: Kind;
  /** The accounts of each target: first, first + every, …; each once. */
  first: number;
  /** The number of requests to all targets together. */
  count: number;
  every?: number;
  /** The number of accounts, where the numbers wrap around. */
  within?: number;
}

export interface Target {
  port: number;
  /** Added to the numbers of its accounts. */
  base?: number;
}

export interface Outcome {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** The number of answers by status. */
  statuses: Record<string, number>;
}

const {
  codes: [backupCode = ''],
} = await sharedBackupCodes();

process.on('message', (settings: LoadSettings) => {
  void sendAll(settings).then((outcome) => process.send!(outcome));
});
process.send!('ready');

async function sendAll(settings: LoadSettings): Promise<Outcome> {
  const { targets, connections, kind, first, count, every = 1, within = Infinity } = settings;
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  const queues = targets.map(({ port, base = 0 }) => ({ port, base, next: 0 }));
  const connected = await Promise.all(
    Array.from({ length: connections }, async (_, index) => {
      const queue = queues[index % queues.length]!;
      return { queue, socket: await open(queue.port) };
    }),
  );
  const started = performance.now();
  await Promise.all(
    connected.map(async ({ queue, socket }) => {
      while (queue.next < count / queues.length) {
        const account = queue.base + ((first + queue.next * every) % within);
        queue.next += 1;
        const text = requestOf(kind, account, backupCode);
        const sent = performance.now();
        socket.write(text);
        const status = await answer(socket);
        times.push(performance.now() - sent);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const { socket } of connected) socket.destroy();
  times.sort((one, other) => one - other);
  const at = (share: number): number => times[Math.min(count - 1, Math.floor(count * share))]!;
  return { perSecond: count / seconds, p50: at(0.5), p99: at(0.99), statuses };
}
