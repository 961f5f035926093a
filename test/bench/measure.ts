import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { LoadSettings, Outcome } from './load-generator.js';

/** What a server process has used since it started. */
export interface Usage {
  cpuMicroseconds: number;
  /** The 99th percentile of the event loop's delay since the last question, in milliseconds. */
  loopDelayP99: number;
}

export interface Server {
  port: number;
  /** One port for each of its databases; `port` is the first. */
  ports: readonly number[];
  usage(): Promise<Usage>;
  /** Heap size after a forced collection. Not between rounds, because a forced collection also discards compiled code. */
  heapBytes(): Promise<number>;
  /** Says a word that this subject understands, such as `purge`. */
  tell(word: string): Promise<void>;
  stop(): Promise<void>;
}

/** A program of the bench: each message to it has one answer. */
export interface Program<Question extends object | string, Answer> {
  run(question: Question): Promise<Answer>;
  /** A message without an answer of its own. */
  tell(word: string): void;
  stop(): Promise<void>;
}

export type Load = Program<LoadSettings, Outcome>;

/**
 * The server runs on one core and the load generator on another, where there are two cores and `taskset`. Libraries that start
 * processes neither pin them to a core nor ask them for their usage.
 */
const pinned = availableParallelism() > 1 && hasTaskset();

/** Starts a subject such as `subjects/router.ts`. Its first message has its ports; each later one answers a question. */
export async function startServer(subject: string, env: Record<string, string>): Promise<Server> {
  const child = run(0, subject, env);
  const ports = (await message(child)) as number[];
  return {
    port: ports[0]!,
    ports,
    usage: () => exchange(child, 'usage') as Promise<Usage>,
    heapBytes: () => exchange(child, 'heap') as Promise<number>,
    tell: async (word) => void (await exchange(child, word)),
    stop: () => stop(child),
  };
}

export function startLoad(): Promise<Load> {
  return startProgram('load-generator.ts');
}

/** Starts a program that sends requests. Its first message says that it is ready. */
export async function startProgram<Question extends object | string, Answer>(
  file: string,
): Promise<Program<Question, Answer>> {
  const child = run(1, file, {});
  await message(child);
  return {
    run: (question) => exchange(child, question) as Promise<Answer>,
    tell: (word) => void child.send(word),
    stop: () => stop(child),
  };
}

function exchange(child: ChildProcess, question: object | string): Promise<unknown> {
  const answered = message(child);
  child.send(question);
  return answered;
}

/** The next message of a process; rejects when the process ends before. */
async function message(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const exit = (): void => ended.abort(new Error('a process of the bench ended before its message'));
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
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
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
