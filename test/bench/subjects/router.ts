import express from 'express';
import type { ExpressContext } from '../../../server/express.js';
import type { FullCaller, HalfCaller, TwoFactorHost } from '../../../server/index.js';
import { builtServer, serve, serverOf } from './subject.js';

/** This router and its store, on one port for each database. The host does the least work: a header in place of a session. */
const { createTwoFactor, openStore, parseKeyRing, twoFactorRouter } = await builtServer();
const keys = parseKeyRing(process.env['HARMONY_2FA_KEYS']!);
const host: TwoFactorHost<ExpressContext> = {
  identify({ req }): Promise<HalfCaller | FullCaller> {
    const accountId = String(req.headers['x-account']);
    const now = Date.now();
    return Promise.resolve(
      req.path === '/challenge'
        ? { stage: 'challenge', accountId, expiresAt: new Date(now + 60_000) }
        : {
            stage: 'full',
            accountId,
            accountName: 'ada@example.com',
            proof: { method: 'second_factor', at: new Date(now) },
          },
    );
  },
  checkPassword: () => Promise.resolve(false),
  recordProof: () => Promise.resolve(true),
  completeChallenge: () => Promise.resolve({}),
  factorChanged: () => Promise.resolve(),
};

const urls = process.env['DATABASE_URL']!.split(' ');
const servers = urls.map(async (url) => {
  const store = await openStore(url);
  const twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Bench' });
  const app = express();
  app.disable('x-powered-by');
  app.use('/api/2fa', twoFactorRouter(twoFactor, { host, origins: ['http://localhost'] }));
  return serverOf(app);
});
await serve(...(await Promise.all(servers)));
