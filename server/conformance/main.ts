#!/usr/bin/env node
import { readFile, writeFile } from 'node:fs/promises';
import { help, readArguments, UsageError, type Command } from './arguments.js';
import { checks } from './checks/index.js';
import { startDriver } from './driver/command-driver.js';
import type { Driver } from './driver/driver.js';
import { loadDriver } from './driver/load-driver.js';
import { DriverError, Unreachable } from './kit/outcome.js';
import { reportOf } from './report/formats.js';
import { createTexts } from './report/text.js';
import { badgeOf } from './run/profiles.js';
import { runChecks } from './run/run.js';
import { exitCodeOf, exitCodes, readKnown, unexpected, type Known } from './run/verdict.js';

type RunCommand = Extract<Command, { kind: 'run' }>;

// A reader that closes the pipe, as in `… | head`, is not a fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof UsageError;
  if (!isUsage && !(error instanceof DriverError) && !(error instanceof Unreachable)) throw error;
  process.stderr.write(`harmony-2fa-conformance: ${error.message.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  process.exitCode = isUsage ? exitCodes.usage : exitCodes.unusable;
}

async function main(): Promise<number> {
  const command = readArguments(process.argv.slice(2));
  switch (command.kind) {
    case 'help':
      process.stdout.write(help);
      return exitCodes.held;
    case 'list':
      for (const { id, promise, says, level } of command.checks) {
        process.stdout.write(
          `${id.padEnd(16)} ${promise.number.padEnd(6)} ${level.padEnd(9)} ${says} [${promise.sources.join('; ')}]\n`,
        );
      }
      return exitCodes.held;
    case 'run':
      return run(command);
  }
}

async function run(command: RunCommand): Promise<number> {
  const known = command.known === undefined ? undefined : await readKnownFile(command.known);
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  let driver: Driver | undefined;
  try {
    driver = await openDriver(command.driver);
    return await runWith(driver, command, known, interrupted.signal);
  } finally {
    await driver?.close?.();
  }
}

async function runWith(
  driver: Driver,
  command: RunCommand,
  known: Known | undefined,
  signal: AbortSignal,
): Promise<number> {
  // A report on standard output is alone there.
  const stream = command.reports.some(({ file }) => file === undefined) ? process.stderr : process.stdout;
  const say = (text: string): void => void stream.write(`${text}\n`);
  const texts = createTexts(stream.isTTY && process.env['NO_COLOR'] === undefined);
  const all = command.checks.length;
  say(`Accounts are made at ${command.base} through the driver, for ${all} checks. No other origin is called.`);
  if (!driver.moveClock) say('The driver has no moveClock: the kit waits where it must, up to 15 minutes a check.');
  const finished = await runChecks({
    base: command.base,
    driver,
    checks: command.checks,
    signal,
    ...(command.jobs !== undefined && { jobs: command.jobs }),
    onResult: (result, done) => {
      if (!command.isQuiet || result.outcome === 'fails') say(texts.line(result, done, all));
    },
    onWait: (check, seconds) => {
      if (seconds > 1) say(`          waits     ${check.id.padEnd(15)} ${seconds} s`);
    },
  });
  say(texts.summary(finished));
  for (const { format, file } of command.reports) {
    const text = reportOf(format, finished);
    if (file === undefined) process.stdout.write(text);
    else await writeFile(file, text);
  }
  if (command.isGraded) process.stdout.write(`${badgeOf(finished.results)}\n`);
  if (signal.aborted) return exitCodes.interrupted;
  if (known === undefined) return exitCodeOf(finished.results);
  const differences = unexpected(finished.results, known);
  for (const difference of differences) say(`unexpected: ${difference}`);
  return differences.length === 0 ? exitCodes.held : exitCodes.unexpected;
}

function openDriver(driver: RunCommand['driver']): Promise<Driver> {
  return 'module' in driver ? loadDriver(driver.module) : startDriver(driver.command);
}

async function readKnownFile(path: string): Promise<Known> {
  try {
    return readKnown(await readFile(path, 'utf8'), new Set(checks.map(({ id }) => id)));
  } catch (error) {
    throw new UsageError(`--expect ${path}: ${error instanceof Error ? error.message : 'it cannot be read'}`);
  }
}
