import express from 'express';
import { Secret, TOTP } from 'otpauth';
import { accountId, secretOf } from '../accounts.js';
import { accounts, serve, serverOf } from './subject.js';

/** The least work with the same packages: Express 5 and otpauth, set up as their manuals say, without storage. */
const secrets = new Map(
  Array.from({ length: accounts }, (_, n) => [
    accountId(n),
    new Secret({ buffer: Uint8Array.from(secretOf(n)).buffer }),
  ]),
);

const app = express();
app.disable('x-powered-by');
app.use(express.json());
app.post('/api/2fa/challenge', (req, res) => {
  const secret = secrets.get(String(req.headers['x-account']));
  const { code } = req.body as { code: string };
  const verified = secret !== undefined && TOTP.validate({ token: code, secret, window: 1 }) !== null;
  res.status(verified ? 200 : 422).json({ verified });
});
await serve(await serverOf(app));
