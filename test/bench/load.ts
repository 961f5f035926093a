import { connect, type Socket } from 'node:net';
import { accountId, codeOf, secretOf } from './people.js';

/**
 * Sends requests over as many connections as it is told and measures each answer. A raw socket, since an HTTP client would
 * cost more than what it measures. Settings come as JSON in the argument; the outcome goes out as JSON on one line.
 */
interface Settings {
  port: number;
  connections: number;
  /** Answers that the measurement is about: accounts first to last, each once. */
  first: number;
  last: number;
  wrong?: boolean;
}

const { port, connections, first, last, wrong } = JSON.parse(process.argv[2]!) as Settings;
const secrets = new Map<number, Buffer>();
for (let account = first; account < last; account += 1) secrets.set(account, secretOf(account));

let next = first;
const times: number[] = [];
const statuses: Record<string, number> = {};
const started = process.hrtime.bigint();
await Promise.all(Array.from({ length: connections }, work));
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
times.sort((a, b) => a - b);
const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))]! / 1e6;
process.stdout.write(
  `${JSON.stringify({ perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99), answers: times.length, statuses })}\n`,
);

async function work(): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise((resolve) => socket.once('connect', resolve));
  while (next < last) {
    const account = next;
    next += 1;
    const code = codeOf(secrets.get(account)!);
    const body = JSON.stringify({ code: wrong ? String((Number(code) + 1) % 1_000_000).padStart(6, '0') : code });
    const asked = process.hrtime.bigint();
    socket.write(
      `POST /api/2fa/challenge HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nX-Account: ${accountId(account)}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    const status = await answer(socket);
    times.push(Number(process.hrtime.bigint() - asked));
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  socket.destroy();
}

function answer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      const head = text.indexOf('\r\n\r\n');
      if (head === -1) return;
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (text.length < head + 4 + length) return;
      socket.off('data', read);
      socket.off('error', reject);
      resolve(text.slice(9, 12));
    };
    socket.on('data', read);
    socket.once('error', reject);
  });
}
