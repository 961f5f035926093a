import { timingSafeEqual } from 'node:crypto';
import { requireOptions } from '../require-options.js';
import { readWebhookSecret, signatureOf } from './signature.js';
import type { WebhookEvent } from './webhook-event.js';

/** `Headers` of the Fetch API, or the `headers` of a request of Node. */
export type WebhookHeaders =
  { get(name: string): string | null } | Readonly<Record<string, string | string[] | undefined>>;

export interface WebhookRequest {
  headers: WebhookHeaders;
  /** The body as it came, before any parser: a body that was parsed and written again has another signature. */
  body: string | Uint8Array;
  /** The secret of the endpoint, `whsec_…`; while it is replaced, the old one and the new one. */
  secrets: string | readonly string[];
  /** The receiver's time. */
  now?: Date;
}

/** A request that the sender did not sign, or that is too old. Answer it with 401. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
}

/** How far the clocks may differ, and how long a recorded request can be replayed. The libraries of Standard Webhooks use it, too. */
const toleranceSeconds = 5 * 60;

/**
 * Checks the signature and the time of a webhook, and parses it.
 *
 * Events are sent at least once, so one may come twice: store its `id`, and ignore an event whose `id` is stored.
 *
 * @example
 * const event = verifyWebhook({ headers: req.headers, body, secrets: process.env.WEBHOOK_SECRET });
 *
 * @throws {WebhookError} when the request is not to be trusted
 * @throws {TypeError} when a secret cannot be read
 */
export function verifyWebhook(request: WebhookRequest): WebhookEvent {
  requireOptions(request, 'verifyWebhook');
  const { headers, body, now = new Date() } = request;
  const secrets = [request.secrets].flat().map((secret) => readWebhookSecret(secret));
  if (secrets.length === 0) throw new TypeError('verifyWebhook needs a secret');
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    throw new TypeError('verifyWebhook needs the body as text or bytes, before it is parsed');
  }
  const id = headerOf(headers, 'webhook-id');
  const timestamp = headerOf(headers, 'webhook-timestamp');
  const signatures = headerOf(headers, 'webhook-signature');
  if (!/^\d{1,12}$/.test(timestamp)) throw new WebhookError('the webhook has no valid time');
  if (!(Math.abs(now.getTime() / 1000 - Number(timestamp)) <= toleranceSeconds)) {
    throw new WebhookError('the webhook was signed more than five minutes ago, or in the future');
  }
  const given = signatures
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => Buffer.from(signature.slice(3), 'base64'));
  const isSigned = secrets
    .map((secret) => signatureOf(id, timestamp, body, secret))
    .some((right) => given.some((bytes) => bytes.length === right.length && timingSafeEqual(bytes, right)));
  if (!isSigned) throw new WebhookError('the webhook has no signature by this secret');
  return parse(body, id);
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = isHeaders(headers) ? headers.get(name) : headers[name];
  if (typeof value !== 'string' || value === '') throw new WebhookError(`the webhook has no header ${name}`);
  return value;
}

function isHeaders(headers: WebhookHeaders): headers is { get(name: string): string | null } {
  return typeof headers.get === 'function';
}

/** The signature was right, so a wrong shape is a fault of the sender. */
function parse(body: string | Uint8Array, id: string): WebhookEvent {
  let event: Partial<WebhookEvent> | null;
  try {
    event = JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString()) as Partial<WebhookEvent> | null;
  } catch {
    throw new WebhookError('the webhook is not JSON');
  }
  if (event?.id !== id || typeof event.type !== 'string') throw new WebhookError('the webhook is not an event');
  return event as WebhookEvent;
}
