/** Limits by network for apps on Express, with the package express-rate-limit: `harmony-2fa/express-rate-limit`. */
export { networkLimit } from './adapters/express/network-limit.js';
export { networkTurns } from './adapters/express/network-turns.js';
