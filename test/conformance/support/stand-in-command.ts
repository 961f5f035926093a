import { createInterface } from 'node:readline';
import * as driver from './stand-in-driver.js';

/** The same driver as a program: a line of JSON for each call. */
interface Call {
  id: number;
  call: string;
  account?: { id?: unknown };
  seconds?: number;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, call, account = {}, seconds = 0 } = JSON.parse(line) as Call;
  const calls: Record<string, () => unknown> = {
    describe: () => ({ functions: ['createAccount', 'signIn', 'moveClock', 'close'] }),
    createAccount: () => driver.createAccount(),
    signIn: () => driver.signIn(account),
    moveClock: () => driver.moveClock?.(seconds),
    close: () => driver.close(),
  };
  process.stdout.write(`${JSON.stringify({ id, result: (await calls[call]?.()) ?? null })}\n`);
}
