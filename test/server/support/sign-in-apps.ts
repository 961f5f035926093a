import { getRequestListener } from '@hono/node-server';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type NextFunction, type Request, type Response } from 'express';
import express4 from 'express4';
import session from 'express-session';
import { Hono } from 'hono';
import { getIronSession } from 'iron-session';
import passport from 'passport';
import { Strategy } from 'passport-local';
import { twoFactorErrors, twoFactorRouter } from '../../../server/express.js';
import { cookieSignIn as nodeCookieSignIn, nodeHandler, sendProblem } from '../../../server/node.js';
import { expressSessionSignIn } from '../../../server/express-session.js';
import {
  cookieSignIn,
  fetchHandler,
  problemResponse,
  type CookieSignIn,
  type FetchContext,
  type RecentProofGuard,
  type RecentProofOptions,
  type SignedIn,
} from '../../../server/fetch.js';
import type { FirstFactor, IdentityClaims } from '../../../server/express-session.js';
import { createSignIn, type AuditEvent, type Log, type OpenStore, type TwoFactor } from '../../../server/index.js';
import { origin } from './test-server.js';

/** What the app of these tests knows and does beside the package. */
export interface AppParts {
  twoFactor: TwoFactor;
  store: OpenStore;
  clock: () => Date;
  log: Log;
  /** Accounts that may be signed in. The password of each is `open sesame`. */
  accounts: Set<string>;
  acceptsSecondFactorOf?: (claims: IdentityClaims) => boolean;
  deviceName?: (userAgent: string | null) => string;
  onEvent?: (event: AuditEvent) => void;
  /** Stands before each look-up of an account, and before each check of a password, to fail. */
  findAccount?: () => unknown;
  checkPassword?: () => unknown;
  /** The app's look-up of a trusted device, for a login with `trustedDevice: 'asked'`. */
  isTrusted?: () => boolean | Promise<boolean>;
  /** Runs when an account is fully signed in. */
  onSignedIn: () => unknown;
}

/**
 * An app with these routes:
 *
 * | route             | answer                                                        |
 * | ----------------- | ------------------------------------------------------------- |
 * | `POST /login`     | `{ next }`, for the body `{ account, claims }`                |
 * | `GET /page`       | the account, for a full sign-in                               |
 * | `GET /stage`      | the stage, and the account that `read` gives                  |
 * | `POST /danger`    | 204, within five minutes of a proof                           |
 * | `POST /delete`    | 204, within a minute of a proof                               |
 * | `POST /logout`    | 204                                                           |
 * | `POST /reset`     | 204, ends all sign-ins of the account in the body             |
 * | `POST /others`    | 204, ends the other sign-ins of the account                   |
 */
export interface SignInApp {
  url: string;
  close(): void;
}

interface Login {
  account: string;
  claims?: FirstFactor;
}

/** A function cannot be sent, so the test names it. */
function firstOf({ isTrusted }: AppParts, { claims }: Login): FirstFactor | undefined {
  const isAsked = (claims as { trustedDevice?: unknown } | undefined)?.trustedDevice === 'asked';
  return isAsked && isTrusted ? { trustedDevice: isTrusted } : claims;
}

async function listen(listener: RequestListener): Promise<SignInApp> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => (server.closeAllConnections(), void server.close()) };
}

function optionsOf({
  twoFactor,
  store,
  clock,
  log,
  accounts,
  acceptsSecondFactorOf,
  deviceName,
  onEvent,
  ...hooks
}: AppParts) {
  // prettier-ignore
  return {
    twoFactor,
    store,
    clock,
    log,
    ...(onEvent && { onEvent }),
    ...(acceptsSecondFactorOf && { acceptsSecondFactorOf }),
    ...(deviceName && { deviceName }),
    async findAccount(id: string) {
      const given = await hooks.findAccount?.();
      if (given !== undefined) return given as { name: string };
      return accounts.has(id) ? { name: `${id}@example.com` } : null;
    },
    async checkPassword(_id: string, password: string) {
      const given = await hooks.checkPassword?.();
      return given === undefined ? password === 'open sesame' : (given as boolean);
    },
  };
}

declare module 'express-session' {
  interface SessionData {
    passport: { user: string };
    basket: string;
  }
}

