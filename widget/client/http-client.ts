import { endpoints, type Operation } from '../protocol/endpoints.js';
import {
  readChallenge,
  readNewBackupCodes,
  readProblem,
  readProof,
  readSetup,
  readStatus,
  readVerified,
} from '../protocol/read-message.js';
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
 * itself, redirects are not followed, and every answer is checked before it is believed.
 *
 * @param endpoint base path or URL of the back end; see `readEndpoint` for what is accepted
 * @throws {TypeError} when the endpoint is refused
 */
export function createHttpClient(endpoint: string, options: HttpClientOptions = {}): TwoFactorClient {
  const base = readEndpoint(endpoint);
  const timeout = options.timeout ?? 15_000;

  async function call<T>(
    operation: Operation,
    read: (body: unknown) => T,
    body: object | undefined,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const { method, path } = endpoints[operation];
    try {
      // Looked up at call time, so that a page may wrap fetch after this module has loaded.
      const response = await (options.fetch ?? globalThis.fetch)(base + path, {
        method,
        headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
        signal: anySignal(signal, AbortSignal.timeout(timeout)),
        cache: 'no-store',
        credentials: 'same-origin',
        redirect: 'error',
      });
      const text = await response.text();
      if (response.ok) return read(text === '' ? undefined : JSON.parse(text));
      throw new ClientError(readProblem(JSON.parse(text)) ?? { code: 'unreachable' });
    } catch (error) {
      if (error instanceof ClientError) throw error;
      throw new ClientError({ code: 'unreachable' }, { cause: error });
    }
  }

  const nothing = () => undefined;
  return {
    status: (signal) => call('status', readStatus, undefined, signal),
    beginSetup: (signal) => call('beginSetup', readSetup, {}, signal),
    confirmSetup: ({ code }, signal) => call('confirmSetup', readStatus, { code }, signal),
    cancelSetup: (signal) => call('cancelSetup', nothing, undefined, signal),
    readChallenge: (signal) => call('readChallenge', readChallenge, undefined, signal),
    answerChallenge: (answer, signal) => call('answerChallenge', readVerified, answer, signal),
    reauthenticate: (answer, signal) => call('reauthenticate', readProof, answer, signal),
    beginBackupCodes: (signal) => call('beginBackupCodes', readNewBackupCodes, {}, signal),
    keepBackupCodes: (signal) => call('keepBackupCodes', readStatus, {}, signal),
    dropBackupCodes: (signal) => call('dropBackupCodes', nothing, undefined, signal),
    disable: (signal) => call('disable', readStatus, {}, signal),
  };
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

/** `AbortSignal.any` for engines that lack it (Safari before 17.4, Firefox before 124). */
function anySignal(first: AbortSignal | undefined, second: AbortSignal): AbortSignal {
  if (!first) return second;
  if ('any' in AbortSignal) return AbortSignal.any([first, second]);
  const controller = new AbortController();
  for (const signal of [first, second]) {
    if (signal.aborted) controller.abort(signal.reason);
    signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  }
  return controller.signal;
}
