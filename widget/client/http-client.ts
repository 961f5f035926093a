import { endpoints, type Operation } from '../protocol/endpoints.js';
import { maxRetryAfter } from '../protocol/limits.js';
import { readProblem } from '../protocol/read-message.js';
import { ClientError, type Failure, type FailureCode } from './client-error.js';
import type { CompleteClient } from './two-factor-client.js';

export interface HttpClientOptions {
  /** Milliseconds after which a request without an answer counts as unreachable. */
  timeout?: number;
  /** For tests and for hosts that add headers. */
  fetch?: typeof fetch;
}

/** The first argument of a method, such as a code. */
type Argument = object & { id?: string };

/**
 * The protocol over `fetch`. Requests go to the page's own origin, with its cookies. The client repeats no request and follows
 * no redirect: a redirect means that the session is over. It does not check the answers, because the flows check the answers
 * of every client.
 *
 * @param endpoint base path or URL of the back end; see `readEndpoint`
 * @throws {TypeError} when the endpoint is refused; where there is no document, the first request rejects with it
 *
 * @example
 * const client = createHttpClient('/api/2fa', { timeout: 5000 });
 * const { enabled } = await client.status();
 */
export function createHttpClient(endpoint: string, options: HttpClientOptions = {}): CompleteClient {
  // Frameworks that render on a server load the modules of a page there, too.
  const base = (globalThis as Partial<typeof globalThis>).document ? readEndpoint(endpoint) : null;
  /** The account that the page shows. Each change names it, because another tab may have signed in to another account. */
  let account: string | undefined;
  const timeout = options.timeout ?? 15_000;

  /** Every method of the client. The body is the first argument without the id, which the path names; the signal is the last one. */
  async function call(operation: Operation, argument?: Argument | AbortSignal, signal?: AbortSignal): Promise<unknown> {
    if (argument instanceof AbortSignal) return call(operation, undefined, argument);
    const { method, path } = endpoints[operation];
    const { id = '', ...rest } = argument ?? {};
    const url = (base ?? readEndpoint(endpoint)) + path.replace('{id}', encodeURIComponent(id));
    const body = path.includes('{id}') ? rest : argument;
    const sent = method !== 'DELETE' && body;
    // Not `AbortSignal.any` and `AbortSignal.timeout`: browsers of 2022 do not have them.
    const run = new AbortController();
    const abort = (): void => run.abort();
    const timer = setTimeout(abort, timeout);
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
    try {
      // Look `fetch` up at each call: a page may wrap it after this module is loaded.
      const response = await (options.fetch ?? globalThis.fetch)(url, {
        method,
        headers: {
          accept: 'application/json',
          ...(sent && { 'content-type': 'application/json' }),
          ...(account && method !== 'GET' && { 'x-two-factor-account': account }),
        },
        ...(sent && { body: JSON.stringify(sent) }),
        signal: run.signal,
        cache: 'no-store',
        credentials: 'same-origin',
        redirect: 'manual',
      });
      const text = await response.text();
      if (!response.ok) throw new ClientError(failureOf(response, text));
      const message: unknown = text === '' ? undefined : JSON.parse(text);
      account = accountOf(message) ?? account;
      return message;
    } catch (error) {
      if (error instanceof ClientError) throw error;
      throw new ClientError({ code: 'unreachable' }, { cause: error });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  return Object.fromEntries(
    (Object.keys(endpoints) as Operation[]).map((operation) => [operation, call.bind(null, operation)]),
  ) as unknown as CompleteClient;
}

/** Reads a refusal. For one without problem details, from a proxy or the host's parser, the status decides. */
function failureOf({ status, headers }: Response, text: string): Failure {
  let problem = null;
  try {
    problem = readProblem(JSON.parse(text));
  } catch {
    // The body is no JSON.
  }
  const retryAfter = readRetryAfter(headers.get('retry-after'));
  return { ...(retryAfter && { retryAfter }), ...(problem ?? { code: codeOf(status) }) } as Failure;
}

/** Sign-in proxies answer a request without a session by a redirect. Browsers show its status as 0. */
function codeOf(status: number): FailureCode {
  if (status === 401 || status < 400) return 'not_signed_in';
  // The page of a web framework for a path that it does not serve: a back end may leave operations out.
  if (status === 404 || status === 405) return 'not_found';
  if (status === 429) return 'too_many_attempts';
  if (status === 503) return 'unavailable';
  return status < 500 ? 'request_invalid' : 'unreachable';
}

/** Whole seconds, or an HTTP date (RFC 9110 §10.2.3). A wait that is too long to show counts as none. */
function readRetryAfter(text: string | null): number | null {
  if (!text) return null;
  const seconds = /^\d+$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - Date.now()) / 1000);
  return seconds > 0 && seconds <= maxRetryAfter ? seconds : null;
}

function accountOf(message: unknown): string | undefined {
  const account = (message as { account?: unknown } | null | undefined)?.account;
  return typeof account === 'string' && /^[!-~]{1,128}$/.test(account) ? account : undefined;
}

/**
 * The address of the back end: a path or URL of the page's own origin. Another origin is refused, because it would receive the
 * codes that people type. Other schemes, credentials and fragments are refused too. A `<base>` of another origin has no
 * effect on the address.
 *
 * @returns the absolute URL without a trailing slash
 * @throws {TypeError}
 */
export function readEndpoint(endpoint: string): string {
  // Not `location.origin`: it is "null" in a frame with `srcdoc`, where the document has the origin of its parent.
  const { origin } = globalThis;
  const base = [document.baseURI, location.href].find((address) => address.startsWith(`${origin}/`)) ?? origin;
  const url = new URL(endpoint, base);
  const sameOrigin = url.origin === origin && /^https?:$/.test(url.protocol);
  if (!sameOrigin || url.username || url.password || url.search || url.hash || endpoint.length > 2048) {
    throw new TypeError('endpoint is not a path of this origin');
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}
