import type { AuditEvent } from '../../core/audit/events.js';
import { consoleLog, describeError, type Log } from '../../core/log.js';
import { requireFunction, requireOptions } from '../../core/require-options.js';
import type { WebhookQueue } from '../../core/webhook/webhook-queue.js';
import { waitAtMost } from '../queue/deadline.js';
import { singleFlight } from '../queue/single-flight.js';
import { checkEndpoints, type WebhookEndpoint } from './endpoint.js';
import { createLane, type WebhookOutcome } from './lane.js';

export interface WebhooksOptions {
  /** `store.webhooks` of `openStore`. */
  queue: WebhookQueue;
  endpoints: readonly WebhookEndpoint[];
  /** The log for faults; the default is `console`. */
  log?: Log;
  clock?: () => Date;
  /** Called after each try, for counts. */
  onOutcome?: (outcome: WebhookOutcome) => void;
}

/**
 * Sends audit entries to endpoints as webhooks, signed as in Standard Webhooks 1.0. Each is sent at least once. Their order is not
 * promised: the id and the time of an event sort it.
 */
export interface Webhooks {
  /** For `createTwoFactor({ onEvent })`. Returns at once: an endpoint that hangs or fails blocks nothing. */
  onEvent: (event: AuditEvent) => void;
  /** Looks for events. Call it every few seconds, for retries and for events of other processes. Returns at once. */
  wake(): void;
  /** Resolves once no event is due and none is being sent. */
  settled(): Promise<void>;
  /** Sends due events for at most twice this time. Then it claims no more, and waits as long again for those that are being sent. */
  stop(timeoutMs: number): Promise<void>;
}

/** Entries of which deliveries are made at once. On SQLite that keeps other writers out. */
const collectSize = 20;
/** Much less than the time after which an endpoint counts as abandoned. */
const registerEveryMs = 60 * 60 * 1000;

/**
 * Registers the endpoints, so that every entry from now on is sent to them, and creates the sender.
 *
 * @example
 * const webhooks = await createWebhooks({ queue: store.webhooks, endpoints });
 * const twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Example', onEvent: webhooks.onEvent });
 * setInterval(() => webhooks.wake(), 5000);
 *
 * @throws {TypeError} when an endpoint cannot be used; the message names it and repeats neither URL nor secret
 */
export async function createWebhooks(options: WebhooksOptions): Promise<Webhooks> {
  requireOptions(options, 'createWebhooks');
  const { queue, log = consoleLog, clock = () => new Date(), onOutcome = () => undefined } = options;
  requireFunction(options.clock, 'createWebhooks: clock');
  requireFunction(options.onOutcome, 'createWebhooks: onOutcome');
  const endpoints = checkEndpoints(options.endpoints);
  await queue.register(endpoints, clock());
  let registeredAt = clock().getTime();
  const lanes = endpoints.map((endpoint) => createLane(endpoint, { queue, log, clock, onOutcome }));
  const collecting = singleFlight(collect, (error) => log.warn(describeError(error), 'the outbox could not be read'));

  return {
    // The collector wakes the lanes.
    onEvent: () => collecting.wake(),
    wake() {
      collecting.wake();
      for (const lane of lanes) lane.wake();
    },
    async settled() {
      await collected();
      await Promise.all(lanes.map((lane) => lane.settled()));
    },
    async stop(timeoutMs) {
      await waitAtMost(timeoutMs, collected());
      collecting.stop();
      await Promise.all(lanes.map((lane) => lane.stop(timeoutMs)));
      for (const lane of lanes) lane.close();
    },
  };

  async function collected(): Promise<void> {
    collecting.wake();
    while (collecting.running !== null) await collecting.running;
  }

  async function collect(): Promise<void> {
    const now = clock();
    // Also after the clock was set back.
    if (Math.abs(now.getTime() - registeredAt) >= registerEveryMs) {
      await queue.register(endpoints, now);
      registeredAt = now.getTime();
    }
    let found: number;
    do {
      found = await queue.collect(now, collectSize);
      if (found > 0) for (const lane of lanes) lane.wake();
    } while (found === collectSize);
  }
}
