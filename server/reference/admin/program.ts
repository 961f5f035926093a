import { ConfigError } from '../config.js';

/** A refusal that an operator is to read: one line, exit code 1. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** How it is used was wrong: one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Runs a command to its exit code. Faults end it with one line on standard error and no stack. */
export async function program(run: () => Promise<number>): Promise<void> {
  // A reader that has gone, as `… | head` does, is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    process.exitCode = await run();
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unknown fault';
    process.stderr.write(`harmony-2fa: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
    process.exitCode = error instanceof ConfigError || error instanceof UsageError ? 2 : 1;
  }
}
