import type { IncomingMessage, ServerResponse } from 'node:http';
import { consoleLog, type Log } from '../../core/log.js';
import { requireFunction, requireOptions } from '../../core/require-options.js';
import type { SignedIn } from '../../core/sign-in/sign-in-store.js';
import type { TwoFactorHost } from '../http/host.js';
import { cookieCarrier, type CookieOptions } from '../http/cookie-carrier.js';
import { answerError } from '../http/problem.js';
import { guardOfRequests, type RecentProofGuard } from '../http/recent-proof-guard.js';
import type { FirstFactor } from '../http/first-factor.js';
import { createSignIn } from '../http/sign-in.js';
import type { SignInOptions } from '../http/sign-in-options.js';
import { clientOf, sendAnswer, type NodeContext } from './node-request.js';

export interface CookieSignInOptions extends SignInOptions, CookieOptions {
  /** Called when an account is fully signed in. The page of the challenge gets the returned value: a redirect target, for example. */
  onSignedIn?(context: NodeContext, accountId: string): unknown;
  /** The client's address, for the audit entries of a sign-in, as in `nodeHandler`; the default is the address of the connection. */
  addressOf?: (req: IncomingMessage) => string | null;
}

/** Sign-ins in a cookie, for servers on `node:http`. A method that takes the response adds `Set-Cookie` to it. */
export interface CookieSignIn {
  /** For `nodeHandler`. */
  host: TwoFactorHost<NodeContext>;
  /**
   * Call it whenever the first factor is right: a password, a link in a mail, an identity provider, a password reset, a
   * remembered device. With `{ remembered: true }` the sign-in is no recent proof.
   *
   * @returns `challenge`: show `harmony-2fa-challenge`; `enrolment`: show `harmony-2fa-enrolment`; `full`: the account is signed in
   */
  begin(req: IncomingMessage, res: ServerResponse, accountId: string, first?: FirstFactor): Promise<SignedIn['stage']>;
  /** The full sign-in of a request; null without one, also while the second factor is due or has to be turned on. */
  read(req: IncomingMessage): Promise<SignedIn | null>;
  /** For a page that shows `harmony-2fa-challenge` or `harmony-2fa-enrolment`; null without a sign-in. */
  stageOf(req: IncomingMessage): Promise<SignedIn['stage'] | null>;
  /** @throws {TwoFactorError} `not_signed_in`, also while the second factor is due */
  requireFull(req: IncomingMessage): Promise<SignedIn>;
  /**
   * For the app's own sensitive changes. `requireRecentProof({ maxAge: 60 })` makes a stricter guard.
   *
   * @throws {TwoFactorError} `not_signed_in`, `reauthentication_required`
   */
  requireRecentProof: RecentProofGuard<IncomingMessage>;
  /** Signs out. */
  end(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /**
   * Ends the account's other sign-ins, also those that wait for a second factor: after another password, for example.
   *
   * @throws {TwoFactorError} `not_signed_in` without a full sign-in
   */
  endOthers(req: IncomingMessage): Promise<void>;
  /** Signs an account out everywhere: after a password reset, for example. */
  endAll(accountId: string): Promise<void>;
}

/**
 * A complete host without a session library, for `node:http` and frameworks over it, such as Fastify and Koa. The cookie has only a
 * random token, and the store of this package knows the rest.
 *
 * @example
 * const signIn = cookieSignIn({ twoFactor, store, findAccount, checkPassword });
 * const handle = nodeHandler(twoFactor, { host: signIn.host, origins });
 * const next = await signIn.begin(req, res, account.id);
 *
 * @throws {TypeError} at once when an option is missing
 */
export function cookieSignIn(options: CookieSignInOptions): CookieSignIn {
  requireOptions(options, 'cookieSignIn');
  requireFunction(options.addressOf, 'addressOf');
  const carrier = cookieCarrier<NodeContext>(options, {
    read: ({ req }) => req.headers.cookie,
    send: ({ res }, line) => void res.appendHeader('Set-Cookie', line),
    userAgent: ({ req }) => req.headers['user-agent'],
    client: ({ req }) => clientOf(req, options.addressOf?.(req)),
  });
  const signIn = createSignIn(options, carrier, options.onSignedIn?.bind(options));
  const { host } = signIn;

  return {
    host,
    begin: (req, res, accountId, first) => signIn.begin({ req, res }, accountId, first),
    read: (req) => signIn.read(reading(req)),
    stageOf: (req) => signIn.stageOf(reading(req)),
    requireFull: (req) => signIn.requireFull(reading(req)),
    requireRecentProof: guardOfRequests(signIn.requireRecentProof, reading),
    end: (req, res) => signIn.end({ req, res }),
    endOthers: (req) => signIn.endOthers(reading(req)),
    endAll: (accountId) => signIn.endAll(accountId),
  };
}

/** These methods only read the request. */
function reading(req: IncomingMessage): NodeContext {
  return { req } as NodeContext;
}

/** Answers an error of the app's own route in the form of the contract: 401 and 403 for refusals, 503 for faults. */
export function sendProblem(res: ServerResponse, error: unknown, log: Log = consoleLog): void {
  sendAnswer(res, answerError(error, log));
}
