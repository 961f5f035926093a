/** The contract on `node:http` without a framework: `harmony-2fa/node`. */
export { nodeHandler, type NodeHandlerOptions } from './adapters/node/node-handler.js';
export type { NodeContext } from './adapters/node/node-request.js';
