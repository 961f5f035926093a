import { ConfigError } from '../config.js';

/** Wrong usage: one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Runs a command and sets its exit code. A fault prints one line to standard error, without a stack. */
export async function program(run: () => Promise<number>): Promise<void> {
  // A reader that closes the pipe, as in `… | head`, is not a fault.
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
