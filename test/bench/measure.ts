import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** A subject of the bench that runs: where it listens, what it has used. */
export interface Running {
  port: number;
  figures(): Promise<{ cpuMicroseconds: number; heapBytes: number }>;
  stop(): Promise<void>;
}

export interface Outcome {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  answers: number;
  statuses: Record<string, number>;
}

/** The subject alone on one core, what asks it on another: where there are two, and a way to say so. */
const pinned = availableParallelism() > 1 && hasTaskset();

export async function start(subject: string, env: Record<string, string>): Promise<Running> {
  const child = run(0, join('subjects', `${subject}.ts`), [], env);
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  const { port } = JSON.parse(line.toString()) as { port: number };
  return {
    port,
    async figures() {
      child.send('figures');
      const [figures] = (await once(child, 'message')) as [{ cpuMicroseconds: number; heapBytes: number }];
      return figures;
    },
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

export async function load(settings: {
  port: number;
  connections: number;
  first: number;
  last: number;
  wrong?: boolean;
}): Promise<Outcome> {
  const child = run(1, 'load.ts', [JSON.stringify(settings)], {});
  let text = '';
  child.stdout!.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(child, 'close');
  return JSON.parse(text) as Outcome;
}

function run(core: number, file: string, parameters: string[], env: Record<string, string>): ChildProcess {
  const node = [process.execPath, '--import', 'tsx', join(import.meta.dirname, file), ...parameters];
  const [command = '', ...rest] = pinned ? ['taskset', '-c', String(core), ...node] : node;
  return spawn(command, rest, {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
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

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
