import { endpoints, type Operation } from '../protocol/endpoints.js';
import { readProblem } from '../protocol/read-message.js';
import { ClientError } from './client-error.js';
import type { TwoFactorClient } from './two-factor-client.js';

export interface HttpClientOptions {
  /** Milliseconds until a missing answer counts as unreachable. */
  timeout?: number;
  /** For tests and for hosts that add headers. */
  fetch?: typeof fetch;
}

/**
 * The protocol over `fetch`. Cookies go along to the page's own origin only, a state-changing call is never repeated by
 * itself, and redirects are not followed. Answers are passed on as they came: the flows read every one, whoever sent it.
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
    const limit = AbortSignal.timeout(timeout);
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
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        cache: 'no-store',
        credentials: 'same-origin',
        redirect: 'error',
      });
      const text = await response.text();
      const message: unknown = text === '' ? undefined : JSON.parse(text);
      if (response.ok) {
        account = accountOf(message) ?? account;
        return message as T;
      }
      throw new ClientError(readProblem(message) ?? { code: 'unreachable' });
    } catch (error) {
      if (error instanceof ClientError) throw error;
      throw new ClientError({ code: 'unreachable' }, { cause: error });
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

function accountOf(message: unknown): string | undefined {
  const account = (message as { account?: unknown } | null | undefined)?.account;
  return typeof account === 'string' && /^[!-~]{1,128}$/.test(account) ? account : undefined;
}

/**
 * Where the back end is: a path or URL of the page's own origin. Another origin would receive the codes people type, and
 * could not read the session's cookie anyway, so it is refused, as are other schemes, credentials and fragments.
 *
 * @returns the absolute URL without a trailing slash
 * @throws {TypeError}
 */
export function readEndpoint(endpoint: string): string {
  const url = new URL(endpoint, document.baseURI);
  const sameOrigin = url.origin === location.origin && /^https?:$/.test(url.protocol);
  if (!sameOrigin || url.username || url.password || url.search || url.hash || endpoint.length > 2048) {
    throw new TypeError('endpoint is not a path of this origin');
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}
