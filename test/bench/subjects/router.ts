import { getRequestListener } from '@hono/node-server';
import { createServer, type Server } from 'node:http';
import express from 'express';
import type { ExpressContext } from '../../../server/express.js';
import type { FetchContext } from '../../../server/fetch.js';
import type { FullCaller, HalfCaller, TwoFactor, TwoFactorHost } from '../../../server/index.js';
import { builtServer, serve, serverOf } from './subject.js';

/**
 * The contract and its store, on one port for each database: on Express, or with `MOUNT=fetch` as a handler of the Fetch API. The host
 * does the least work: a header in place of a session.
 */
const { createTwoFactor, fetchHandler, openStore, parseKeyRing, twoFactorRouter } = await builtServer();
const keys = parseKeyRing(process.env['HARMONY_2FA_KEYS']);

function hostOf<Context>(read: (context: Context) => { accountId: string; path: string }): TwoFactorHost<Context> {
  return {
    identify: (context) => Promise.resolve(callerOf(read(context))),
    checkPassword: () => Promise.resolve(false),
    recordProof: () => Promise.resolve(true),
    completeChallenge: () => Promise.resolve({}),
    factorChanged: () => Promise.resolve(),
  };
}

function callerOf({ accountId, path }: { accountId: string; path: string }): HalfCaller | FullCaller {
  const now = Date.now();
  return path.endsWith('/challenge')
    ? { stage: 'challenge', accountId, expiresAt: new Date(now + 60_000) }
    : {
        stage: 'full',
        accountId,
        accountName: 'ada@example.com',
        proof: { method: 'second_factor', at: new Date(now) },
      };
}

const origins = ['http://localhost'];

function onExpress(twoFactor: TwoFactor): Promise<Server> {
  const host = hostOf<ExpressContext>(({ req }) => ({ accountId: String(req.headers['x-account']), path: req.path }));
  const app = express();
  app.disable('x-powered-by');
  app.use('/api/2fa', twoFactorRouter(twoFactor, { host, origins }));
  return serverOf(app);
}

function onFetch(twoFactor: TwoFactor): Promise<Server> {
  const host = hostOf<FetchContext>(({ request }) => ({
    accountId: request.headers.get('x-account') ?? '',
    path: new URL(request.url).pathname,
  }));
  const handle = fetchHandler(twoFactor, { host, origins });
  const listener = getRequestListener((request) => handle(request));
  return Promise.resolve(createServer((req, res) => void listener(req, res)));
}

/** The purge of the last word `purge`. */
let purge = new AbortController();

const urls = process.env['DATABASE_URL']!.split(' ');
const servers = urls.map(async (url) => {
  const store = await openStore(url);
  process.on('message', (word) => {
    if (word === 'purge') purge = new AbortController();
    if (word === 'stop purge') purge.abort();
    if (word === 'purge') void store.audit.purge(new Date(), { signal: purge.signal });
  });
  const twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Bench' });
  return process.env['MOUNT'] === 'fetch' ? onFetch(twoFactor) : onExpress(twoFactor);
});
await serve(...(await Promise.all(servers)));
