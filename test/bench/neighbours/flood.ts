import { setPriority } from 'node:os';
import { answer, open } from '../raw-http.js';
import { addressOf, emailOf, signInRequest, wrongCodeRequest } from './requests.js';

/**
 * Sends as many requests as the server answers, over some connections with one request at a time each, until the next message.
 *
 * Half of the connections send wrong codes of one account, the others wrong passwords.
 *
 * `account`: passwords for that account, all from ever other networks.
 * `network`: passwords for addresses that nobody has, all from ever other /64 of one /48.
 */
export interface FloodSettings {
  port: number;
  connections: number;
  kind: 'account' | 'network';
  /** The account, or the /48. */
  number: number;
}

export interface FloodOutcome {
  perSecond: number;
  /** The number of answers by status. */
  statuses: Record<string, number>;
}

// The process that measures shares the core.
setPriority(10);
let stop: (() => void) | null = null;

process.on('message', (settings: FloodSettings | 'stop') => {
  if (settings === 'stop') stop?.();
  else void flood(settings).then((outcome) => process.send!(outcome));
});
process.send!('ready');

async function flood({ port, connections, kind, number }: FloodSettings): Promise<FloodOutcome> {
  const statuses: Record<string, number> = {};
  let flooding = true;
  stop = () => void (flooding = false);
  let sent = 0;
  const requestOf = (connection: number): string => {
    sent += 1;
    const email = kind === 'account' ? emailOf(number) : `nobody-${sent}@example.com`;
    // Above the networks of the strangers, or within the /48.
    const address =
      kind === 'account'
        ? addressOf(32_768 + (sent % 32_768))
        : `2001:db8:${number.toString(16)}:${(sent % 65_536).toString(16)}::7`;
    return connection % 2 === 0 ? wrongCodeRequest(number, address) : signInRequest(email, 'wrong password', address);
  };
  const began = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async (_, connection) => {
      const socket = await open(port);
      while (flooding) {
        socket.write(requestOf(connection));
        const status = await answer(socket);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
      socket.destroy();
    }),
  );
  return { perSecond: (sent * 1000) / (performance.now() - began), statuses };
}
