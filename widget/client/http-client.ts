import { endpoints, type Operation } from '../protocol/endpoints.js';
import { readProblem } from '../protocol/read-message.js';
import { ClientError, type Failure, type FailureCode } from './client-error.js';
import type { TwoFactorClient } from './two-factor-client.js';

export interface HttpClientOptions {
  /** Milliseconds until a missing answer counts as unreachable. */
  timeout?: number;
  /** For tests and for hosts that add headers. */
  fetch?: typeof fetch;
}

/** Seconds that a refusal may ask for; what is longer is no wait that a page could show. */
const longestWait = 31 * 24 * 60 * 60;

/**
 * The protocol over `fetch`. Cookies go along to the page's own origin only, a state-changing call is never repeated by
 * itself, and redirects are not followed: they mean that nobody is signed in. Answers are passed on as they came: the flows read every one, whoever sent it.
 *
 * @param endpoint base path or URL of the back end; see `readEndpoint` for what is accepted
 * @throws {TypeError} when the endpoint is refused
 */
export function createHttpClient(endpoint: string, options: HttpClientOptions = {}): TwoFactorClient {
  const base = readEndpoint(endpoint);
  /** The account that the page shows. A change repeats it: another tab may have signed in to another account since. */
  let account: string | undefined;
  const timeout = options.timeout ?? 15_000;

  async function call<T>(operation: Operation, signal: AbortSignal | undefined, answer?: object): Promise<T> {
    const { method, path } = endpoints[operation];
    // Not `AbortSignal.any` and `timeout`: browsers of 2022 lack them, and would send nothing.
    const run = new AbortController();
    const abort = (): void => run.abort();
    const timer = setTimeout(abort, timeout);
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
    try {
      // Looked up at call time, so that a page may wrap fetch after this module has loaded.
      const response = await (options.fetch ?? globalThis.fetch)(base + path, {
        method,
        headers: {
          accept: 'application/json',
          ...(answer && { 'content-type': 'application/json' }),
          ...(account && method !== 'GET' && { 'x-two-factor-account': account }),
        },
        ...(answer && { body: JSON.stringify(answer) }),
        signal: run.signal,
        cache: 'no-store',
        credentials: 'same-origin',
        redirect: 'manual',
      });
      const text = await response.text();
      if (!response.ok) throw new ClientError(failureOf(response, text));
      const message: unknown = text === '' ? undefined : JSON.parse(text);
      account = accountOf(message) ?? account;
      return message as T;
    } catch (error) {
      if (error instanceof ClientError) throw error;
      throw new ClientError({ code: 'unreachable' }, { cause: error });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  const ask =
    <T>(operation: Operation) =>
    (signal?: AbortSignal) =>
      call<T>(operation, signal);
  const send =
    <T>(operation: Operation) =>
    (answer: object, signal?: AbortSignal) =>
      call<T>(operation, signal, answer);
  return {
    status: ask('status'),
    beginSetup: ask('beginSetup'),
    confirmSetup: send('confirmSetup'),
    cancelSetup: ask('cancelSetup'),
    readChallenge: ask('readChallenge'),
    answerChallenge: send('answerChallenge'),
    reauthenticate: send('reauthenticate'),
    beginBackupCodes: ask('beginBackupCodes'),
    keepBackupCodes: (pending, signal) =>
      pending instanceof AbortSignal ? call('keepBackupCodes', pending) : call('keepBackupCodes', signal, pending),
    dropBackupCodes: ask('dropBackupCodes'),
    disable: ask('disable'),
  };
}

/** What a refusal means. One that is not of the protocol, from a proxy or the host's own parser, is told by its status. */
function failureOf({ status, headers }: Response, text: string): Failure {
  let problem = null;
  try {
    problem = readProblem(JSON.parse(text));
  } catch {
    // A page, or nothing at all.
  }
  const retryAfter = readRetryAfter(headers.get('retry-after'));
  return { ...(retryAfter !== null && { retryAfter }), ...(problem ?? { code: codeOf(status) }) } as Failure;
}

/** A redirect, whose status browsers hide behind 0, is how sign-in proxies answer a session that is over. */
function codeOf(status: number): FailureCode {
  if (status === 401 || status < 400) return 'not_signed_in';
  if (status === 429) return 'too_many_attempts';
  if (status === 503) return 'unavailable';
  return status < 500 ? 'request_invalid' : 'unreachable';
}

/** Whole seconds, or an HTTP date (RFC 9110 §10.2.3). */
function readRetryAfter(text: string | null): number | null {
  if (text === null || text === '') return null;
  const seconds = /^\d+$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - Date.now()) / 1000);
  return seconds > 0 && seconds <= longestWait ? seconds : null;
}

function accountOf(message: unknown): string | undefined {
  const account = (message as { account?: unknown } | null | undefined)?.account;
  return typeof account === 'string' && /^[!-~]{1,128}$/.test(account) ? account : undefined;
}

/**
 * Where the back end is: a path or URL of the page's own origin. Another origin would receive the codes people type, and
 * could not read the session's cookie anyway, so it is refused, as are other schemes, credentials and fragments. A `<base>` of
 * another origin is for the page's links; it does not move the back end.
 *
 * @returns the absolute URL without a trailing slash
 * @throws {TypeError}
 */
export function readEndpoint(endpoint: string): string {
  // Not `location.origin`: in a frame with `srcdoc` that is none, while the document has its parent's.
  const { origin } = globalThis;
  const base = [document.baseURI, location.href].find((address) => address.startsWith(`${origin}/`)) ?? origin;
  const url = new URL(endpoint, base);
  const sameOrigin = url.origin === origin && /^https?:$/.test(url.protocol);
  if (!sameOrigin || url.username || url.password || url.search || url.hash || endpoint.length > 2048) {
    throw new TypeError('endpoint is not a path of this origin');
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}