/** With Passport, whose `req.user` the pages read, and with a basket in the session. */
export function onExpressSession(
  framework: typeof express,
  parts: AppParts,
  sessions?: session.Store,
  logIn: (req: Request, accountId: string) => unknown = (req, accountId) => {
    req.session.passport = { user: accountId };
  },
) {
  const app = framework();
  const signIn = expressSessionSignIn({
    ...optionsOf(parts),
    async onSignedIn(req, accountId) {
      const given = await parts.onSignedIn();
      await logIn(req, accountId);
      return given ?? { redirect: '/page' };
    },
  });
  const local = new passport.Passport();
  local.use(
    new Strategy({ usernameField: 'account', passwordField: 'password' }, (account, password, done) =>
      done(null, password === 'open sesame' && parts.accounts.has(account) ? { id: account } : false),
    ),
  );
  local.serializeUser((user, done) => done(null, (user as { id: string }).id));
  local.deserializeUser((id: string, done) => done(null, { id }));

  app.use(
    session({
      secret: 'of the tests',
      resave: false,
      saveUninitialized: false,
      ...(sessions && { store: sessions }),
    }),
  );
  app.use(signIn.middleware, local.session() as express.RequestHandler);
  app.use('/api/2fa', twoFactorRouter(parts.twoFactor, { host: signIn.host, origins: [origin], log: parts.log }));
  app.use(express.json());
  app.post('/login', async (req, res, next) => {
    const login = req.body as Login;
    await signIn.begin(req, login.account, firstOf(parts, login)).then((step) => res.json({ next: step }), next);
  });
  app.post('/passport', local.authenticate('local') as express.RequestHandler, (_req, res) => void res.json({}));
  app.post(
    '/passport-beside',
    local.authenticate('local', { keepSessionInfo: true }) as express.RequestHandler,
    (_req, res) => void res.json({}),
  );
  app.post('/passport-out', (req, res, next) => {
    req.logout({ keepSessionInfo: true }, (error) => (error ? next(error) : res.json({})));
  });
  app.post('/basket', (req, res) => {
    req.session.basket = 'apples';
    res.status(204).end();
  });
  app.get('/basket', (req, res) => void res.json({ basket: req.session.basket ?? null }));
  app.get('/page', signIn.requireFull, (req, res) => void res.json({ account: (req.user as { id: string }).id }));
  app.get('/stage', async (req, res) => void res.json(await stageOf(signIn.stageOf(req), signIn.read(req))));
  app.get('/passport-page', (req, res) => void res.status(req.isAuthenticated() ? 200 : 401).json({}));
  app.post('/danger', signIn.requireRecentProof, (_req, res) => void res.status(204).end());
  app.post('/delete', signIn.requireRecentProof({ maxAge: 60 }), (_req, res) => void res.status(204).end());
  app.post('/logout', async (req, res, next) => {
    await signIn.end(req).then(() => res.status(204).end(), next);
  });
  app.post('/reset', async (req, res, next) => {
    await signIn.endAll((req.body as Login).account).then(() => res.status(204).end(), next);
  });
  app.post('/others', async (req, res, next) => {
    await signIn.endOthers(req).then(() => res.status(204).end(), next);
  });
  app.use(twoFactorErrors());
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    parts.log.error({}, error instanceof Error ? error.message : 'unknown');
    res.status(500).json({});
  });
  return listen(app);
}

/** With the package's own cookie on `node:http`. */
function onNodeCookie(parts: AppParts): Promise<SignInApp> {
  const signIn = nodeCookieSignIn({
    ...optionsOf(parts),
    secure: false,
    onSignedIn() {
      return parts.onSignedIn() ?? { redirect: '/page' };
    },
  });
  const handle = nodeHandler(parts.twoFactor, { host: signIn.host, origins: [origin], log: parts.log });
  const requireProofOfLastMinute = signIn.requireRecentProof({ maxAge: 60 });
  const readBody = async (req: IncomingMessage): Promise<Login> => {
    const chunks = (await req.toArray()) as Buffer[];
    return JSON.parse(Buffer.concat(chunks).toString()) as Login;
  };
  const routes: Record<string, (req: IncomingMessage, res: ServerResponse) => Promise<object>> = {
    'POST /login': async (req, res) => {
      const login = await readBody(req);
      return { next: await signIn.begin(req, res, login.account, firstOf(parts, login)) };
    },
    'GET /page': async (req) => ({ account: (await signIn.requireFull(req)).accountId }),
    'GET /stage': (req) => stageOf(signIn.stageOf(req), signIn.read(req)),
    'POST /danger': async (req, res) => {
      await signIn.requireRecentProof(req);
      res.statusCode = 204;
      return {};
    },
    'POST /delete': async (req, res) => {
      await requireProofOfLastMinute(req);
      res.statusCode = 204;
      return {};
    },
    'POST /logout': async (req, res) => {
      await signIn.end(req, res);
      res.statusCode = 204;
      return {};
    },
    'POST /reset': async (req, res) => {
      await signIn.endAll((await readBody(req)).account);
      res.statusCode = 204;
      return {};
    },
    'POST /others': async (req, res) => {
      await signIn.endOthers(req);
      res.statusCode = 204;
      return {};
    },
  };
  return listen((req, res) => {
    if (req.url?.startsWith('/api/2fa/')) return void handle(req, res);
    routes[`${req.method} ${req.url}`]!(req, res).then(
      (body) =>
        res.setHeader('Content-Type', 'application/json').end(res.statusCode === 204 ? '' : JSON.stringify(body)),
      (error: unknown) => sendProblem(res, error, parts.log),
    );
  });
}

