import express from 'express';
import { Secret, TOTP } from 'otpauth';
import { accountId, secretOf } from '../people.js';
import { accounts, serve, serverOf } from './subject.js';

/** The floor of the chosen parts: Express 5 and otpauth as their manuals have it, nothing stored. */
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
