import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { LoadSettings, Outcome } from './load.js';

/** What a server has used since it started. */
export interface Usage {
  cpuMicroseconds: number;
  /** The 99th percentile of the event loop's delay since it was last asked, in milliseconds. */
  loopDelayP99: number;
}

export interface Server {
  port: number;
  /** One for each of its databases; `port` is the first. */
  ports: readonly number[];
  usage(): Promise<Usage>;
  /** What it holds after a collection. Not between rounds: a forced collection throws compiled code away. */
  heapBytes(): Promise<number>;
  stop(): Promise<void>;
}

export interface Load {
  run(settings: LoadSettings): Promise<Outcome>;
  stop(): Promise<void>;
}

/** The server alone on one core, what asks it on another: where there are two, and a way to say so. */
const pinned = availableParallelism() > 1 && hasTaskset();

/** Starts a subject, such as `subjects/router.ts`. It says its ports first, and what it has used whenever it is asked. */
export async function startServer(subject: string, env: Record<string, string>): Promise<Server> {
  const child = run(0, subject, env);
  const ports = (await message(child)) as number[];
  return {
    port: ports[0]!,
    ports,
    usage: () => exchange(child, 'usage') as Promise<Usage>,
    heapBytes: () => exchange(child, 'heap') as Promise<number>,
    stop: () => stop(child),
  };
}

export async function startLoad(): Promise<Load> {
  const child = run(1, 'load.ts', {});
  await message(child);
  return {
    run: (settings) => exchange(child, settings) as Promise<Outcome>,
    stop: () => stop(child),
  };
}

function exchange(child: ChildProcess, question: object | string): Promise<unknown> {
  const answered = message(child);
  child.send(question);
  return answered;
}

/** The next message of a process, which has to live until then. */
async function message(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const exit = (): void => ended.abort(new Error('a process of the bench ended early'));
  child.once('exit', exit);
  try {
    const [answer] = (await once(child, 'message', { signal: ended.signal })) as [unknown];
    return answer;
  } finally {
    child.off('exit', exit);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

function run(core: number, file: string, env: Record<string, string>): ChildProcess {
  const node = [process.execPath, '--expose-gc', '--import', 'tsx', join(import.meta.dirname, file)];
  const [command = '', ...rest] = pinned ? ['taskset', '-c', String(core), ...node] : node;
  return spawn(command, rest, {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
