import { connect, type Socket } from 'node:net';
import { backupCodesOfAll } from './people.js';
import { requestOf, type Kind } from './requests.js';

/**
 * Asks a server, or several instances of one, over as many connections as it is told, each with one request at a time, and
 * measures every answer. A raw socket, since an HTTP client would cost more than what it measures. It is told what to do by
 * messages and stays between them, so that it is warm in every round but the first.
 */
export interface LoadSettings {
  /** Each gets the same number of connections and of requests. */
  targets: readonly Target[];
  connections: number;
  kind: Kind;
  /** Of each target: accounts first, first + every, …, each once. */
  first: number;
  /** Requests to all targets. */
  count: number;
  every?: number;
  /** How many accounts there are, where the last is followed by the first again. */
  within?: number;
}

export interface Target {
  port: number;
  /** What its accounts are counted from. */
  base?: number;
}

export interface Outcome {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** How many answers had which status. */
  statuses: Record<string, number>;
}

const {
  codes: [backupCode = ''],
} = await backupCodesOfAll();

process.on('message', (settings: LoadSettings) => {
  void ask(settings).then((outcome) => process.send!(outcome));
});
process.send!('ready');

async function ask(settings: LoadSettings): Promise<Outcome> {
  const { targets, connections, kind, first, count, every = 1, within = Infinity } = settings;
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  const queues = targets.map(({ port, base = 0 }) => ({ port, base, next: 0 }));
  const lines = await Promise.all(
    Array.from({ length: connections }, async (_, index) => {
      const queue = queues[index % queues.length]!;
      return { queue, socket: await open(queue.port) };
    }),
  );
  const started = performance.now();
  await Promise.all(
    lines.map(async ({ queue, socket }) => {
      while (queue.next < count / queues.length) {
        const account = queue.base + ((first + queue.next * every) % within);
        queue.next += 1;
        const text = requestOf(kind, account, backupCode);
        const asked = performance.now();
        socket.write(text);
        const status = await answer(socket);
        times.push(performance.now() - asked);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const { socket } of lines) socket.destroy();
  times.sort((one, other) => one - other);
  const at = (share: number): number => times[Math.min(count - 1, Math.floor(count * share))]!;
  return { perSecond: count / seconds, p50: at(0.5), p99: at(0.99), statuses };
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

function answer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const end = (): void => reject(new Error('the connection ended within an answer'));
    const read = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (!isWhole(text)) return;
      socket.off('data', read).off('close', end);
      resolve(text.slice(9, 12));
    };
    socket.on('data', read).once('close', end);
  });
}

/** An answer either says its length or comes in chunks, of which the last is empty. */
function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head === -1) return false;
  if (/transfer-encoding: chunked/i.test(text)) return text.endsWith('\r\n0\r\n\r\n');
  const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
  return text.length >= head + 4 + length;
}
