import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { AuditEvent, AuditEventName } from '../../core/audit/events.js';
import { whenEnded } from '../express/when-ended.js';
import type { EndpointState } from '../../core/webhook/webhook-queue.js';
import type { WebhookOutcome } from '../webhook/lane.js';

/** Metrics for Prometheus. No label contains an account, an address or an id: each label has only a few values. */
export interface Metrics {
  /** For `createTwoFactor({ onEvent })`. */
  onEvent: (event: AuditEvent) => void;
  /** Sets how many seconds this machine's clock is ahead, or was moved. */
  onClockOffset: (seconds: number) => void;
  /** For `createWebhooks({ onOutcome })`. */
  onWebhook: (outcome: WebhookOutcome) => void;
  /** Shows what waits for each endpoint. @param states read at each scrape, from the database that all instances share */
  watchWebhooks: (states: () => Promise<readonly EndpointState[]>) => void;
  /** Measures each request, by route pattern. */
  middleware: RequestHandler;
  contentType: string;
  /** The text of the Prometheus exposition format. */
  text(): Promise<string>;
}

const failures: ReadonlySet<AuditEventName> = new Set([
  'password_failed',
  'second_factor_failed',
  'replay_refused',
  'proof_failed',
  'setup_failed',
]);

/** For an alarm over all accounts: one guess at each of many accounts locks none of them. */
const windowSeconds = 5 * 60;

export function createMetrics(clock: () => Date = () => new Date()): Metrics {
  // A separate registry: the app that mounts this may use the default one.
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const events = new Counter({
    name: 'harmony_2fa_events_total',
    help: 'Audit entries, by event and method',
    labelNames: ['event', 'method'],
    registers: [registry],
  });
  const requests = new Histogram({
    name: 'harmony_2fa_http_request_seconds',
    help: 'Time until the answer was sent or the client closed the connection, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  const recent = createWindow(windowSeconds);
  new Gauge({
    name: 'harmony_2fa_recent_failures',
    help: `Failed answers of all accounts within ${windowSeconds} seconds, in this process`,
    registers: [registry],
    collect() {
      this.set(recent.count(clock()));
    },
  });

  const clockOffset = new Gauge({
    name: 'harmony_2fa_clock_offset_seconds',
    help: "Seconds by which this machine's clock is ahead of the database's, or was moved since the last check",
    registers: [registry],
  });

  const webhooks = new Counter({
    name: 'harmony_2fa_webhooks_total',
    help: 'Tries to send an event to an endpoint, and events that were given up',
    labelNames: ['endpoint', 'outcome'],
    registers: [registry],
  });

  return {
    onWebhook: ({ endpoint, outcome, count }) => webhooks.inc({ endpoint, outcome }, count),
    watchWebhooks: (states) => watchWebhooks(registry, states, clock),
    onClockOffset: (seconds) => clockOffset.set(seconds),
    onEvent({ event, method, at }) {
      events.inc({ event, method: method ?? 'none' });
      if (failures.has(event)) recent.add(at);
    },
    middleware(req, res, next) {
      whenEnded(req, res, ({ method, route, status, milliseconds }) => {
        const labels = { method: method ?? 'other', route: route ?? 'other', status: `${Math.floor(status / 100)}xx` };
        requests.observe(labels, milliseconds / 1000);
      });
      next();
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

const webhookGauges: [name: string, help: string, valueOf: (state: EndpointState, now: Date) => number][] = [
  ['harmony_2fa_webhooks_waiting', 'Events that wait to be sent to an endpoint', ({ waiting }) => waiting],
  [
    'harmony_2fa_webhooks_oldest_seconds',
    'Age of the oldest event that waits to be sent to an endpoint; 0 when none waits',
    ({ oldestAt }, now) => (oldestAt === null ? 0 : (now.getTime() - oldestAt.getTime()) / 1000),
  ],
  ['harmony_2fa_webhooks_given_up', 'Events that were given up and can be sent again', ({ givenUp }) => givenUp],
];

function watchWebhooks(registry: Registry, states: () => Promise<readonly EndpointState[]>, clock: () => Date): void {
  for (const [name, help, valueOf] of webhookGauges) {
    new Gauge({
      name,
      help,
      labelNames: ['endpoint'],
      registers: [registry],
      async collect() {
        // Without the database there is no value. The other metrics are still served.
        const current = await states().catch((): EndpointState[] => []);
        this.reset();
        for (const state of current) this.set({ endpoint: state.name }, valueOf(state, clock()));
      },
    });
  }
}

/** A sliding window that counts by second, so that its memory does not grow with the number of events. */
function createWindow(seconds: number): { add(at: Date): void; count(now: Date): number } {
  const counts = new Map<number, number>();
  const second = (at: Date): number => Math.floor(at.getTime() / 1000);
  const drop = (now: Date): void => {
    for (const at of counts.keys()) if (at <= second(now) - seconds) counts.delete(at);
  };
  return {
    add(at) {
      drop(at);
      counts.set(second(at), (counts.get(second(at)) ?? 0) + 1);
    },
    count(now) {
      drop(now);
      return [...counts.values()].reduce((sum, count) => sum + count, 0);
    },
  };
}
