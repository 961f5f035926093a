import { describeError, type Log } from '../../core/log.js';
import { giveUpWebhookAfterMs, waitAfter } from '../../core/webhook/retry-wait.js';
import { webhookHeaders } from '../../core/webhook/signature.js';
import { composeEvent, type WebhookEvent } from '../../core/webhook/webhook-event.js';
import type { ClaimedDelivery, WebhookQueue } from '../../core/webhook/webhook-queue.js';
import { createWorkLoop, type WorkLoop } from '../queue/work-loop.js';
import type { CheckedEndpoint } from './endpoint.js';
import { createPoster, maxConnections, postTimeoutMs, type PostAnswer, type Poster } from './post.js';

/** What became of a try, for counts. */
export interface WebhookOutcome {
  endpoint: string;
  outcome: 'sent' | 'failed' | 'given_up';
  /** How many events; more than one only where old ones are given up together. */
  count: number;
}

export interface LaneParts {
  queue: WebhookQueue;
  log: Log;
  clock: () => Date;
  onOutcome: (outcome: WebhookOutcome) => void;
}

/** After so many failures in a row the lane rests, and then tries one event. So an endpoint that is down costs little. */
const restAfterFailures = 5;
const firstRestMs = 5 * 1000;
const maxRestMs = 5 * 60 * 1000;
/** How often a lane that fails looks for events that are too old. */
const giveUpOldEveryMs = 10 * 60 * 1000;

/** What one process sends to one endpoint. Each endpoint has a lane of its own, so that one that is down holds no other up. */
export interface Lane extends WorkLoop {
  close(): void;
}

export function createLane(endpoint: CheckedEndpoint, { queue, log, clock, onOutcome }: LaneParts): Lane {
  const { name } = endpoint;
  const poster = createPoster(endpoint.url, { allowPrivate: endpoint.allowPrivate, now: clock });
  let failures = 0;
  let restUntil = 0;
  // From now on, so that after a long stop everything is tried before anything is given up.
  let lookedForOldAt = clock().getTime();

  const loop = createWorkLoop<ClaimedDelivery>({
    maxRunning: maxConnections,
    claim: (limit) => claim(limit),
    work: deliver,
    onError: (error) => log.warn({ ...describeError(error), endpoint: name }, 'the due events could not be read'),
  });
  return { ...loop, close: () => poster.close() };

  async function claim(limit: number): Promise<ClaimedDelivery[]> {
    const now = clock();
    if (failures < restAfterFailures) return queue.claim(name, now, limit);
    await giveUpOld(now);
    const restMs = restUntil - now.getTime();
    // A longer rest than any: the clock was set back.
    if (restMs > 0 && restMs <= maxRestMs) return [];
    const claimed = await queue.claim(name, now, 1);
    // No other one until this one has an answer.
    if (claimed.length > 0) restUntil = now.getTime() + postTimeoutMs;
    return claimed;
  }

  /** Never rejects: if the result cannot be stored, the event is due again when its lease ends. */
  async function deliver(delivery: ClaimedDelivery): Promise<void> {
    try {
      const answer = await send(poster, endpoint, composeEvent(delivery.entry), clock()).catch((error: unknown) => ({
        error,
      }));
      if ('status' in answer && isSuccess(answer)) await succeed(delivery);
      else await fail(delivery, answer);
    } catch (error) {
      log.error({ ...describeError(error), endpoint: name }, 'the result of a webhook could not be stored');
    }
  }

  async function succeed(delivery: ClaimedDelivery): Promise<void> {
    if (failures >= restAfterFailures) log.info({ endpoint: name }, 'an endpoint takes events again');
    failures = 0;
    await queue.sent(delivery);
    onOutcome({ endpoint: name, outcome: 'sent', count: 1 });
  }

  async function fail(delivery: ClaimedDelivery, answer: PostAnswer | { error: unknown }): Promise<void> {
    const now = clock().getTime();
    const { entry, queuedAt, tries } = delivery;
    const failure = reasonOf(answer);
    rest(now, 'status' in answer ? answer.retryAfterMs : null);
    onOutcome({ endpoint: name, outcome: 'failed', count: 1 });
    const details = { endpoint: name, event: entry.event, id: entry.id, tries, failure };
    log.warn(details, 'an event could not be sent');
    const wait = waitAfter(tries, 'status' in answer ? answer.retryAfterMs : null);
    if (now + wait <= queuedAt.getTime() + giveUpWebhookAfterMs) {
      await queue.postpone(delivery, new Date(now + wait), failure);
    } else if (await queue.giveUp(delivery, failure)) {
      log.error(details, 'an event was given up');
      onOutcome({ endpoint: name, outcome: 'given_up', count: 1 });
    }
  }

  function rest(now: number, askedMs: number | null): void {
    failures += 1;
    if (failures < restAfterFailures) return;
    if (failures === restAfterFailures) {
      log.error({ endpoint: name }, 'an endpoint takes no events: it is tried less often');
    }
    const longer = firstRestMs * 2 ** (failures - restAfterFailures);
    restUntil = now + Math.min(Math.max(longer, askedMs ?? 0), maxRestMs);
  }

  /** An endpoint that is tried seldom would otherwise be sent everything that has ever waited for it. */
  async function giveUpOld(now: Date): Promise<void> {
    if (Math.abs(now.getTime() - lookedForOldAt) < giveUpOldEveryMs) return;
    lookedForOldAt = now.getTime();
    const count = await queue.giveUpOld(name, new Date(now.getTime() - giveUpWebhookAfterMs), now);
    if (count === 0) return;
    log.error({ endpoint: name, count }, 'events were given up');
    onOutcome({ endpoint: name, outcome: 'given_up', count });
  }
}

/** Signs and sends an event: the bytes that are signed are the bytes that are sent. */
export function send(
  poster: Poster,
  { secrets }: Pick<CheckedEndpoint, 'secrets'>,
  event: WebhookEvent,
  at: Date,
): Promise<PostAnswer> {
  const body = Buffer.from(JSON.stringify(event));
  return poster.post(webhookHeaders(event.id, at, body, secrets), body);
}

export function isSuccess({ status }: PostAnswer): boolean {
  return status >= 200 && status < 300;
}

/** A status, or the code of an error. Its message may name an address. */
export function reasonOf(answer: PostAnswer | { error: unknown }): string {
  if ('status' in answer) return String(answer.status);
  if (!(answer.error instanceof Error)) return 'unknown fault';
  const { code, name } = answer.error as NodeJS.ErrnoException;
  return code ?? name;
}
