import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { TwoFactorError } from '../../core/errors.js';
import { consoleLog, unfailing } from '../../core/log.js';
import { requireOptions } from '../../core/require-options.js';
import type { SignedIn } from '../../core/sign-in/sign-in-store.js';
import type { RecentProofOptions } from '../../core/two-factor/rules.js';
import type { TwoFactorHost } from '../http/host.js';
import { answerError } from '../http/problem.js';
import { isRecentProofOptions } from '../http/recent-proof-guard.js';
import type { FirstFactor } from '../http/first-factor.js';
import type { SessionCarrier } from '../http/session-carrier.js';
import { createSignIn } from '../http/sign-in.js';
import type { SignInOptions } from '../http/sign-in-options.js';
import { sendAnswer } from '../node/node-request.js';
import { clientOf } from './client-info.js';
import type { ExpressContext } from './router.js';

export interface ExpressSessionOptions extends SignInOptions {
  /**
   * Called when an account is fully signed in, before the session is stored: set what your own pages read, such as
   * `req.session.userId`, or `req.session.passport` for Passport. The page of the challenge gets the returned value: a redirect
   * target, for example.
   */
  onSignedIn?(req: Request, accountId: string): unknown;
  /** Where browsers sign in. `requireFull` sends them there; without it, every client gets 401. */
  signInPage?: string;
}

/** Sign-ins in the sessions of express-session. */
export interface ExpressSessionSignIn {
  /** For `twoFactorRouter`. */
  host: TwoFactorHost<ExpressContext>;
  /**
   * Mount it after express-session and before your own routes. It empties a session whose sign-in has ended, and one in which Passport
   * has another user than `onSignedIn` has set.
   */
  middleware: RequestHandler;
  /**
   * Call it whenever the first factor is right: a password, a link in a mail, an identity provider, a password reset, a
   * remembered device. With `{ remembered: true }` the sign-in is no recent proof.
   *
   * @returns `challenge`: show `harmony-2fa-challenge`; `enrolment`: show `harmony-2fa-enrolment`; `full`: the account is signed in
   */
  begin(req: Request, accountId: string, first?: FirstFactor): Promise<SignedIn['stage']>;
  /** The full sign-in of a request; null without one, also while the second factor is due or has to be turned on. */
  read(req: Request): Promise<SignedIn | null>;
  /** For a page that shows `harmony-2fa-challenge` or `harmony-2fa-enrolment`; null without a sign-in. */
  stageOf(req: Request): Promise<SignedIn['stage'] | null>;
  /** Lets only full sign-ins pass: not while the second factor is due or has to be turned on. */
  requireFull: RequestHandler;
  /**
   * Lets a request pass only within five minutes of a proof; while 2FA is on, that is a second factor. `requireRecentProof({ maxAge: 60 })`
   * makes a stricter handler.
   */
  requireRecentProof: RequestHandler & ((options: RecentProofOptions) => RequestHandler);
  /** Signs out. */
  end(req: Request): Promise<void>;
  /**
   * Ends the account's other sign-ins, also those that wait for a second factor: after another password, for example.
   *
   * @throws {TwoFactorError} `not_signed_in` without a full sign-in
   */
  endOthers(req: Request): Promise<void>;
  /** Signs an account out everywhere: after a password reset, for example. */
  endAll(accountId: string): Promise<void>;
}

/** What this module uses of a session of express-session, whose types an app may not have. */
interface Session {
  regenerate(done: (error?: unknown) => void): unknown;
  save(done: (error?: unknown) => void): unknown;
  destroy(done: (error?: unknown) => void): unknown;
  cookie: { originalMaxAge?: number | null; maxAge?: number | null };
  [key: string]: unknown;
}

/** The token is what the session stores of a sign-in. */
const tokenKey = 'harmony2fa';
/** The user that Passport had in the session when the sign-in was stored, as JSON. */
const passportKey = 'harmony2faPassport';

/**
 * A complete host over express-session, with the sign-in of the app. It gives a session a new id at each change of what the
 * session may do. A sign-in ends in the store of this package, so it ends with every session store.
 *
 * @example
 * const signIn = expressSessionSignIn({ twoFactor, store, findAccount, checkPassword });
 * app.use(session({ … }), signIn.middleware);
 * app.use('/api/2fa', twoFactorRouter(twoFactor, { host: signIn.host, origins }));
 * app.post('/login', async (req, res) => res.json({ next: await signIn.begin(req, await checkedAccountId(req)) }));
 * app.get('/account', signIn.requireFull, showAccount);
 *
 * @throws {TypeError} at once when an option is missing
 */
