import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createApp, type App } from './app.js';
import { createClockWatch } from './clock-watch.js';
import { closingServer } from './closing-server.js';
import { ConfigError, type Config } from './config.js';
import { createExpressServer } from '../adapters/express/express-server.js';
import { createLog } from '../adapters/log/json-log.js';
import { describeError } from '../core/log.js';
import { serveMetrics } from '../adapters/metrics/metrics-server.js';
import type { Mailer } from '../adapters/notice/mailer.js';
import { singleFlight } from '../adapters/queue/single-flight.js';
import { openStore } from '../adapters/store/open-store.js';

export interface RunningServer extends App {
  address: string;
  /**
   * Makes `/readyz` fail, serves on while load balancers notice, waits for running requests, and closes the store.
   *
   * @param delayMs for how long it serves on
   */
  stop(delayMs?: number): Promise<void>;
}

const purgeEveryMs = 10 * 60 * 1000;
const clockCheckEveryMs = 60 * 1000;
const sendEveryMs = 5 * 1000;
const remindersEveryMs = 60 * 60 * 1000;
/** How long a stop waits for running requests. */
const stopTimeoutMs = 10_000;
/** How long a connection without a request stays open: clients may open many, and each costs memory. */
const keepAliveMs = 5_000;
/**
 * Behind a proxy longer than load balancers keep theirs (Google's 600 s), since a request that meets the close is lost. A proxy has few
 * connections.
 */
const behindProxyMs = 620_000;
/** After this the next process sends the remaining notices and webhooks. */
const sendTimeoutMs = 3_000;

/**
 * Opens the store, creates the app and listens. Rejects when any of these fails.
 *
 * @param openApi the contract as data, which the demo serves
 */
export async function start(config: Config, openApi?: object): Promise<RunningServer> {
  // Printed directly, since the log may be silent.
  for (const warning of config.warnings) process.stderr.write(`harmony-2fa warns: ${warning}\n`);
  const log = createLog(config.logLevel);
  const store = await openStore(config.databaseUrl, { log });
  const mailer = config.mail && (await openMailer(config.mail));
  const metrics = config.metrics && (await import('../adapters/metrics/metrics.js')).createMetrics();
  try {
    const parts = await createApp({
      config,
      store,
      log,
      pagesDirectory: join(packageRoot(), 'dist', 'demo'),
      mailer: mailer ?? undefined,
      metrics: metrics ?? undefined,
      openApi,
    });
    // Against slow clients: 5 s for the headers, 10 s for the whole request, checked every second.
    const server = createExpressServer(parts.app, {
      headersTimeout: 5_000,
      requestTimeout: 10_000,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: config.trustProxy.length > 0 ? behindProxyMs : keepAliveMs,
    });
    const closing = closingServer(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(config.port, config.host, resolve);
    });
    const metricsServer = metrics && config.metrics && (await serveMetrics(metrics, config.metrics));
    const stopping = new AbortController();
    // Each runs once at a time: a long backlog, or many accounts, can take hours.
    const purging = singleFlight(
      () => parts.purge(new Date(), stopping.signal),
      (error) => log.error(describeError(error), 'purge failed'),
    );
    const purge = setInterval(() => purging.wake(), purgeEveryMs).unref();
    const clock = createClockWatch({ reference: () => store.time(), log, onOffset: metrics?.onClockOffset });
    void clock.check();
    const watch = setInterval(() => void clock.check(), clockCheckEveryMs).unref();

    const send = (): void => {
      parts.sendNotices();
      parts.sendWebhooks();
    };
    send();
    const sending = setInterval(send, sendEveryMs).unref();

    const reminding = singleFlight(
      () => parts.remind(stopping.signal),
      (error) => log.error(describeError(error), 'the reminders failed'),
    );
    reminding.wake();
    const reminders = setInterval(() => reminding.wake(), remindersEveryMs).unref();

    return {
      ...parts,
      address: config.origins[0],
      async stop(delayMs = 0) {
        parts.drain();
        closing.drain();
        await sleep(delayMs);
        clearInterval(purge);
        stopping.abort();
        purging.stop();
        reminding.stop();
        clearInterval(watch);
        clearInterval(reminders);
        await closing.close(stopTimeoutMs);
        metricsServer?.close();
        clearInterval(sending);
        await Promise.all([parts.stopNotices(sendTimeoutMs), parts.stopWebhooks(sendTimeoutMs)]);
        mailer?.close();
        await Promise.all([purging.running, reminding.running]);
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Imported on demand: a server that sends no mail does not need the mail package. */
async function openMailer({ url, from }: { url: string; from: string }): Promise<Mailer> {
  const { createMailer } = await import('../adapters/notice/mailer.js');
  return createMailer(url, from);
}

export interface Program {
  server: RunningServer;
  ready: string;
  /** For how long the server serves on after SIGTERM. */
  stopDelayMs: number;
}

/**
 * Runs a program with a server: prints one line when it is ready, and stops on SIGTERM, or without the delay on SIGINT, which a person
 * sends. An invalid setting ends it with one line and exit code 2, any other fault with one line and exit code 1.
 */
export async function run(program: () => Promise<Program>): Promise<void> {
  // A warning that cannot be written, such as to a file on a full disk, must not end the server.
  process.stderr.on('error', () => undefined);
  try {
    const { server, ready, stopDelayMs } = await program();
    let stopping = false;
    const stop = (delayMs: number): void => {
      // npm passes on a signal that the system has sent to each of its processes: the second one must not end the first one's work.
      if (stopping) return;
      stopping = true;
      server.stop(delayMs).then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.on('SIGTERM', () => stop(stopDelayMs));
    process.on('SIGINT', () => stop(0));
    process.stdout.write(`${ready}\n`);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unknown fault';
    process.stderr.write(`harmony-2fa cannot start: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
    process.exit(error instanceof ConfigError ? 2 : 1);
  }
}

/** The nearest parent directory with a `package.json`. It works from the sources and from `dist/server`. */
export function packageRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error('no parent directory of the server has a package.json');
    directory = parent;
  }
  return directory;
}
