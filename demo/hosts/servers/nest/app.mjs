import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Controller, Get, HttpCode, Module, Post, Req, UnauthorizedException } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
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
const signIn = expressSessionSignIn({ twoFactor, store, findAccount, checkPassword });

class AccountController {
  async signIn(req) {
    const id = await accountOf(req.body);
    if (id === null) throw new UnauthorizedException();
    return { next: await signIn.begin(req, id) };
  }

  async account(req) {
    const { accountId } = await signIn.read(req);
    const { name } = await findAccount(accountId);
    return { name };
  }

  async signOut(req) {
    await signIn.end(req);
  }
}

class AppModule {
  configure(consumer) {
    consumer.apply(signIn.requireFull).forRoutes('account');
  }
}

// What a compiler makes of decorators, so that Node runs this file as it is.
const { prototype } = AccountController;
for (const [method, ...decorators] of [
  ['signIn', Post('sign-in'), HttpCode(200)],
  ['account', Get('account')],
  ['signOut', Post('sign-out'), HttpCode(204)],
]) {
  Reflect.decorate(decorators, prototype, method, Object.getOwnPropertyDescriptor(prototype, method));
  Req()(prototype, method, 0);
}
Reflect.decorate([Controller()], AccountController);
Reflect.decorate([Module({ controllers: [AccountController] })], AppModule);

const app = await NestFactory.create(AppModule, { bodyParser: false, logger: ['error', 'warn'] });
// JSON alone: a form of another site could sign a browser in to an account of that site.
app.useBodyParser('json');
const secret = process.env.SESSION_SECRET ?? randomUUID();
const cookie = { sameSite: 'lax', secure };
app.use(session({ secret, resave: false, saveUninitialized: false, proxy: secure, cookie }), signIn.middleware);
app.use('/api/2fa', twoFactorRouter(twoFactor, { host: signIn.host, origins: [origin] }));
app.useStaticAssets(folder);
app.use('/harmony-2fa.js', (req, res) => res.sendFile(elements));
await app.listen(port);
console.log(`Nest: ${origin}`);