export function expressSessionSignIn(options: ExpressSessionOptions): ExpressSessionSignIn {
  requireOptions(options, 'expressSessionSignIn');
  const { signInPage } = options;
  const log = unfailing(options.log ?? consoleLog);
  /** The requests that have passed the middleware. */
  const checked = new WeakSet<Request>();
  const carrier: SessionCarrier<ExpressContext> = {
    ...sessionCarrier,
    read(context) {
      // Without it, what the app keeps in a session would outlive the sign-in, and a sign-in by Passport alone would go unseen.
      const token = sessionCarrier.read(context);
      if (checked.has(context.req)) return token;
      throw new Error(
        'mount the middleware of the sign-in right after the session: app.use(session({ … }), signIn.middleware)',
      );
    },
  };
  const signIn = createSignIn<ExpressContext>(options, carrier, ({ req }, accountId) =>
    options.onSignedIn?.(req, accountId),
  );
  let warned = false;

  return {
    host: signIn.host,
    begin: (req, accountId, first) => signIn.begin(contextOf(req), accountId, first),
    read: (req) => signIn.read(contextOf(req)),
    stageOf: (req) => signIn.stageOf(contextOf(req)),
    end: (req) => signIn.end(contextOf(req)),
    endOthers: (req) => signIn.endOthers(contextOf(req)),
    endAll: (accountId) => signIn.endAll(accountId),

    middleware: handler(async (context) => {
      const { req } = context;
      checked.add(req);
      const token = await carrier.read(context);
      const stage = await signIn.stageOf(context);
      const user = passportUserOf(sessionOf(req));
      if (stage === 'full' && user === sessionOf(req)[passportKey]) return;
      if (stage === 'full') {
        // Since the sign-in Passport has signed this account out, or another one in.
        if (token !== null) await options.store.signIns.end(token);
        await empty(req);
      } else if (token !== null && stage === null) {
        // Another session of the account has ended this one: what the app keeps in it must not outlive the sign-in.
        return empty(req);
      } else if (user !== undefined) {
        dropPassportUser(req);
      }
      if (user === undefined || warned) return;
      warned = true;
      log.warn(
        {},
        'Passport has signed in an account without its second factor, and the session was signed out: call passport.authenticate with session: false, and then begin',
      );
    }),

    requireFull: handler(async (context) => {
      const { req, res } = context;
      try {
        await signIn.requireFull(context);
      } catch (error) {
        if (!(error instanceof TwoFactorError) || error.code !== 'not_signed_in' || !isPage(req)) throw error;
        res.redirect(303, signInPage!);
        return 'answered';
      }
      return undefined;
    }),
    requireRecentProof,
  };

  function requireRecentProof(options: RecentProofOptions): RequestHandler;
  function requireRecentProof(req: Request, res: Response, next: NextFunction): void;
  function requireRecentProof(first: Request | RecentProofOptions, res?: Response, next?: NextFunction): unknown {
    if (isRecentProofOptions(first)) return guardHandler(signIn.requireRecentProof(first));
    return guardHandler((context) => signIn.requireRecentProof(context))(first, res!, next!);
  }

  function guardHandler(guard: (context: ExpressContext) => Promise<unknown>): RequestHandler {
    return handler(async (context) => void (await guard(context)));
  }

  /**
   * Calls on, unless the work has answered. A refusal and a fault are answered here, as on the routes of the contract. A fault never goes
   * to `next`: a function of the app may reject with undefined or `'route'`, and with these `next` would let the request pass.
   */
  function handler(work: (context: ExpressContext) => Promise<'answered' | undefined | void>): RequestHandler {
    return (req, res, next) => {
      // The guards of the Fetch API are called with the request alone. Here such a call would let every request pass.
      if (typeof next !== 'function')
        throw new TypeError('this is a request handler: app.get(path, signIn.requireFull, …)');
      work({ req, res }).then(
        (outcome) => {
          if (outcome !== 'answered') next();
        },
        (error: unknown) => sendAnswer(res, answerError(error, log)),
      );
    };
  }

  function isPage(req: Request): boolean {
    return signInPage !== undefined && (req.method === 'GET' || req.method === 'HEAD') && Boolean(req.accepts('html'));
  }
}

const sessionCarrier: SessionCarrier<ExpressContext> = {
  read({ req }) {
    const token = sessionOf(req)[tokenKey];
    return typeof token === 'string' ? token : null;
  },

  async write({ req }, token, keep, fill) {
    const { cookie, ...data } = sessionOf(req);
    const { originalMaxAge } = cookie;
    await call(sessionOf(req), 'regenerate');
    const session = sessionOf(req);
    if (keep) {
      Object.assign(session, data);
      if (typeof originalMaxAge === 'number') session.cookie.maxAge = originalMaxAge;
    }
    session[tokenKey] = token;
    await fill();
    // The app may have made another session: Passport's `req.login` does.
    const filled = sessionOf(req);
    filled[tokenKey] = token;
    filled[passportKey] = passportUserOf(filled);
    await call(filled, 'save');
  },

  async clear({ req }) {
    await call(sessionOf(req), 'destroy');
  },

  userAgent: ({ req }) => req.headers['user-agent'],
  client: ({ req }) => clientOf(req),
};

function contextOf(req: Request): ExpressContext {
  return { req, res: req.res as Response };
}

/** @throws {Error} when the app has no express-session before this middleware */
function sessionOf(req: Request): Session {
  const { session } = req as { session?: unknown };
  if (typeof (session as Partial<Session> | undefined)?.regenerate === 'function') return session as Session;
  throw new Error('there is no session: mount express-session before the sign-in, with app.use(session({ … }))');
}

function call(session: Session, method: 'regenerate' | 'save' | 'destroy'): Promise<void> {
  return new Promise((resolve, reject) => {
    session[method]((error?: unknown) => {
      if (error === undefined || error === null) resolve();
      else reject(new Error(`express-session could not ${method} a session`, { cause: error }));
    });
  });
}

async function empty(req: Request): Promise<void> {
  await call(sessionOf(req), 'regenerate');
  Reflect.deleteProperty(req, 'user');
}

/** Passport keeps the account that it has signed in in its session, and in `req.user` when its own middleware ran before. */
function passportUserOf({ passport }: Session): string | undefined {
  if (typeof passport !== 'object' || passport === null || !('user' in passport)) return undefined;
  return JSON.stringify(passport.user);
}

function dropPassportUser(req: Request): void {
  delete sessionOf(req)['passport'];
  Reflect.deleteProperty(req, 'user');
}
