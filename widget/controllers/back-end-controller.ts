import type { ReactiveControllerHost } from 'lit';
import { createHttpClient } from '../client/http-client.js';
import type { TwoFactorClient } from '../client/two-factor-client.js';

/** Where the reference server mounts the protocol. */
const defaultEndpoint = '/api/2fa';

export interface BackEndHost extends ReactiveControllerHost {
  readonly client: TwoFactorClient | null;
  readonly endpoint: string | null;
}

/**
 * Chooses the client of an element: the `client` object that the page has set, otherwise HTTP at `endpoint`. Add it before the
 * flow, which starts in the same update.
 *
 * @param changed called when the page sets another one, but not when one client object takes the place of another: frameworks create
 *   a new object at each render, and the flow continues then, with the request that is under way.
 * @returns the client; null when the page's settings are invalid, which the flow reports as `misconfigured`
 */
export function addBackEnd(host: BackEndHost, changed: () => void): () => TwoFactorClient | null {
  let chosen: TwoFactorClient | null = null;
  let before: Pick<BackEndHost, 'client' | 'endpoint'> | undefined;
  host.addController({
    hostUpdate() {
      const { client, endpoint } = host;
      const previous = before;
      // A page may set any value, NaN included.
      if (previous && Object.is(previous.client, client) && Object.is(previous.endpoint, endpoint)) return;
      before = { client, endpoint };
      chosen = chooseClient(client, endpoint);
      if (previous && !(isObject(previous.client) && isObject(client))) changed();
    },
  });
  return () => chosen;
}

function chooseClient(client: TwoFactorClient | null, endpoint: unknown): TwoFactorClient | null {
  if (isObject(client)) return client;
  try {
    return createHttpClient(typeof endpoint === 'string' && endpoint ? endpoint : defaultEndpoint);
  } catch (error) {
    console.warn(`harmony-2fa refuses the endpoint: ${(error as Error).message}`);
    return null;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
