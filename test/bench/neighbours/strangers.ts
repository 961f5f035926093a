import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Socket } from 'node:net';
import { answer, open } from '../raw-http.js';
import { addressOf, codeRequest, emailOf, password, signInRequest } from './requests.js';

/**
 * People of accounts and networks of their own, who come at a steady rate: some answer a challenge with a right code, some sign in
 * with a right password. Each wait is measured from the planned time of the request, so that a server that is behind has no fewer
 * requests to answer.
 */
export interface StrangersSettings {
  port: number;
  seconds: number;
  codesPerSecond: number;
  passwordsPerSecond: number;
  /** The accounts are first, first + 1, …; each is used once. */
  first: number;
}

export interface StrangersOutcome {
  /** Milliseconds of each answer. */
  codes: number[];
  passwords: number[];
  /** The number of answers by status. */
  statuses: Record<string, number>;
  /** How late this process itself was, in milliseconds, p99: a part of each wait. */
  ownDelayP99: number;
}

process.on('message', (settings: StrangersSettings) => {
  void come(settings).then((outcome) => process.send!(outcome));
});
process.send!('ready');

async function come(settings: StrangersSettings): Promise<StrangersOutcome> {
  const { port, seconds, codesPerSecond, passwordsPerSecond, first } = settings;
  const statuses: Record<string, number> = {};
  const idle: Socket[] = [];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();

  const stream = (perSecond: number, requestOf: (index: number) => string): Promise<number[]> =>
    Promise.all(
      Array.from({ length: seconds * perSecond }, async (_, index) => {
        const planned = began + (index * 1000) / perSecond;
        await new Promise((resolve) => setTimeout(resolve, planned - performance.now()));
        const socket = idle.pop() ?? (await open(port));
        socket.write(requestOf(index));
        const status = await answer(socket);
        statuses[status] = (statuses[status] ?? 0) + 1;
        idle.push(socket);
        return performance.now() - planned;
      }),
    );
  const codeCount = seconds * codesPerSecond;
  const [codes, passwords] = await Promise.all([
    stream(codesPerSecond, (index) => codeRequest(first + index, addressOf(first + index))),
    stream(passwordsPerSecond, (index) => {
      const account = first + codeCount + index;
      return signInRequest(emailOf(account), password, addressOf(account));
    }),
  ]);
  delay.disable();
  for (const socket of idle) socket.destroy();
  return { codes, passwords, statuses, ownDelayP99: delay.percentile(99) / 1e6 };
}
