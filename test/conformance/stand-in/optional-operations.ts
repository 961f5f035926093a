import { requireFull, requireProof, statusOf, type Context, type Operation, type Reply } from './callers.js';
import { Refusal } from './refusal.js';
import type { Account, App, Session } from './world.js';

function requireApp(context: Context, session: Session): App {
  const { factor } = session.account;
  if (!factor) throw new Refusal('not_enabled');
  const isOpen = context.world.has('authenticators of any account can be named and removed');
  const accounts = isOpen ? [...context.world.accounts.values()] : [session.account];
  const app = accounts.flatMap((one) => one.factor?.apps ?? []).find(({ id }) => id === context.id);
  if (!app) throw new Refusal('not_found');
  return app;
}

function ownerOf({ world }: Context, app: App): Account {
  return [...world.accounts.values()].find(({ factor }) => factor?.apps.includes(app))!;
}

export function nameAuthenticator(context: Context): Reply {
  const session = requireFull(context, 'a half signed-in session names authenticators');
  const app = requireApp(context, session);
  if (typeof context.body['name'] !== 'string') throw new Refusal('request_invalid');
  if (!context.world.has('a name is not kept')) app.name = context.body['name'];
  return { status: 200, body: statusOf(context.world, session) };
}

export function removeAuthenticator(context: Context): Reply {
  const { world } = context;
  const session = requireFull(context, 'a half signed-in session removes authenticators');
  const app = requireApp(context, session);
  const factor = ownerOf(context, app).factor!;
  const isHalf = session.stage === 'half';
  if (!isHalf && !world.has('removing an authenticator needs no proof')) requireProof(context, session);
  if (factor.apps.length === 1) {
    const { isRequired } = session.account;
    const isByPolicy = isRequired && !world.has('the only authenticator is kept without the policy');
    throw new Refusal(isByPolicy ? 'required_by_policy' : 'last_authenticator');
  }
  if (!world.has('a removed authenticator goes on')) factor.apps = factor.apps.filter((one) => one !== app);
  return { status: 200, body: statusOf(world, session) };
}

const requireOwn = (context: Context): Session =>
  requireFull(context, 'a half signed-in session uses the list of devices');

function listDevices({ world }: Context, own: Session): Reply {
  const isListed = (one: Session): boolean =>
    world.has('the list of devices has all accounts') || one.account === own.account;
  const devices = [...world.sessions.values()].filter(isListed).map((one) => ({
    // Opaque, and not what the cookie holds.
    id: idOf(one),
    kind: 'session',
    name: 'A browser',
    address: null,
    current: one === own,
    addedAt: new Date(one.addedAt).toISOString(),
    lastUsedAt: new Date(world.now).toISOString(),
    expiresAt: new Date(world.now + 86_400_000).toISOString(),
  }));
  const trusted = own.account.trusted.map(({ id, addedAt }) => ({
    id,
    kind: 'trusted_device',
    name: 'A browser',
    address: null,
    current: false,
    addedAt: new Date(addedAt).toISOString(),
    lastUsedAt: new Date(addedAt).toISOString(),
    expiresAt: new Date(addedAt + 30 * 86_400_000).toISOString(),
  }));
  return { status: 200, body: { devices: [...devices, ...trusted] } };
}

const idOf = (one: Session): string =>
  `d${one.addedAt.toString(36)}${Buffer.from(one.id).toString('hex').slice(0, 12)}`;

const removeDevice: Operation = (context) => {
  const own = requireOwn(context);
  const { account } = own;
  if (account.trusted.some(({ id }) => id === context.id)) {
    if (!context.world.has('a forgotten device stays'))
      account.trusted = account.trusted.filter(({ id }) => id !== context.id);
    return listDevices(context, own);
  }
  const target = [...context.world.sessions.values()].find((one) => idOf(one) === context.id);
  const isOwn = target?.account === own.account || context.world.has('a session of any account can be signed out');
  if (!target || !isOwn) throw new Refusal('not_found');
  if (!context.world.has('a session that is signed out goes on')) context.world.sessions.delete(target.id);
  return listDevices(context, own);
};

const removeOthers: Operation = (context) => {
  const own = requireOwn(context);
  for (const [id, one] of context.world.sessions) {
    if (one.account === own.account && one !== own) context.world.sessions.delete(id);
  }
  own.account.trusted = [];
  return listDevices(context, own);
};

export const deviceOperations: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  '/devices': { GET: (context) => listDevices(context, requireOwn(context)), DELETE: removeOthers },
  '/devices/{id}': { DELETE: removeDevice },
};
