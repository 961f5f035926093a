import { consoleLog, type Log } from '../../core/log.js';
import { requireFunction, requireOptions } from '../../core/require-options.js';
import type { SignedIn } from '../../core/sign-in/sign-in-store.js';
import { cookieCarrier, type CookieOptions } from '../http/cookie-carrier.js';
import type { TwoFactorHost } from '../http/host.js';
import { answerError } from '../http/problem.js';
import { guardOfRequests, type RecentProofGuard } from '../http/recent-proof-guard.js';
import type { FirstFactor } from '../http/first-factor.js';
import { createSignIn } from '../http/sign-in.js';
import type { SignInOptions } from '../http/sign-in-options.js';
import { clientOf, type FetchContext } from './fetch-handler.js';

export interface CookieSignInOptions<App> extends SignInOptions, CookieOptions {
  /** Called when an account is fully signed in. The page of the challenge gets the returned value: a redirect target, for example. */
  onSignedIn?(context: FetchContext<App>, accountId: string): unknown;
  /** The client's address, for the audit entries of a sign-in. A `Request` does not have it; the default is none. */
  addressOf?: (request: Request) => string | null;
}

/** What a route of the app has to send with its answer. */
export interface SignInStep {
  /** `challenge`: show `harmony-2fa-challenge`; `enrolment`: show `harmony-2fa-enrolment`; `full`: the account is signed in. */
  next: SignedIn['stage'];
  /** The session's cookie. */
  headers: Headers;
}

/** Sign-ins in a cookie, for frameworks of the Fetch API. */
export interface CookieSignIn<App> {
  /** For `fetchHandler`. */
  host: TwoFactorHost<FetchContext<App>>;
  /**
   * Call it whenever the first factor is right: a password, a link in a mail, an identity provider, a password reset, a
   * remembered device. With `{ remembered: true }` the sign-in is no recent proof.
   */
  begin(request: Request, accountId: string, first?: FirstFactor): Promise<SignInStep>;
  /** The full sign-in of a request; null without one, also while the second factor is due or has to be turned on. */
  read(request: Request): Promise<SignedIn | null>;
  /** For a page that shows `harmony-2fa-challenge` or `harmony-2fa-enrolment`; null without a sign-in. */
  stageOf(request: Request): Promise<SignedIn['stage'] | null>;
  /** @throws {TwoFactorError} `not_signed_in`, also while the second factor is due */
  requireFull(request: Request): Promise<SignedIn>;
  /**
   * For the app's own sensitive changes. `requireRecentProof({ maxAge: 60 })` makes a stricter guard.
   *
   * @throws {TwoFactorError} `not_signed_in`, `reauthentication_required`
   */
  requireRecentProof: RecentProofGuard<Request>;
  /** Signs out. Returns the headers that delete the cookie. */
  end(request: Request): Promise<Headers>;
  /**
   * Ends the account's other sign-ins, also those that wait for a second factor: after another password, for example.
   *
   * @throws {TwoFactorError} `not_signed_in` without a full sign-in
   */
  endOthers(request: Request): Promise<void>;
  /** Signs an account out everywhere: after a password reset, for example. */
  endAll(accountId: string): Promise<void>;
}

/**
 * A complete host without a session library: the cookie has only a random token, and the store of this package knows the rest. So
 * there is nothing to encrypt, and each sign-in can be ended on the server.
 *
 * @example
 * const signIn = cookieSignIn({ twoFactor, store, findAccount, checkPassword });
 * const handle = fetchHandler(twoFactor, { host: signIn.host, origins });
 * app.post('/login', async (c) => {
 *   const { next, headers } = await signIn.begin(c.req.raw, await checkedAccountId(c));
 *   return Response.json({ next }, { headers });
 * });
 *
 * @throws {TypeError} at once when an option is missing
 */
export function cookieSignIn<App = undefined>(options: CookieSignInOptions<App>): CookieSignIn<App> {
  requireOptions(options, 'cookieSignIn');
  requireFunction(options.addressOf, 'addressOf');
  const carrier = cookieCarrier<FetchContext<App>>(options, {
    read: ({ request }) => request.headers.get('cookie'),
    send: ({ headers }, line) => headers.append('Set-Cookie', line),
    userAgent: ({ request }) => request.headers.get('user-agent'),
    client: ({ request }) => clientOf(request, options.addressOf?.(request)),
  });
  const signIn = createSignIn(options, carrier, options.onSignedIn?.bind(options));

  return {
    host: signIn.host,
    async begin(request, accountId, first) {
      const context = contextOf(request);
      return { next: await signIn.begin(context, accountId, first), headers: context.headers };
    },
    read: (request) => signIn.read(contextOf(request)),
    stageOf: (request) => signIn.stageOf(contextOf(request)),
    requireFull: (request) => signIn.requireFull(contextOf(request)),
    requireRecentProof: guardOfRequests(signIn.requireRecentProof, contextOf),
    async end(request) {
      const context = contextOf(request);
      await signIn.end(context);
      return context.headers;
    },
    endOthers: (request) => signIn.endOthers(contextOf(request)),
    endAll: (accountId) => signIn.endAll(accountId),
  };

  /** The app's own routes have no second argument of the handler. */
  function contextOf(request: Request): FetchContext<App> {
    return { request, headers: new Headers({ 'Cache-Control': 'no-store' }), app: undefined as App };
  }
}

/** The answer of the app's own route to an error, in the form of the contract: 401 and 403 for refusals, 503 for faults. */
export function problemResponse(error: unknown, log: Log = consoleLog): Response {
  const { status, headers, body } = answerError(error, log);
  return new Response(body, { status, headers });
}
