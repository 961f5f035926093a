/** The contract on `node:http` without a framework: `harmony-2fa/node`. */
export { nodeHandler, type NodeHandlerOptions } from './adapters/node/node-handler.js';
export type { NodeContext } from './adapters/node/node-request.js';
export {
  cookieSignIn,
  sendProblem,
  type CookieSignIn,
  type CookieSignInOptions,
} from './adapters/node/cookie-sign-in.js';
export type { RecentProofGuard } from './adapters/http/recent-proof-guard.js';
export type {
  CheckedFactor,
  FirstFactor,
  IdentityClaims,
  Remembered,
  TrustedDevice,
} from './adapters/http/first-factor.js';
export type { SignedIn } from './core/sign-in/sign-in-store.js';
export type { RecentProofOptions } from './core/two-factor/rules.js';
