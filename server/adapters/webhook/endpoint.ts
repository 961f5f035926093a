import { isIP } from 'node:net';
import { isAuditEventName } from '../../core/webhook/caep.js';
import { readWebhookSecret } from '../../core/webhook/signature.js';
import type { AuditEventName } from '../../core/audit/events.js';
import type { Subscription } from '../../core/webhook/webhook-queue.js';
import { withoutBrackets } from '../http/address.js';
import { isLoopback } from '../http/loopback.js';
import { isReachable } from './reachable-address.js';

/** A receiver of webhooks. */
export interface WebhookEndpoint {
  /** Its name in the log, the metrics and the commands: up to 40 of a–z, 0–9 and hyphens. It also identifies what waits for it. */
  name: string;
  /** `https://…`. On this machine also `http://…`, with `allowPrivate`. */
  url: string;
  /** `whsec_…`. Each signs every request: while a secret is replaced there are two. */
  secrets: readonly string[];
  /** The names of the entries that it gets; all of them when there is no list. */
  events?: readonly string[] | undefined;
  /** Whether its address may be private, such as `10.0.0.5` or this machine. Only for a URL that you wrote yourself. */
  allowPrivate?: boolean | undefined;
}

/** An endpoint as it is used. */
export interface CheckedEndpoint extends Subscription {
  url: URL;
  secrets: readonly Uint8Array[];
  allowPrivate: boolean;
}

/** @throws {TypeError} one sentence that names the endpoint and repeats neither URL nor secret */
export function checkEndpoints(endpoints: readonly WebhookEndpoint[]): CheckedEndpoint[] {
  if (!isFilledList(endpoints)) throw new TypeError('there has to be a list of endpoints, with one or more');
  const names = new Set<string>();
  return endpoints.map((endpoint, index) => {
    const { name } = endpoint;
    if (typeof name !== 'string' || !/^[a-z0-9-]{1,40}$/.test(name)) {
      throw new TypeError(`endpoint ${index + 1} needs a name of up to 40 of a–z, 0–9 and hyphens`);
    }
    if (names.has(name)) throw new TypeError(`two endpoints have the name ${name}`);
    names.add(name);
    try {
      return check(endpoint);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new TypeError(`endpoint ${name}: ${error.message}`);
    }
  });
}

function check({ name, url, secrets, events, allowPrivate = false }: WebhookEndpoint): CheckedEndpoint {
  if (!isFilledList(secrets)) throw new TypeError('it needs a list of secrets, with one or more');
  return {
    name,
    url: checkUrl(url, allowPrivate),
    secrets: secrets.map((secret) => readWebhookSecret(String(secret))),
    events: events === undefined ? null : checkNames(events),
    allowPrivate,
  };
}

function checkUrl(text: string, allowPrivate: boolean): URL {
  if (!URL.canParse(text)) throw new TypeError('url cannot be read');
  const url = new URL(text);
  const isHere = isLoopback(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) {
    throw new TypeError('url has to be https://…; only on this machine may it be http://…');
  }
  const literal = withoutBrackets(url.hostname);
  const isPrivate = isHere || (isIP(literal) !== 0 && !isReachable(literal, false));
  if (isPrivate && !allowPrivate) throw new TypeError('url has a private address: that needs "allowPrivate": true');
  if (isIP(literal) !== 0 && !isReachable(literal, true))
    throw new TypeError('url has a reserved or multicast address');
  if (url.username !== '' || url.password !== '') throw new TypeError('url has a password, which belongs in no URL');
  url.hash = '';
  return url;
}

function checkNames(names: readonly string[]): readonly AuditEventName[] {
  if (!isFilledList(names)) throw new TypeError('events has to be a list of names, or missing');
  return names.map((name) => {
    if (!isAuditEventName(name)) throw new TypeError(`no entry has the name ${String(name).slice(0, 60)}`);
    return name;
  });
}

function isFilledList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
