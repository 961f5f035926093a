/**
 * The contract in an Express app, version 4 or 5: `harmony-2fa/express`. The use cases, the stores and the key ring are in
 * `harmony-2fa/server`.
 */
export { twoFactorRouter, type ExpressContext, type TwoFactorRouterOptions } from './adapters/express/router.js';
export { createExpressServer } from './adapters/express/express-server.js';
export { twoFactorErrors } from './adapters/express/problem-details.js';
export { sameOrigin } from './adapters/express/same-origin.js';
