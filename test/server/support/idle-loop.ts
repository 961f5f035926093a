import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const source = `
  const { monitorEventLoopDelay } = require('node:perf_hooks');
  const { parentPort } = require('node:worker_threads');
  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  parentPort.once('message', () => parentPort.postMessage(lag.percentile(99) / 1e6));
`;

/** An event loop that has nothing to do: its lag is what the machine's other load costs any loop. */
export interface IdleLoop {
  /** Ends the loop. Returns the 99th percentile of its lag, in milliseconds. */
  lag(): Promise<number>;
}

export async function startIdleLoop(): Promise<IdleLoop> {
  const worker = new Worker(source, { eval: true });
  await once(worker, 'online');
  return {
    async lag() {
      worker.postMessage('end');
      const [lag] = (await once(worker, 'message')) as [number];
      await worker.terminate();
      return lag;
    },
  };
}