async function stageOf(stage: Promise<string | null>, signedIn: Promise<SignedIn | null>) {
  return { stage: await stage, account: (await signedIn)?.accountId ?? null };
}

/** With the package's own cookie. */
function onCookie(parts: AppParts): Promise<SignInApp> {
  return onHono(
    parts,
    cookieSignIn({
      ...optionsOf(parts),
      secure: false,
      onSignedIn() {
        return parts.onSignedIn() ?? { redirect: '/page' };
      },
    }),
  );
}

/** With the encrypted cookie of iron-session. */
function onIronSession(parts: AppParts): Promise<SignInApp> {
  const sessionOf = ({ request, headers }: FetchContext) =>
    getIronSession<{ token?: string }>(request, { headers } as globalThis.Response, {
      password: 'of the tests, and of thirty-two characters',
      cookieName: 'session',
      cookieOptions: { secure: false },
    });
  const signIn = createSignIn<FetchContext>(
    optionsOf(parts),
    {
      read: async (context) => (await sessionOf(context)).token ?? null,
      async write(context, token, _keep, fill) {
        const own = await sessionOf(context);
        own.token = token;
        await fill();
        await own.save();
      },
      clear: async (context) => (await sessionOf(context)).destroy(),
      userAgent: ({ request }) => request.headers.get('user-agent'),
    },
    () => {
      return parts.onSignedIn() ?? { redirect: '/page' };
    },
  );
  const contextOf = (request: globalThis.Request): FetchContext => ({
    request,
    headers: new Headers(),
    app: undefined,
  });
  return onHono(parts, {
    ...signIn,
    async begin(request, account, claims) {
      const context = contextOf(request);
      return { next: await signIn.begin(context, account, claims), headers: context.headers };
    },
    read: (request) => signIn.read(contextOf(request)),
    stageOf: (request) => signIn.stageOf(contextOf(request)),
    requireFull: (request) => signIn.requireFull(contextOf(request)),
    requireRecentProof: ((first: globalThis.Request | RecentProofOptions) => {
      if (first instanceof globalThis.Request) return signIn.requireRecentProof(contextOf(first));
      const guard = signIn.requireRecentProof(first);
      return (request: globalThis.Request) => guard(contextOf(request));
    }) as RecentProofGuard<globalThis.Request>,
    async end(request) {
      const context = contextOf(request);
      await signIn.end(context);
      return context.headers;
    },
    endOthers: (request) => signIn.endOthers(contextOf(request)),
  });
}

function onHono(parts: AppParts, signIn: CookieSignIn<undefined>): Promise<SignInApp> {
  const handle = fetchHandler(parts.twoFactor, { host: signIn.host, origins: [origin], log: parts.log });
  const requireProofOfLastMinute = signIn.requireRecentProof({ maxAge: 60 });
  const app = new Hono();
  app.all('/api/2fa/*', (c) => handle(c.req.raw));
  app.post('/login', async (c) => {
    const login = await c.req.json<Login>();
    const { next, headers } = await signIn.begin(c.req.raw, login.account, firstOf(parts, login));
    return Response.json({ next }, { headers });
  });
  app.get('/page', async (c) => c.json({ account: (await signIn.requireFull(c.req.raw)).accountId }));
  app.get('/stage', async (c) => c.json(await stageOf(signIn.stageOf(c.req.raw), signIn.read(c.req.raw))));
  app.post('/danger', async (c) => {
    await signIn.requireRecentProof(c.req.raw);
    return c.body(null, 204);
  });
  app.post('/delete', async (c) => {
    await requireProofOfLastMinute(c.req.raw);
    return c.body(null, 204);
  });
  app.post('/logout', async (c) => new Response(null, { status: 204, headers: await signIn.end(c.req.raw) }));
  app.post('/reset', async (c) => {
    await signIn.endAll((await c.req.json<Login>()).account);
    return c.body(null, 204);
  });
  app.post('/others', async (c) => {
    await signIn.endOthers(c.req.raw);
    return c.body(null, 204);
  });
  app.onError((error) => problemResponse(error, parts.log));
  const listener = getRequestListener(app.fetch);
  return listen((req, res) => void listener(req, res));
}

export const signInApps: Record<string, (parts: AppParts) => Promise<SignInApp>> = {
  'express-session and Passport on Express 5': (parts) => onExpressSession(express, parts),
  'express-session and Passport on Express 4': (parts) => onExpressSession(express4, parts),
  'the cookie of the package on Hono': onCookie,
  'the cookie of the package on node:http': onNodeCookie,
  'iron-session on Hono': onIronSession,
};
