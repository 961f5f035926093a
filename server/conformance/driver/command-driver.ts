import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { DriverError } from '../kit/outcome.js';
import { driverFunctions, type Driver, type DriverFunction } from './driver.js';

interface Reply {
  id?: unknown;
  result?: unknown;
  error?: unknown;
}

/**
 * A driver in any language: a program that reads one JSON object a line from its standard input, and answers each with one on its
 * standard output.
 *
 *     ▶ {"id":1,"call":"describe"}                        ◀ {"id":1,"result":{"functions":["createAccount","signIn"]}}
 *     ▶ {"id":2,"call":"createAccount"}                   ◀ {"id":2,"result":{"email":"…"}}
 *     ▶ {"id":3,"call":"signIn","account":{"email":"…"}}  ◀ {"id":3,"result":{"headers":{"cookie":"…"}}}
 *     ▶ {"id":4,"call":"moveClock","seconds":30}          ◀ {"id":4,"error":"no clock here"}
 *
 * Its standard error goes to the terminal. The kit closes its standard input at the end.
 */
export async function startDriver(command: string): Promise<Driver> {
  // A process group of its own, so that the program ends together with its shell.
  const child = spawn(command, { shell: true, detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let next = 1;
  let ended: Error | undefined;
  const end = (message: string): void => {
    ended ??= new DriverError(message);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  child.once('error', (error) => end(`the driver cannot be started: ${error.message}`));
  child.once('close', (code) => end(`the driver has ended, with exit code ${code ?? 'none'}`));
  // A program that has ended closes its input: `close` says more than this error.
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.trim() === '') return;
    const reply = parse(line);
    const caller = typeof reply?.id === 'number' ? waiting.get(reply.id) : undefined;
    if (!caller) return end('the driver wrote a line that is no answer to a call: only answers go to standard output');
    waiting.delete(reply!.id as number);
    if (typeof reply!.error === 'string') caller.reject(new Error(reply!.error));
    else caller.resolve(reply!.result);
  });

  const send = (name: DriverFunction | 'describe', parts: Record<string, unknown> = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended);
      const id = next;
      next += 1;
      waiting.set(id, { resolve, reject });
      child.stdin.write(`${JSON.stringify({ id, call: name, ...parts })}\n`);
    });

  /** Closes its input. A program that does not end then is ended: without that, this process would wait for it. */
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.stdin.end();
    const timer = setTimeout(() => endGroup(child), 3000);
    await closed;
    clearTimeout(timer);
  };

  let functions: readonly unknown[];
  try {
    functions = readFunctions(await send('describe'));
  } catch (error) {
    await stop();
    throw error;
  }

  const calls: Driver = {
    createAccount: () => send('createAccount') as ReturnType<Driver['createAccount']>,
    signIn: (account) => send('signIn', { account }) as ReturnType<Driver['signIn']>,
    moveClock: (seconds) => send('moveClock', { seconds }) as ReturnType<NonNullable<Driver['moveClock']>>,
    proveRecently: (account, headers) =>
      send('proveRecently', { account, headers }) as ReturnType<NonNullable<Driver['proveRecently']>>,
    requireTwoFactor: (account) => send('requireTwoFactor', { account }) as Promise<void>,
    readStored: (account) => send('readStored', { account }) as ReturnType<NonNullable<Driver['readStored']>>,
    restart: () => send('restart') as Promise<void>,
    secondInstance: () => send('secondInstance') as ReturnType<NonNullable<Driver['secondInstance']>>,
  };
  const offered = driverFunctions.filter((name) => name !== 'close' && functions.includes(name));
  return {
    ...(Object.fromEntries(offered.map((name) => [name, calls[name]])) as unknown as Driver),
    async close() {
      if (functions.includes('close')) await send('close');
      await stop();
    },
  };
}

function endGroup(child: ChildProcess): void {
  try {
    process.kill(-child.pid!);
  } catch {
    // Windows has no groups.
    child.kill();
  }
}

function readFunctions(described: unknown): readonly unknown[] {
  const functions = (described as { functions?: unknown } | null | undefined)?.functions;
  if (!Array.isArray(functions)) {
    throw new DriverError('describe has to return {"functions": […]}, the names of the functions that the driver has');
  }
  const unknown = functions.find((name) => !driverFunctions.includes(name as DriverFunction)) as unknown;
  if (unknown === undefined) return functions;
  throw new DriverError(`describe names ${JSON.stringify(unknown)}, which is no function of a driver`);
}

function parse(line: string): Reply | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
