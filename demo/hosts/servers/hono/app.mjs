import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { cookieSignIn, fetchHandler, problemResponse } from 'harmony-2fa/fetch';
import { createTwoFactor, openStore, parseKeyRing, TwoFactorError } from 'harmony-2fa/server';
import { accountOf, checkPassword, findAccount } from '../shared/accounts.mjs';
import { files } from '../shared/page.mjs';

const port = Number(process.env.PORT ?? 3000);
const origin = process.env.ORIGIN ?? `http://localhost:${port}`;
// Over https the cookie is `Secure` and `__Host-`.
const secure = origin.startsWith('https:');

const store = await openStore(process.env.DATABASE_URL);
const keys = parseKeyRing(process.env.HARMONY_2FA_KEYS);
const twoFactor = createTwoFactor({ store: store.secondFactors, keys, issuer: 'Acme' });
const signIn = cookieSignIn({ twoFactor, store, findAccount, checkPassword, secure });
const handle = fetchHandler(twoFactor, { host: signIn.host, origins: [origin] });

const app = new Hono();
// `c.req.json` reads the forms of other sites too, which could sign a browser in to an account of such a site.
app.use(csrf({ origin }));
app.all('/api/2fa/*', (c) => handle(c.req.raw));
app.post('/sign-in', async (c) => {
  const id = await accountOf(await c.req.json());
  if (id === null) return c.body(null, 401);
  const { next, headers } = await signIn.begin(c.req.raw, id);
  return Response.json({ next }, { headers });
});
app.get('/account', async (c) => {
  const { accountId } = await signIn.requireFull(c.req.raw);
  const { name } = await findAccount(accountId);
  return c.json({ name });
});
app.post('/sign-out', async (c) => new Response(null, { status: 204, headers: await signIn.end(c.req.raw) }));
app.onError((error, c) => {
  if (error instanceof TwoFactorError) return problemResponse(error);
  console.error(error);
  return error.getResponse?.() ?? c.body(null, 500);
});

for (const [path, { type, body }] of Object.entries(files)) {
  app.get(path, (c) => c.body(body, 200, { 'Content-Type': type }));
}

serve({ fetch: app.fetch, port }, () => console.log(`Hono: ${origin}`));
