import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { withoutBrackets } from '../http/address.js';
import { isReachable, reachableLookup, UnreachableAddressError } from './reachable-address.js';

/** For everything up to the status: the name, the connection, and the answer. Standard Webhooks advises 15 to 30 s. */
export const postTimeoutMs = 15_000;
/** The body of an answer is read so far, to use the connection again, and is not looked at. */
const maxAnswerBytes = 16 * 1024;
/** Connections that one process keeps open to an endpoint. */
export const maxConnections = 8;

export interface PostAnswer {
  status: number;
  /** The wait that the receiver has asked for. */
  retryAfterMs: number | null;
}

/** Posts to one URL. */
export interface Poster {
  /**
   * Resolves to any status, also that of a redirect, which is not followed.
   *
   * @throws {Error} when there was no answer in time, or the address may not be reached
   */
  post(headers: Readonly<Record<string, string>>, body: Uint8Array): Promise<PostAnswer>;
  /** Closes all connections, also those that wait for an answer. */
  close(): void;
}

export interface PosterOptions {
  allowPrivate: boolean;
  timeoutMs?: number;
  now?: () => Date;
}

export function createPoster(url: URL, options: PosterOptions): Poster {
  const { allowPrivate, timeoutMs = postTimeoutMs, now = () => new Date() } = options;
  const isHttps = url.protocol === 'https:';
  // No proxy, whatever the variables of the process say: behind one, the proxy would look the name up.
  const pool = { keepAlive: true, maxSockets: maxConnections, timeout: 2 * timeoutMs, proxyEnv: null };
  const agent = isHttps ? new HttpsAgent(pool) : new HttpAgent(pool);
  const request: typeof httpRequest = isHttps ? httpsRequest : httpRequest;
  const lookup = reachableLookup(allowPrivate);
  const literal = withoutBrackets(url.hostname);

  return {
    post: (headers, body) =>
      new Promise((resolve, reject) => {
        // An address in the URL is not looked up.
        if (isIP(literal) !== 0 && !isReachable(literal, allowPrivate)) throw new UnreachableAddressError();
        const sending = request(url, {
          agent,
          lookup,
          method: 'POST',
          headers: {
            ...headers,
            'content-type': 'application/json',
            'content-length': String(body.length),
            'user-agent': 'harmony-2fa',
          },
        });
        const timer = setTimeout(() => sending.destroy(new PostTimeoutError()), timeoutMs).unref();
        sending.once('close', () => {
          clearTimeout(timer);
          // After 101 (Switching Protocols) Node closes the connection, and reports neither an answer nor an error.
          reject(new NoAnswerError());
        });
        sending.on('error', reject);
        sending.once('response', (answer) => {
          // The status decides. What comes of the body has no part in it.
          resolve({ status: answer.statusCode ?? 0, retryAfterMs: readRetryAfter(answer, now()) });
          drain(answer);
        });
        sending.end(body);
      }),
    close: () => agent.destroy(),
  };
}

class PostTimeoutError extends Error {
  override readonly name = 'PostTimeoutError';
  readonly code = 'TIMEOUT';

  constructor() {
    super('there was no answer in time');
  }
}

class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly code = 'NO_ANSWER';

  constructor() {
    super('the connection was closed without an answer');
  }
}

/** The timer of the request ends an answer that does not end. */
function drain(answer: IncomingMessage): void {
  let left = maxAnswerBytes;
  answer.on('error', () => undefined);
  answer.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) answer.destroy();
  });
}

/** Seconds or a date (RFC 9110 §10.2.3); null for anything else. */
function readRetryAfter({ headers }: IncomingMessage, now: Date): number | null {
  const text = headers['retry-after'] ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(at - now.getTime(), 0);
}
