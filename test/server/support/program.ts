import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { compiled, root } from './compiled.js';

export interface Program {
  child: ChildProcess;
  output(): { stdout: string; stderr: string };
  /** Resolves with the exit code once the program has ended and all its output is here. */
  ended: Promise<number | null>;
  /** Resolves at the first line on standard output, or when the program ends. */
  ready: Promise<void>;
}

/**
 * A program of `server/reference`, with these arguments, these variables and no others.
 *
 * @param base where the sources of another version are
 * @param stderrFile a file descriptor for standard error, whose text is not in the output then
 */
export function startProgram(
  file: string,
  env: Record<string, string>,
  parameters: string[] = [],
  base?: string,
  stderrFile?: number,
): Program {
  const child = spawn(process.execPath, [compiled(`server/reference/${file}`, base), ...parameters], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', stderrFile ?? 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const ready = new Promise<void>((resolve) => {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.includes('\n')) resolve();
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    void ended.then(() => resolve());
  });
  return { child, output: () => ({ stdout, stderr }), ended, ready };
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
