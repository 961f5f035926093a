/** The contract for frameworks of the Fetch API, such as Hono, Next and SvelteKit: `harmony-2fa/fetch`. */
export { fetchHandler, type FetchContext, type FetchHandlerOptions } from './adapters/fetch/fetch-handler.js';
