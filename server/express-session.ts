/** A complete host over express-session, with the app's sign-in: `harmony-2fa/express-session`. */
export {
  expressSessionSignIn,
  type ExpressSessionOptions,
  type ExpressSessionSignIn,
} from './adapters/express/express-session.js';
export type {
  CheckedFactor,
  FirstFactor,
  IdentityClaims,
  Remembered,
  TrustedDevice,
} from './adapters/http/first-factor.js';
export type { SignedIn } from './core/sign-in/sign-in-store.js';
export type { RecentProofOptions } from './core/two-factor/rules.js';
