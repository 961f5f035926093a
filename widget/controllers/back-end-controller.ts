import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { createHttpClient } from '../client/http-client.js';
import type { TwoFactorClient } from '../client/two-factor-client.js';

/** Where the reference server mounts the protocol. */
export const defaultEndpoint = '/api/2fa';

interface BackEndHost extends ReactiveControllerHost {
  readonly client: TwoFactorClient | null;
  readonly endpoint: string | null;
}

/**
 * The back end that an element asks: the `client` object a page has set, else the protocol over HTTP at `endpoint`.
 *
 * Owns: which client that is. Does not own what becomes of a flow when the page names another one. Constructed before the
 * flow's own controller, which begins in the same update.
 */
export class BackEndController implements ReactiveController {
  /** Null when neither will do: the console tells the developer, the flow tells that the page is set up wrongly. */
  client: TwoFactorClient | null = null;
  #named: Pick<BackEndHost, 'client' | 'endpoint'> | null = null;

  /**
   * @param changed called when the page has named another one. `another` is false when one client object takes the place of
   *   another: frameworks make a new object at each render, and what a person has begun outlives that.
   */
  constructor(
    private readonly host: BackEndHost,
    private readonly changed: (another: boolean) => void,
  ) {
    host.addController(this);
  }

  hostUpdate(): void {
    const { client, endpoint } = this.host;
    const named = this.#named;
    // A page may set anything, NaN included.
    if (named && Object.is(named.client, client) && Object.is(named.endpoint, endpoint)) return;
    this.#named = { client, endpoint };
    this.client = chooseClient(client, endpoint);
    if (named) this.changed(!isClient(named.client) || !isClient(client));
  }
}

function chooseClient(client: unknown, endpoint: unknown): TwoFactorClient | null {
  if (isClient(client)) return client;
  try {
    return createHttpClient(typeof endpoint === 'string' && endpoint ? endpoint : defaultEndpoint);
  } catch {
    console.warn('harmony-2fa: the endpoint is refused, since it is not a path of this page’s own origin.');
    return null;
  }
}

/** Whether a page has set an object that stands in for HTTP. */
function isClient(client: unknown): client is TwoFactorClient {
  return typeof client === 'object' && client !== null;
}
