import { endpoints, type Operation } from '../../../widget/protocol/endpoints.js';
import type { Answer, Sent } from '../http/message.js';
import type { Connections } from '../http/connections.js';
import type { Secrets } from './secrets.js';

export interface CallOptions {
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, in place of `body`. */
  raw?: string | Uint8Array;
  /** Further headers. `undefined` leaves one out that would be sent. */
  headers?: Record<string, string | undefined>;
}

/** Headers of a driver that are no secret. */
const openHeaders = /^(origin|referer|user-agent|accept.*|content-.*|sec-.*|host|cache-control|pragma)$/;

/** A browser with one session: the headers of the driver, and the cookies that answers set. */
export class Browser {
  readonly #connections: Connections;
  readonly #secrets: Secrets;
  readonly #base: string;
  readonly #headers: Record<string, string>;
  readonly #cookies: Map<string, string>;

  constructor(parts: { connections: Connections; secrets: Secrets; base: string; headers: Record<string, string> }) {
    this.#connections = parts.connections;
    this.#secrets = parts.secrets;
    this.#base = parts.base;
    const { cookie = '', ...headers } = parts.headers;
    this.#headers = { origin: new URL(parts.base).origin, ...headers };
    this.#cookies = new Map(readPairs(cookie));
    for (const [name, value] of Object.entries(headers)) if (!openHeaders.test(name)) parts.secrets.add(value);
    for (const value of this.#cookies.values()) parts.secrets.add(value);
  }

  /** The origin of the page. */
  get origin(): string {
    return this.#headers['origin'] ?? '';
  }

  /** The headers that this browser sends now. */
  get headers(): Record<string, string> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { ...this.#headers, ...(cookie !== '' && { cookie }) };
  }

  /** The cookies that this browser sends now, by name. */
  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  /** A copy that keeps the cookies of this moment. */
  copy(base = this.#base): Browser {
    const parts = { connections: this.#connections, secrets: this.#secrets };
    return new Browser({ ...parts, base, headers: this.headers });
  }

  /** Sends an operation of the protocol. */
  op(operation: Operation, body?: unknown, headers: CallOptions['headers'] = {}): Promise<Answer> {
    const { method, path } = endpoints[operation];
    return this.call(method, path, { ...(body !== undefined && { body }), headers });
  }

  async call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    return this.#receive(await this.#connections.send(this.prepare(method, path, options)));
  }

  prepare(method: string, path: string, { body, raw, headers = {} }: CallOptions = {}): Sent {
    const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
    const all = { ...this.headers, ...(bytes && { 'content-type': 'application/json' }), ...headers };
    const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return { method, url: `${this.#base}${path}`, headers: Object.fromEntries(sent), body: bytes };
  }

  /** Takes over the cookies of an answer. */
  #receive(answer: Answer): Answer {
    for (const field of answer.setCookies) {
      const [pair = '', ...attributes] = field.split(';');
      const [entry] = readPairs(pair);
      if (!entry) continue;
      const [name, value] = entry;
      if (value === '' || isOver(attributes)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
      this.#secrets.add(value);
    }
    return answer;
  }

  /** Sends requests of several browsers so that they arrive together. */
  static async race(entries: readonly { browser: Browser; sent: Sent }[]): Promise<Answer[]> {
    const [first] = entries;
    if (!first) return [];
    const answers = await first.browser.#connections.race(entries.map(({ sent }) => sent));
    // The refused first, so that of one browser's answers the accepted one has the last word.
    const order = entries.map(({ browser }, index) => ({ browser, answer: answers[index]! }));
    order.sort((a, b) => b.answer.status - a.answer.status);
    for (const { browser, answer } of order) browser.#receive(answer);
    return answers;
  }
}

function readPairs(cookie: string): [string, string][] {
  return cookie
    .split(';')
    .map(
      (pair) => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()] as [string, string],
    )
    .filter(([name]) => name !== '');
}

function isOver(attributes: readonly string[]): boolean {
  return attributes.some((attribute) => {
    const [name = '', value = ''] = attribute.trim().split('=');
    if (name.toLowerCase() === 'max-age') return Number(value) <= 0;
    return name.toLowerCase() === 'expires' && Date.parse(value) <= 0;
  });
}
