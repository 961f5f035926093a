import Fastify from 'fastify';
import { problemResponse } from 'harmony-2fa/fetch';
import { cookieSignIn, nodeHandler } from 'harmony-2fa/node';
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
const handle = nodeHandler(twoFactor, { host: signIn.host, origins: [origin] });

const app = Fastify();
// In a plugin of its own, so that this parser is for these routes only: the handler reads the body itself.
app.register(
  async (routes) => {
    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser('*', (request, body, done) => done(null));
    routes.all('/*', (request, reply) => {
      reply.hijack();
      return handle(request.raw, reply.raw);
    });
  },
  { prefix: '/api/2fa' },
);
app.post('/sign-in', async (request, reply) => {
  const id = await accountOf(request.body);
  if (id === null) return reply.code(401).send();
  return { next: await signIn.begin(request.raw, reply.raw, id) };
});
app.get('/account', async (request) => {
  const { accountId } = await signIn.requireFull(request.raw);
  const { name } = await findAccount(accountId);
  return { name };
});
app.post('/sign-out', async (request, reply) => {
  await signIn.end(request.raw, reply.raw);
  return reply.code(204).send();
});
app.setErrorHandler((error, request, reply) => {
  reply.send(error instanceof TwoFactorError ? problemResponse(error) : error);
});

for (const [path, { type, body }] of Object.entries(files)) {
  app.get(path, (request, reply) => reply.type(type).send(body));
}

await app.listen({ port });
console.log(`Fastify: ${origin}`);
