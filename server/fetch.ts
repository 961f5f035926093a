/** The contract for frameworks of the Fetch API, such as Hono, Next and SvelteKit: `harmony-2fa/fetch`. */
export { fetchHandler, type FetchContext, type FetchHandlerOptions } from './adapters/fetch/fetch-handler.js';
export {
  cookieSignIn,
  problemResponse,
  type CookieSignIn,
  type CookieSignInOptions,
  type SignInStep,
} from './adapters/fetch/cookie-sign-in.js';
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
