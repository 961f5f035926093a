/** The limit by network for `twoFactorRouter`, with the package express-rate-limit: `harmony-2fa/express-rate-limit`. */
export { networkLimit } from './adapters/express/network-limit.js';
