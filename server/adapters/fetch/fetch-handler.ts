import type { ClientInfo } from '../../core/audit/events.js';
import { requireFunction, requireOptions } from '../../core/require-options.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';
import { pathBelow, readBasePath } from '../http/base-path.js';
import { describeClient } from '../http/client-info.js';
import { createExchange, type MountOptions } from '../http/exchange.js';
import { readFetchBody } from './fetch-body.js';

/** What the methods of a host get of a request where the Fetch API is used. */
export interface FetchContext<App = undefined> {
  request: Request;
  /** Headers of the answer, for the cookie of a new session id: `headers.append('Set-Cookie', …)`. */
  headers: Headers;
  /** The second argument of the handler: what the framework gives beside the request. */
  app: App;
}

export interface FetchHandlerOptions<App> extends MountOptions<FetchContext<App>> {
  /** Where pages find the contract; the default is `/api/2fa`. */
  basePath?: string;
  /** The client's address, for the audit trail. A `Request` does not have it; the default is none. */
  addressOf?: (request: Request, app: App) => string | null;
  /** Runs before the operations that check an answer or hash codes. It throws a `TwoFactorError` to refuse the request. */
  limiter?: (context: FetchContext<App>) => Promise<void>;
}

/**
 * The contract as a handler of the Fetch API, for every framework that takes `(request) => Response`. It answers every request,
 * also with errors.
 *
 * @example
 * const handle = fetchHandler(twoFactor, { host, origins: ['https://app.example.com'] });
 * app.all('/api/2fa/*', (c) => handle(c.req.raw));
 *
 * @returns never rejects
 * @throws {TypeError} at once when a method of the host is missing, or when an option has a wrong type
 */
export function fetchHandler<App = undefined>(
  twoFactor: TwoFactor,
  options: FetchHandlerOptions<App>,
): (request: Request, ...app: App extends undefined ? [app?: App] : [app: App]) => Promise<Response> {
  requireOptions(options, 'fetchHandler');
  requireFunction(options.addressOf, 'addressOf');
  const basePath = readBasePath(options.basePath);
  const exchange = createExchange(twoFactor, options);
  return async (request, ...[app]) => {
    const headers = new Headers();
    const answer = await exchange(
      {
        method: request.method,
        path: pathBelow(basePath, new URL(request.url).pathname),
        header: (name) => request.headers.get(name) ?? undefined,
        client: () => clientOf(request, options.addressOf?.(request, app as App)),
        readBody: () => readFetchBody(request),
      },
      { request, headers, app: app as App },
    );
    for (const [name, value] of Object.entries(answer.headers)) headers.set(name, value);
    const body = request.method === 'HEAD' ? null : answer.body;
    return new Response(body, { status: answer.status, headers });
  };
}

/** @param address the client's address as the app knows it: a `Request` does not have it */
export function clientOf(request: Request, address: string | null | undefined): ClientInfo {
  return describeClient({
    addresses: [address],
    userAgent: request.headers.get('user-agent') ?? undefined,
    requestId: crypto.randomUUID(),
  });
}
