import express from 'express';
import {
  createTwoFactor,
  openStore,
  parseKeyRing,
  twoFactorRouter,
  type TwoFactorHost,
} from '../../../server/index.js';
import { serve } from './subject.js';

/** This router on its store. The host is as thin as it can be: a header instead of a session. */
const store = await openStore(process.env['DATABASE_URL']!);
const keys = parseKeyRing(process.env['HARMONY_2FA_KEYS']!);
const twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Bench' });
const host: TwoFactorHost = {
  identify: (req) =>
    Promise.resolve({
      stage: 'challenge',
      accountId: String(req.headers['x-account']),
      expiresAt: new Date(Date.now() + 60_000),
    }),
  checkPassword: () => Promise.resolve(false),
  recordProof: () => Promise.resolve(true),
  completeChallenge: () => Promise.resolve({}),
  factorChanged: () => Promise.resolve(),
};

const app = express();
app.disable('x-powered-by');
app.use('/api/2fa', twoFactorRouter(twoFactor, { host, origins: ['http://localhost'] }));
serve(app);
