import type { IncomingMessage, ServerResponse } from 'node:http';
import { requireFunction, requireOptions } from '../../core/require-options.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';
import { createExchange, type MountOptions } from '../http/exchange.js';
import { pathBelow, readBasePath } from '../http/base-path.js';
import { clientOf, sendAnswer, toHttpRequest, type NodeContext } from './node-request.js';

export interface NodeHandlerOptions extends MountOptions<NodeContext> {
  /** Where pages find the contract; the default is `/api/2fa`. */
  basePath?: string;
  /**
   * The client's address, for the audit trail; the default is the address of the connection. Behind a proxy, read it from the
   * header that this proxy sets.
   */
  addressOf?: (req: IncomingMessage) => string | null;
  /** Runs before the operations that check an answer or hash codes. It throws a `TwoFactorError` to refuse the request. */
  limiter?: (context: NodeContext) => Promise<void>;
}

/**
 * The contract for a server of `node:http`. It answers every request below its path, also with errors.
 *
 * @example
 * const twoFactorHandler = nodeHandler(twoFactor, { host, origins: ['https://app.example.com'] });
 * createServer((req, res) => {
 *   if (req.url?.startsWith('/api/2fa/')) return twoFactorHandler(req, res);
 *   …
 * });
 *
 * @returns resolves when the answer was handed to the response; never rejects
 * @throws {TypeError} at once when a method of the host is missing, or when an option has a wrong type
 */
export function nodeHandler(
  twoFactor: TwoFactor,
  options: NodeHandlerOptions,
): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  requireOptions(options, 'nodeHandler');
  requireFunction(options.addressOf, 'addressOf');
  const basePath = readBasePath(options.basePath);
  const exchange = createExchange(twoFactor, options);
  return async (req, res) => {
    const path = pathBelow(basePath, req.url ?? '');
    const client = () => clientOf(req, options.addressOf?.(req));
    sendAnswer(res, await exchange(toHttpRequest(req, path, client), { req, res }));
  };
}
