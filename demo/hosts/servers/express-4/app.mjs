import { randomUUID } from 'node:crypto';
// The repository has Express 4 under this name, beside Express 5. Yours is 'express'.
import express from 'express4';
import session from 'express-session';
import { twoFactorRouter } from 'harmony-2fa/express';
import { expressSessionSignIn } from 'harmony-2fa/express-session';
import { createTwoFactor, openStore, parseKeyRing } from 'harmony-2fa/server';
import { accountOf, checkPassword, findAccount } from '../shared/accounts.mjs';
import { elements, folder } from '../shared/page.mjs';

const port = process.env.PORT ?? 3000;
const origin = process.env.ORIGIN ?? `http://localhost:${port}`;
// Over https the cookie is `Secure`, also behind a proxy, which has to set `X-Forwarded-Proto`.
const secure = origin.startsWith('https:');

const store = await openStore(process.env.DATABASE_URL);
const keys = parseKeyRing(process.env.HARMONY_2FA_KEYS);
const twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Acme' });
const signIn = expressSessionSignIn({
  twoFactor,
  store,
  findAccount,
  checkPassword,
  // Set only here, so pages that read it are open after the second factor and not before.
  async onSignedIn(req, id) {
    req.session.name = (await findAccount(id)).name;
  },
});

const app = express();
const secret = process.env.SESSION_SECRET ?? randomUUID();
app.use(express.static(folder));
app.get('/harmony-2fa.js', (req, res) => res.sendFile(elements));
const cookie = { sameSite: 'lax', secure };
app.use(session({ secret, resave: false, saveUninitialized: false, proxy: secure, cookie }));
app.use(signIn.middleware);
app.use('/api/2fa', twoFactorRouter(twoFactor, { host: signIn.host, origins: [origin] }));

// Express 4 does not wait for a promise, so these routes hand its rejection to `next`.
app.post('/sign-in', express.json(), (req, res, next) => {
  const answer = async () => {
    const id = await accountOf(req.body);
    if (id === null) return res.sendStatus(401);
    return res.json({ next: await signIn.begin(req, id) });
  };
  answer().catch(next);
});
app.get('/account', signIn.requireFull, (req, res) => res.json({ name: req.session.name }));
app.post('/sign-out', (req, res, next) => {
  signIn.end(req).then(() => res.sendStatus(204), next);
});

app.listen(port, () => console.log(`Express 4: ${origin}`));
