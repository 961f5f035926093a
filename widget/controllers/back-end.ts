import { createHttpClient } from '../client/http-client.js';
import type { TwoFactorClient } from '../client/two-factor-client.js';

/** Where the reference server mounts the protocol. */
export const defaultEndpoint = '/api/2fa';

/**
 * The back end that an element asks: the `client` object a page has set, else the protocol over HTTP at `endpoint`. Null when neither
 * will do: the console says why to the developer, the flows say that the page is set up wrongly, and nothing is sent.
 */
export function chooseBackEnd(client: unknown, endpoint: unknown): TwoFactorClient | null {
  if (isClient(client)) return client;
  try {
    return createHttpClient(typeof endpoint === 'string' && endpoint ? endpoint : defaultEndpoint);
  } catch {
    console.warn('harmony-2fa: the endpoint is refused, since it is not a path of this page’s own origin.');
    return null;
  }
}

/** Whether a page has set an object that stands in for HTTP. */
export function isClient(client: unknown): client is TwoFactorClient {
  return typeof client === 'object' && client !== null;
}
