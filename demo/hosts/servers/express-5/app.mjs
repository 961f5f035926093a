import { randomUUID } from 'node:crypto';
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import { Strategy } from 'passport-local';
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
  // Passport's user is set here only, so `req.user` exists after the second factor and not before.
  onSignedIn(req, id) {
    req.session.passport = { user: id };
  },
});

passport.use(
  new Strategy({ usernameField: 'email' }, (email, password, done) => {
    accountOf({ email, password }).then((id) => done(null, id !== null && { id }), done);
  }),
);
passport.deserializeUser((id, done) => {
  findAccount(id).then((account) => done(null, account ?? false), done);
});

const app = express();
const secret = process.env.SESSION_SECRET ?? randomUUID();
app.use(express.static(folder));
app.get('/harmony-2fa.js', (req, res) => res.sendFile(elements));
const cookie = { sameSite: 'lax', secure };
app.use(session({ secret, resave: false, saveUninitialized: false, proxy: secure, cookie }));
app.use(signIn.middleware, passport.session());
app.use('/api/2fa', twoFactorRouter(twoFactor, { host: signIn.host, origins: [origin] }));

app.post('/sign-in', express.json(), passport.authenticate('local', { session: false }), async (req, res) => {
  res.json({ next: await signIn.begin(req, req.user.id) });
});
app.get('/account', signIn.requireFull, (req, res) => res.json({ name: req.user.name }));
app.post('/sign-out', async (req, res) => {
  await signIn.end(req);
  res.sendStatus(204);
});

app.listen(port, () => console.log(`Express 5: ${origin}`));
